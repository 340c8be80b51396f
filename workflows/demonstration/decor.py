"""Le décor d'un territoire : ses personnes, ses constats, ses fiches et ce qu'elles coûtent."""

from functools import cached_property
from typing import Any, NamedTuple

from modeles.reference.catalogues import Formule, StatutCatalogue
from modeles.reference.historique import FichePubliee
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire
from modeles.vocabulaire import NatureAction, Partie, RoleContact
from workflows.demonstration import textes
from workflows.demonstration.personnes import Personne, adresse, personnes_de

MILLESIME = "pacte_2024"
DEBUT, FIN = 2024, 2027
ELUS_PAR_DEFAUT = 40
MOYENS_PAR_DEFAUT = textes.Moyens(
    code="defaut", plafond_euros=200_000, constats={"ENFANCE": 1, "DROITS": 1, "TRANSITION": 1}
)
FICHES_PAR_DEFAUT = (
    textes.FicheEcrite(sous_axe="ENF-PAR", titre="Aller vers les parents isolés", poids=2),
    textes.FicheEcrite(sous_axe="DRO-ACC", titre="Ouvrir les droits là où vivent les personnes", poids=2),
    textes.FicheEcrite(sous_axe="TRA-MOB", titre="Ouvrir une plateforme de mobilité", poids=2),
)
# Une part du plafond reste libre : un contrat n'est pas tenu de l'employer en entier.
PART_EMPLOYEE_POUR_CENT = 96
ARRONDI_CENTIMES = 500_00


class Fiche(NamedTuple):
    """Une fiche prête à saisir : son code à venir et son contenu, sans budget ni lien."""

    code: str
    axe: str
    sous_axe: str
    titre: str
    poids: int
    annees: range
    contenu: dict[str, Any]


