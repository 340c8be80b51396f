"""Les articles et les annexes d'une convention : chacun s'écarte, et les autres se renumérotent.

Le texte des articles est dans le gabarit, que l'on corrige dans Word ; ici, leur ordre et leur titre.
"""

from collections.abc import Collection, Mapping

from documents.contextes.commun import Contexte

TITRES_DES_ARTICLES = {
    "objet": "Objet de la convention",
    "duree": "Durée et prise d'effet",
    "diagnostic": "Diagnostic partagé et priorités",
    "programme": "Programme d'actions",
    "etat": "Engagements de l'État",
    "collectivite": "Engagements de la collectivité",
    "financement": "Financement",
    "versement": "Modalités de versement",
    "gouvernance": "Gouvernance et suivi",
    "indicateurs": "Indicateurs",
    "rapport": "Rapport d'exécution",
    "evaluation": "Évaluation",
    "modification": "Modification de la convention",
    "controle": "Contrôle et justificatifs",
    "reversement": "Crédits non employés et reversement",
    "communication": "Communication",
    "donnees": "Protection des données personnelles",
    "publication": "Publication",
    "resiliation": "Dénonciation et résiliation",
    "force_majeure": "Force majeure",
    "litiges": "Règlement des litiges",
}
TITRES_DES_ANNEXES = {
    "fiches": "Fiches actions",
    "indicateurs": "Indicateurs et cibles",
    "financement": "Plan de financement",
    "diagnostic": "Synthèse du diagnostic",
    "comite": "Composition du comité de suivi",
    "rib": "Relevé d'identité bancaire",
}


class Repere(Contexte):
    """Le numéro (« 1er », « 2 ») et le titre d'un article ou d'une annexe dans cette convention-ci."""

    numero: str
    titre: str


class Articles(Contexte):
    """Un champ par article possible ; absent, l'article n'est pas dans cette convention."""

    objet: Repere | None
    duree: Repere | None
    diagnostic: Repere | None
    programme: Repere | None
    etat: Repere | None
    collectivite: Repere | None
    financement: Repere | None
    versement: Repere | None
    gouvernance: Repere | None
    indicateurs: Repere | None
    rapport: Repere | None
    evaluation: Repere | None
    modification: Repere | None
    controle: Repere | None
    reversement: Repere | None
    communication: Repere | None
    donnees: Repere | None
    publication: Repere | None
    resiliation: Repere | None
    force_majeure: Repere | None
    litiges: Repere | None


class Annexes(Contexte):
    """Un champ par annexe. Les trois premières font le contrat ; les autres, absentes, ne s'annoncent pas.

    `rib` : les textes figés avant qu'elle existe ne l'ont pas.
    """

    fiches: Repere
    indicateurs: Repere
    financement: Repere
    diagnostic: Repere | None
    comite: Repere | None
    rib: Repere | None = None


def numeroter(
    titres: Mapping[str, str], ecartes: Collection[str], premier: str = "1"
) -> dict[str, Repere | None]:
    """Les numéros `premier`, 2, 3… donnés à ce qui reste, dans l'ordre de `titres`."""
    gardes = [code for code in titres if code not in ecartes]
    rangs = {code: str(rang) if rang > 1 else premier for rang, code in enumerate(gardes, start=1)}
    return {
        code: Repere(numero=rangs[code], titre=t) if code in rangs else None for code, t in titres.items()
    }


def sommaire(reperes: Mapping[str, Repere | None]) -> tuple[Repere, ...]:
    """Ceux qui restent, dans l'ordre."""
    return tuple(r for r in reperes.values() if r is not None)
