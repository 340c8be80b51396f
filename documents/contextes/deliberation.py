"""Le rapport à l'assemblée (D17R) et le projet de délibération (D17D) : la collectivité y parle seule.

Les chiffres sont ceux du projet figé que l'assemblée examine, jamais ceux des fiches du jour.
"""

from datetime import date
from typing import Any

from documents.contextes.avenant import nom_de_l_avenant
from documents.contextes.avenant_fige import donnees_figees
from documents.contextes.changements import ChangementsDAvenant
from documents.contextes.commun import (
    ContexteDeDocument,
    EnTete,
    TerritoireEcrit,
    collectivite_nommee,
    contact_de,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.constats import EnjeuEcrit
from documents.contextes.convention import Convention, Signataire
from documents.contextes.designation import designe
from documents.contextes.finances import RIEN, PlanDeFinancement
from documents.contextes.rendez_vous import RendezVous
from documents.contextes.tournures import Nom, nommer
from documents.formats import majuscule
from modeles.deliberation import Deliberation
from modeles.demarche import Demarche, Passage
from modeles.reference.registre import registre
from modeles.vocabulaire import Civilite, Organe, Partie, RoleContact


class Acte(ContexteDeDocument):
    """Ce que le rapport et la délibération disent l'un et l'autre.

    `contrat` : ce qui est soumis au vote, le contrat ou l'avenant (`avenant`) ; `projet` : « projet de contrat… ».
    `credits` et `exercice` : ce que la collectivité inscrit l'année de la séance ; vides si rien n'y est prévu.
    """

    territoire: TerritoireEcrit
    contrat: Nom
    avenant: bool
    projet: str
    organe: str
    seance_le: date
    urgence: bool
    projet_version: int
    fige_le: date
    executif: str
    signature: str
    signataire: str
    montant_etat_centimes: int
    montant_collectivite_centimes: int
    montant_total_centimes: int
    credits: str
    exercice: str
    diagnostic_adopte_le: date | None
    fiches_comptees: str


class RapportAssemblee(Acte):
    """D17R. `changements` : ce que l'avenant change, quand c'en est un."""

    changements: ChangementsDAvenant | None

    montant_autres_centimes: int
    axes: tuple[str, ...]
    enjeux: tuple[EnjeuEcrit, ...]
    comites: tuple[str, ...]
    finances: PlanDeFinancement
    rendez_vous: RendezVous


class ProjetDeliberation(Acte):
    """D17D. Le résultat du vote se complète en séance : rien n'est prérempli."""

    loi_de_finances_2024: bool
    instruction: str
    en_exercice: int


def construire_rapport(demarche: Demarche, passage: Passage, sujet: str) -> RapportAssemblee:
    """`sujet` : « deliberation:{numéro d'ordre} »."""
    deliberation, projet = acte_et_projet(demarche, sujet)
    avenant = f"avenant:{deliberation.projet_version}"
    titre = f"Rapport à l'assemblée : {projet.contrat.nom}"
    return RapportAssemblee(
        document=en_tete_de_la_collectivite(demarche, "D17R", titre, sujet, passage.survenu_le),
        changements=donnees_figees(demarche, avenant, passage.survenu_le).changements
        if _numero_d_avenant(demarche, deliberation)
        else None,
        montant_autres_centimes=projet.montant_autres_centimes,
        axes=projet.axes,
        enjeux=projet.synthese.enjeux,
        comites=projet.comites,
        finances=projet.finances,
        rendez_vous=projet.rendez_vous,
        **ce_que_dit_l_acte(demarche, deliberation, projet),
    )


def construire_deliberation(demarche: Demarche, passage: Passage, sujet: str) -> ProjetDeliberation:
    """`sujet` : « deliberation:{numéro d'ordre} »."""
    deliberation, projet = acte_et_projet(demarche, sujet)
    titre = f"Projet de délibération : {projet.contrat.nom}"
    return ProjetDeliberation(
        document=en_tete_de_la_collectivite(demarche, "D17D", titre, sujet, passage.survenu_le, projet=True),
        loi_de_finances_2024=projet.loi_de_finances_2024,
        instruction=projet.instruction,
        en_exercice=deliberation.en_exercice,
        **ce_que_dit_l_acte(demarche, deliberation, projet),
    )


def acte_et_projet(demarche: Demarche, sujet: str) -> tuple[Deliberation, Convention]:
    """La délibération, et le contenu figé du projet qu'elle examine ; d'un avenant, il porte le nom.

    Lève `Introuvable`.
    """
    deliberation = designe({f"deliberation:{d.numero_ordre}": d for d in demarche.deliberations}, sujet)
    figes = {f"projet:{p.version}": p for p in demarche.projets}
    projet = designe(figes, f"projet:{deliberation.projet_version}")
    figee = Convention.model_validate(projet.contenu)
    if projet.avenant_numero is None:
        return deliberation, figee
    nom = nom_de_l_avenant(projet.avenant_numero).nom
    return deliberation, figee.model_copy(update={"contrat": nommer(f"{nom} {figee.contrat.au}")})


def _numero_d_avenant(demarche: Demarche, deliberation: Deliberation) -> int | None:
    projets = {p.version: p.avenant_numero for p in demarche.projets}
    return projets.get(deliberation.projet_version)


def en_tete_de_la_collectivite(
    demarche: Demarche, code: str, titre: str, sujet: str, le: date, *, projet: bool = False
) -> EnTete:
    """L'en-tête d'un document de la collectivité, dont la référence ne porte pas le nom d'un service de l'État."""
    entete = en_tete(demarche, code, titre, sujet, le, projet=projet)
    return entete.model_copy(update={"reference": entete.reference.partition("/")[2]})


def ce_que_dit_l_acte(demarche: Demarche, deliberation: Deliberation, projet: Convention) -> dict[str, Any]:
    """Les champs d'`Acte`, hors l'en-tête."""
    exercice, avenant = str(deliberation.seance_le.year), bool(_numero_d_avenant(demarche, deliberation))
    prevus = {ligne.libelle: ligne.collectivite for ligne in projet.finances.par_annee}
    credits = prevus.get(exercice, RIEN)
    return {
        "territoire": territoire_ecrit(demarche),
        "contrat": projet.contrat,
        "avenant": avenant,
        "projet": f"projet d'{projet.contrat.nom}" if avenant else f"projet de {projet.contrat.nom}",
        "organe": _organe(demarche, deliberation.organe),
        "seance_le": deliberation.seance_le,
        "urgence": deliberation.urgence,
        "projet_version": deliberation.projet_version,
        "fige_le": projet.document.date_document,
        "executif": _executif(demarche, projet.collectivite),
        "signature": projet.collectivite.titre,
        "signataire": projet.collectivite.nom,
        "montant_etat_centimes": projet.montant_etat_centimes,
        "montant_collectivite_centimes": projet.montant_collectivite_centimes,
        "montant_total_centimes": projet.montant_total_centimes,
        "credits": "" if credits == RIEN else credits,
        "exercice": "" if credits == RIEN else exercice,
        "diagnostic_adopte_le": projet.synthese.adopte_le,
        "fiches_comptees": projet.fiches_comptees,
    }


def _organe(demarche: Demarche, organe: Organe) -> str:
    """« Le conseil départemental du Gers », « La commission permanente du conseil départemental du Gers »."""
    assemblee = nommer(registre().territoire(demarche.territoire_code).assemblee_complete)
    if organe is Organe.COMMISSION_PERMANENTE:
        return f"La commission permanente {assemblee.du}"
    return majuscule(assemblee.le)


def _executif(demarche: Demarche, signataire: Signataire) -> str:
    """« la présidente du conseil départemental du Gers » ; sans civilité, on nomme la qualité, pas la personne."""
    contact = contact_de(demarche, Partie.COLLECTIVITE, RoleContact.SIGNATAIRE)
    if contact is None or contact.civilite is None:
        collectivite = collectivite_nommee(registre().territoire(demarche.territoire_code))
        return f"le représentant légal {collectivite.du}"
    return f"{'le' if contact.civilite is Civilite.MONSIEUR else 'la'} {signataire.qualite}"