class Decor:
    """`premiere_annee` : avant elle, la démonstration ne finance rien (le contrat n'est pas encore signé)."""

    def __init__(self, territoire: Territoire, premiere_annee: int = DEBUT) -> None:
        self.territoire = territoire
        self.premiere_annee = premiere_annee
        self.moyens = textes.moyens().get(territoire.code, MOYENS_PAR_DEFAUT)
        self.elus = territoire.en_exercice or self.moyens.elus or ELUS_PAR_DEFAUT

    @cached_property
    def mots(self) -> dict[str, str]:
        """Ce qui remplace {dans}, {du}, {collectivite}… dans les textes."""
        t, departement = self.territoire, registre().departement_de(self.territoire)
        return {
            "nom": t.nom,
            "du": t.du,
            "le": t.le,
            "dans": t.dans,
            "du_departement": departement.du,
            "collectivite": t.collectivite,
            "executif": t.executif_complet,
            "service_etat": t.service_etat,
            "ville": t.prefecture,
        }

    @cached_property
    def personnes(self) -> list[Personne]:
        """Une personne par poste."""
        return personnes_de(self.territoire, self.mots)

    def personne(self, partie: Partie, role: RoleContact) -> Personne:
        """La première personne qui tient ce rôle."""
        return next(p for p in self.personnes if (p.poste.partie, p.poste.role) == (partie, role))

    @cached_property
    def constats(self) -> list[textes.ConstatType]:
        """Les constats du territoire, un par axe, dans ses mots."""
        choisis = []
        for axe, variante in self.moyens.constats.items():
            possibles = [c for c in textes.constats() if c.axe == axe]
            constat = possibles[(variante - 1) % len(possibles)]
            choisis.append(constat.model_copy(update={"texte": constat.texte.format(**self.mots)}))
        return choisis

    @cached_property
    def fiches(self) -> list[Fiche]:
        """Les fiches du territoire, publiées puis inventées, avec le code qu'elles recevront."""
        code, publiees = self.territoire.code, {p.numero: p for p in registre().fiches_publiees}
        siennes = [
            f
            for f in textes.fiches()
            if f.territoire == code or (f.numero is not None and publiees[f.numero].territoire == code)
        ]
        rangs: dict[str, int] = {}
        return [
            self._fiche(fiche, publiees.get(fiche.numero or 0), rangs)
            for fiche in siennes or FICHES_PAR_DEFAUT
        ]

    def _fiche(
        self, ecrite: textes.FicheEcrite, publiee: FichePubliee | None, rangs: dict[str, int]
    ) -> Fiche:
        sous_axe = publiee.sous_axe if publiee else (ecrite.sous_axe or "")
        rangs[sous_axe] = rangs.get(sous_axe, 0) + 1
        debut = max(publiee.annee_debut if publiee else DEBUT, self.premiere_annee)
        duree = min(publiee.duree_annees if publiee else FIN - DEBUT + 1, FIN - debut + 1)
        annees = range(debut, debut + duree)
        titre = publiee.titre if publiee else (ecrite.titre or "")
        axe = registre().referentiel(MILLESIME).axe_de(sous_axe).code
        contenu = {
            "titre": titre,
            "axe": axe,
            "sous_axe": sous_axe,
            "nature": (publiee.nature if publiee else NatureAction.NOUVELLE).value,
            "renforcement": [r.value for r in ecrite.renforcement],
            "justification_renforcement": ecrite.justification,
            "annee_debut": debut,
            "duree_annees": duree,
            **self._textes(ecrite, textes.trames()[sous_axe]),
            **self._suivi(annees),
            "indicateurs": _indicateurs(
                sous_axe, annees, ecrite.effectif or textes.trames()[sous_axe].effectif
            ),
        }
        code = f"{self.territoire.code}-{sous_axe}-{rangs[sous_axe]:02d}"
        return Fiche(code, axe, sous_axe, titre, ecrite.poids, annees, contenu)

    def _textes(self, ecrite: textes.FicheEcrite, trame: textes.Trame) -> dict[str, Any]:
        return {
            "action_referencee": ecrite.action or trame.action,
            "constat": ecrite.constat or trame.constat,
            "objectif_principal": ecrite.objectif or trame.objectif,
            "objectifs_operationnels": list(ecrite.objectifs or trame.objectifs),
            "description": ecrite.description or trame.description,
            "public_cible": ecrite.public or trame.public,
            "effectif_estime": ecrite.effectif or trame.effectif,
            "perimetre": f"Ensemble du territoire {self.territoire.du}",
            "porteur": trame.porteur.format(**self.mots),
            "type_porteur": trame.type_porteur,
            "partenaires": list(trame.partenaires),
            "moyens_humains": trame.moyens,
        }

    def _suivi(self, annees: range) -> dict[str, Any]:
        referente = self.personne(Partie.COLLECTIVITE, RoleContact.REFERENT)
        jalons = ["Recrutement et ouverture", "Plein régime", "Bilan intermédiaire", "Bilan et suites"]
        return {
            "jalons": [{"annee": a, "jalon": j} for a, j in zip(annees, jalons, strict=False)],
            "participation": "Deux personnes concernées siègent au comité de l'action.",
            "articulation": "Sans recouvrement avec la convention insertion et emploi ni le contrat enfance.",
            "risques": "Difficulté à recruter ; locaux à trouver dans deux communes.",
            "evaluation": f"Bilan chiffré chaque année ; évaluation partagée en {annees[-1]}.",
            "referent_fonction": referente.fonction[:1].upper() + referente.fonction[1:],
            "referent_courriel": f"contrat.solidarites@{adresse(self.mots['nom'])}.invalid",
        }

    def budget(
        self, fiche: Fiche, baisse_pour_cent: int = 0, effort_pour_cent: int = 0
    ) -> list[dict[str, int]]:
        """Le budget par année, à parité et sous le plafond.

        `baisse_pour_cent` réduit les deux parts ; `effort_pour_cent` augmente celle de la collectivité.
        """
        poids = sum(f.poids for f in self.fiches)
        part = self.moyens.plafond_euros * PART_EMPLOYEE_POUR_CENT * fiche.poids // poids
        part = part * (100 - baisse_pour_cent) // 100
        part -= part % ARRONDI_CENTIMES
        collectivite = part * (100 + effort_pour_cent) // 100
        return [
            {"annee": annee, "part_etat_centimes": part, "part_collectivite_centimes": collectivite}
            for annee in fiche.annees
        ]


def _indicateurs(sous_axe: str, annees: range, effectif: int) -> list[dict[str, Any]]:
    """Deux dénombrements proposés pour ce sous-axe, et une cible qui monte d'un dixième par an."""
    proposes = registre().indicateurs(sous_axe, StatutCatalogue.PROPOSITION_LOCALE)
    comptes = [i for i in proposes if i.formule is Formule.COMPTAGE]
    siens = [i for i in comptes if i.sous_axe == sous_axe] or comptes
    return [
        {
            "code": i.code,
            "libelle": i.libelle,
            "definition": i.definition,
            "type": i.type.value,
            "formule": i.formule.value,
            "unite": i.unite,
            "sens": i.sens.value,
            "source": "Système d'information du porteur",
            # La cible se garde en centièmes d'unité ; le second indicateur compte une partie du premier.
            "cibles": {a: effectif * (10 + rang) // (10 + 10 * part) * 100 for rang, a in enumerate(annees)},
        }
        for part, i in enumerate(siens[:2])
    ]
