"""L'avenant tel que la démarche le tient : son texte figé, celui qu'il modifie, le contrat consolidé (D20C)."""

from datetime import date

from documents.contextes.avenant import (
    DonneesDAvenant,
    NoteDAvenant,
    TexteDAvenant,
    ecrire_avenant,
    ecrire_la_note,
    nom_de_l_avenant,
)
from documents.contextes.changements import Raison
from documents.contextes.commun import en_tete
from documents.contextes.convention import Consolidation, Convention, contexte_convention, prete_a_composer
from documents.contextes.designation import designe
from documents.formats import date_longue
from modeles.avenant import Avenant
from modeles.convention import ProjetConvention
from modeles.demarche import Demarche, Passage


def construire_avenant(demarche: Demarche, passage: Passage, sujet: str) -> TexteDAvenant:
    """`sujet` : « avenant:{version du texte figé} »."""
    return ecrire_avenant(
        demarche, donnees_figees(demarche, sujet, passage.survenu_le), sujet, passage.survenu_le
    )


def construire_note(demarche: Demarche, passage: Passage, sujet: str) -> NoteDAvenant:
    """`sujet` : « avenant:{version du texte figé} »."""
    return ecrire_la_note(
        demarche, donnees_figees(demarche, sujet, passage.survenu_le), sujet, passage.survenu_le
    )


def construire_consolidee(demarche: Demarche, passage: Passage, sujet: str) -> Convention:
    """La convention telle que l'avenant la laisse ; elle informe, et ne se signe pas."""
    projet, avenant = _texte_et_avenant(demarche, sujet)
    figee = Convention.model_validate(projet.contenu)
    titre = f"{figee.document.titre} – version consolidée"
    consolidation = Consolidation(
        avenants=(*_precedents(demarche, avenant), _cite(avenant)),
        convention_signee_le=demarche.signe_le,
        effet_le=avenant.effet_le,
    )
    return prete_a_composer(
        figee,
        document=en_tete(demarche, "D20C", titre, sujet, passage.survenu_le),
        numero=demarche.numero or "",
        prend_effet_le=demarche.prend_effet_le,
        consolidee=consolidation,
    )


def donnees_figees(demarche: Demarche, sujet: str, le: date) -> DonneesDAvenant:
    """Le texte d'avant est celui que l'avenant modifie ; s'il est né hors de l'outil, c'est le contrat du jour."""
    projet, avenant = _texte_et_avenant(demarche, sujet)
    precedent = next((p for p in demarche.projets if p.version == avenant.avant_version), None)
    avant = (
        Convention.model_validate(precedent.contenu)
        if precedent
        else contexte_convention(demarche, projet.version, le)
    )
    return DonneesDAvenant(
        numero=avenant.numero,
        objet=avenant.objet,
        effet_le=avenant.effet_le,
        avant=avant,
        apres=Convention.model_validate(projet.contenu),
        raisons={
            c["fiche"]: Raison(c.get("motif", ""), c["operation"] == "retirer") for c in avenant.changements
        },
        precedents=_precedents(demarche, avenant),
        empreinte=projet.empreinte,
    )


def _texte_et_avenant(demarche: Demarche, sujet: str) -> tuple[ProjetConvention, Avenant]:
    figes = {f"avenant:{p.version}": p for p in demarche.projets if p.avenant_numero is not None}
    projet = designe(figes, sujet)
    return projet, next(a for a in demarche.avenants if a.numero == projet.avenant_numero)


def _precedents(demarche: Demarche, avenant: Avenant) -> list[str]:
    return [_cite(a) for a in demarche.avenants if a.signe_le and a.numero < avenant.numero]


def _cite(avenant: Avenant) -> str:
    """« avenant n° 1 du 3 mars 2026 »."""
    nom = nom_de_l_avenant(avenant.numero).nom
    return f"{nom} du {date_longue(avenant.signe_le)}" if avenant.signe_le else nom
