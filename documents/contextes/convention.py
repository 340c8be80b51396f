"""La convention (D16) et ses annexes : écrite une fois au gel du projet, relue telle quelle ensuite."""

from collections.abc import Collection
from datetime import date

from documents.contextes.articles import (
    TITRES_DES_ANNEXES,
    TITRES_DES_ARTICLES,
    Annexes,
    Articles,
    Repere,
    numeroter,
    sommaire,
)
from documents.contextes.axes import axes_cites, fiches_du_contrat, intitule_axe
from documents.contextes.commun import Contexte, EnTete
from documents.contextes.constats import Synthese, synthese_du_diagnostic
from documents.contextes.fiche import CorpsDeFiche, corps_de_fiche
from documents.contextes.finances import PlanDeFinancement, Somme, plan_de_financement
from documents.contextes.rendez_vous import RendezVous, rendez_vous_du_contrat
from modeles.demarche import Demarche, Passage
from modeles.vocabulaire import Civilite, NatureReunion

NON_RENSEIGNE = "non renseigné"
LONGUEUR_D_EMPREINTE = 12
CIVILITES = {Civilite.MADAME: "Madame", Civilite.MONSIEUR: "Monsieur"}
# Seules les instructions dont le numéro et la date ont été vérifiés sont citées ; les autres territoires
# reçoivent un visa sans numéro.
INSTRUCTIONS = {
    "departement": "l'instruction n° DGCS/SD1B/2023/169 du 23 novembre 2023 relative aux contrats locaux "
    "des solidarités conclus avec les départements",
    "metropole": "l'instruction n° DGCS/SD1B/2023/168 du 27 octobre 2023 relative aux contrats locaux "
    "des solidarités conclus avec les métropoles",
}
INSTRUCTION_SANS_NUMERO = "l'instruction ministérielle relative aux contrats locaux des solidarités"
COMITES = {
    NatureReunion.COMITE_LANCEMENT: "comité de lancement",
    NatureReunion.COMITE_SUIVI: "comité de suivi",
    NatureReunion.COMITE_RESTITUTION: "comité de restitution",
}


class Signataire(Contexte):
    """`nom` : « Madame Claire Exemple » ; `delegation` est vide pour qui signe en son nom."""

    nom: str
    qualite: str
    delegation: str


class Membre(Contexte):
    """Une place au comité : un organisme et une fonction, pas une personne."""

    organisme: str
    fonction: str


class Convention(Contexte):
    """D16. Les montants en centimes sont ceux des fiches retenues au jour du gel.

    `empreinte` reste vide dans le contenu figé, dont elle est tirée ; elle s'ajoute à la composition.
    """

    document: EnTete
    contrat: str
    numero: str
    periode: str
    annee_debut: int
    annee_fin: int
    prend_effet_le: date | None
    convention_unique: bool
    loi_de_finances_2024: bool
    instruction: str
    etat: Signataire
    collectivite: Signataire
    montant_etat_centimes: int
    montant_collectivite_centimes: int
    montant_autres_centimes: int
    montant_total_centimes: int
    axes: tuple[str, ...]
    comites: tuple[str, ...]
    personnes_concernees: int
    synthese: Synthese
    fiches: tuple[CorpsDeFiche, ...]
    finances: PlanDeFinancement
    rendez_vous: RendezVous
    composition: tuple[Membre, ...]
    articles: Articles
    sommaire: tuple[Repere, ...]
    annexes: Annexes
    liste_des_annexes: tuple[Repere, ...]
    empreinte: str = ""


def construire_convention(demarche: Demarche, passage: Passage, sujet: str) -> Convention:
    """`sujet` : « projet:{version} ». Relit le contenu figé et y joint le début de son empreinte."""
    del passage
    version = numero_du_sujet(sujet)
    projet = next(p for p in demarche.projets if p.version == version)
    figee = Convention.model_validate(projet.contenu)
    return figee.model_copy(update={"empreinte": projet.empreinte[:LONGUEUR_D_EMPREINTE]})


def contexte_convention(
    demarche: Demarche, version: int, fige_le: date, sans: Collection[str] = ()
) -> Convention:
    """Le texte à figer. `sans` : les articles écartés, par leur code dans `TITRES_DES_ARTICLES`.

    L'article et l'annexe du diagnostic disparaissent d'eux-mêmes quand aucun enjeu n'est connu, l'annexe du
    comité quand aucun membre ne l'est.
    """
    retenues = fiches_du_contrat(demarche)
    somme = Somme.de(ligne for fiche in retenues for ligne in fiche.budget)
    synthese = synthese_du_diagnostic(demarche)
    composition = _composition(demarche)
    vides = {code for code, plein in (("diagnostic", synthese.enjeux), ("comite", composition)) if not plein}
    articles = numeroter(TITRES_DES_ARTICLES, {*sans, *vides})
    annexes = numeroter(TITRES_DES_ANNEXES, vides)
    return Convention(
        document=en_tete(),
        montant_etat_centimes=somme.etat,
        montant_collectivite_centimes=somme.collectivite,
        montant_autres_centimes=somme.autres,
        montant_total_centimes=somme.total,
        synthese=synthese,
        axes=tuple(intitule_axe(demarche, axe) for axe in axes_cites(demarche, retenues)),
        fiches=tuple(corps_de_fiche(demarche, fiche) for fiche in retenues),
        finances=plan_de_financement(demarche, retenues),
        rendez_vous=rendez_vous_du_contrat(demarche),
        composition=composition,
        articles=Articles(**articles),
        sommaire=sommaire(articles),
        annexes=Annexes(**annexes),
        liste_des_annexes=sommaire(annexes),
        **_parties(demarche),
        **_elaboration(demarche),
    )
