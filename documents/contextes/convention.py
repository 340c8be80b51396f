"""La convention (D16) et ses annexes : écrite une fois au gel du projet, relue telle quelle ensuite."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any

from documents.contextes.articles import (
    TITRES_DES_ANNEXES,
    TITRES_DES_ARTICLES,
    Annexes,
    Articles,
    Repere,
    numeroter,
    sommaire,
)
from documents.contextes.attendus import FICHES, MEMBRES, NON_RENSEIGNE, SIGNATAIRE
from documents.contextes.axes import axes_cites, fiches_du_contrat, intitule_axe
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    TerritoireEcrit,
    contact_de,
    contrat_nomme,
    en_tete,
    personne,
    territoire_ecrit,
)
from documents.contextes.constats import Synthese, synthese_du_diagnostic
from documents.contextes.designation import designe
from documents.contextes.fiche import CorpsDeFiche, corps_de_fiche
from documents.contextes.finances import PlanDeFinancement, Somme, plan_de_financement
from documents.contextes.graphiques import SANS_GRAPHIQUE, GraphiquesDuFinancement, graphiques_des_tableaux
from documents.contextes.rendez_vous import RendezVous, rendez_vous_du_contrat
from documents.contextes.tournures import Nom, accorder_la_fonction, avec_article, titre_de
from documents.formats import accorder, date_longue, majuscule
from modeles.demarche import Demarche, Passage
from modeles.fiche import FicheAction
from modeles.reference.registre import registre
from modeles.vocabulaire import EtatReunion, NatureReunion, Partie, RoleContact

LONGUEUR_D_EMPREINTE = 12
# Seules les instructions dont le numéro et la date ont été vérifiés sont citées ; les autres territoires
# reçoivent un visa sans numéro.
INSTRUCTIONS = {
    "departement": "l'instruction n° DGCS/SD1B/2023/169 du 23 novembre 2023 relative aux contrats locaux "
    "des solidarités conclus avec les départements",
    "metropole": "l'instruction n° DGCS/SD1B/2023/168 du 27 octobre 2023 relative aux contrats locaux "
    "des solidarités conclus avec les métropoles",
}
INSTRUCTION_SANS_NUMERO = "l'instruction ministérielle relative aux contrats locaux des solidarités"


class Signataire(Contexte):
    """« Madame Claire Exemple », « préfète du Gers », « La préfète du Gers ».

    `delegation` est le texte qui donne pouvoir de signer ; vide pour qui signe en son nom.
    """

    nom: Annotated[str, SIGNATAIRE]
    qualite: str
    titre: str
    delegation: str


class Membre(Contexte):
    """Une place au comité : un organisme et une fonction, pas une personne."""

    organisme: str
    fonction: str


class Consolidation(Contexte):
    """La convention mise à jour d'un avenant : lesquels, depuis quand ; elle informe, elle ne se signe pas."""

    avenants: tuple[str, ...]
    convention_signee_le: date | None
    effet_le: date


class Convention(ContexteDeDocument):
    """D16. Les montants en centimes sont ceux des fiches retenues au jour du gel.

    `empreinte` et `graphiques` restent vides dans le contenu figé, dont ils sont tirés ; ils s'ajoutent à la
    composition. `consolidee` n'existe que pour la version consolidée (D20C).
    """

    territoire: TerritoireEcrit
    contrat: Nom
    numero: str
    annee_debut: int
    annee_fin: int
    prend_effet_le: date | None
    convention_unique: bool
    parite: bool
    loi_de_finances_2024: bool
    instruction: str
    etat: Signataire
    collectivite: Signataire
    montant_etat_centimes: int
    montant_collectivite_centimes: int
    montant_autres_centimes: int
    montant_total_centimes: int
    axes: tuple[str, ...]
    fiches_comptees: str
    comites: tuple[str, ...]
    personnes_concernees: int
    synthese: Synthese
    fiches: Annotated[tuple[CorpsDeFiche, ...], FICHES]
    finances: PlanDeFinancement
    rendez_vous: RendezVous
    composition: Annotated[tuple[Membre, ...], MEMBRES]
    articles: Articles
    sommaire: tuple[Repere, ...]
    annexes: Annexes
    liste_des_annexes: tuple[Repere, ...]
    empreinte: str = ""
    graphiques: GraphiquesDuFinancement = SANS_GRAPHIQUE
    consolidee: Consolidation | None = None


def construire_convention(demarche: Demarche, passage: Passage, sujet: str) -> Convention:
    """`sujet` : « projet:{version} ». Relit le contenu figé et y joint le début de son empreinte."""
    del passage
    projet = designe({f"projet:{p.version}": p for p in demarche.projets}, sujet)
    figee = Convention.model_validate(projet.contenu)
    return prete_a_composer(figee, empreinte=projet.empreinte[:LONGUEUR_D_EMPREINTE])


def prete_a_composer(figee: Convention, **ajouts: Any) -> Convention:
    """Le texte figé, avec ce qui se tire de lui au moment de l'écrire."""
    return figee.model_copy(update={"graphiques": graphiques_des_tableaux(figee.finances), **ajouts})


def contexte_convention(
    demarche: Demarche, version: int, fige_le: date, sans: Collection[str] = ()
) -> Convention:
    """Le texte à figer. `sans` : les articles écartés, par leur code dans `TITRES_DES_ARTICLES`.

    L'article et l'annexe du diagnostic disparaissent d'eux-mêmes quand aucun enjeu n'est connu, l'annexe du
    comité quand aucun membre ne l'est.
    """
    retenues = fiches_du_contrat(demarche)
    synthese = synthese_du_diagnostic(demarche)
    composition = _composition(demarche)
    vides = {code for code, plein in (("diagnostic", synthese.enjeux), ("comite", composition)) if not plein}
    titre = f"{majuscule(contrat_nomme(demarche).nom)} {territoire_ecrit(demarche).du}"
    return Convention(
        document=en_tete(demarche, "D16", titre, f"projet:{version}", fige_le, version=version),
        territoire=territoire_ecrit(demarche),
        synthese=synthese,
        rendez_vous=rendez_vous_du_contrat(demarche),
        composition=composition,
        **_parties(demarche),
        **_elaboration(demarche),
        **_programme(demarche, retenues),
        **_reperes(sans, vides),
    )


def _programme(demarche: Demarche, fiches: list[FicheAction]) -> dict[str, Any]:
    """Les fiches, leurs axes et leur argent : tous les montants viennent des mêmes lignes de budget."""
    somme = Somme.de(ligne for fiche in fiches for ligne in fiche.budget)
    return {
        "axes": tuple(intitule_axe(demarche, axe) for axe in axes_cites(demarche, fiches)),
        "fiches_comptees": accorder(len(fiches), "fiche action", "fiches actions"),
        "fiches": tuple(corps_de_fiche(demarche, fiche) for fiche in fiches),
        "finances": plan_de_financement(demarche, fiches),
        "montant_etat_centimes": somme.etat,
        "montant_collectivite_centimes": somme.collectivite,
        "montant_autres_centimes": somme.autres,
        "montant_total_centimes": somme.total,
    }


def _reperes(sans: Collection[str], vides: Collection[str]) -> dict[str, Any]:
    """Écarter un article n'écarte pas l'annexe de même nom ; n'avoir rien à dire écarte les deux."""
    articles = numeroter(TITRES_DES_ARTICLES, {*sans, *vides}, premier="1er")
    annexes = numeroter(TITRES_DES_ANNEXES, vides)
    return {
        "articles": Articles(**articles),
        "sommaire": sommaire(articles),
        "annexes": Annexes(**annexes),
        "liste_des_annexes": sommaire(annexes),
    }


def _parties(demarche: Demarche) -> dict[str, Any]:
    territoire = registre().territoire(demarche.territoire_code)
    return {
        "contrat": contrat_nomme(demarche),
        "numero": demarche.numero or "",
        "annee_debut": demarche.annee_debut,
        "annee_fin": demarche.annee_fin,
        "prend_effet_le": demarche.prend_effet_le,
        "convention_unique": demarche.convention_unique,
        "parite": bool(registre().type_de_contrat(demarche.type_contrat).parite),
        "loi_de_finances_2024": 2024 in demarche.annees,
        "instruction": _instruction_citee(demarche),
        "etat": _signataire(demarche, Partie.ETAT, f"préfet {registre().departement_de(territoire).du}"),
        "collectivite": _signataire(demarche, Partie.COLLECTIVITE, territoire.executif_complet),
    }


def _instruction_citee(demarche: Demarche) -> str:
    """Le texte que les visas citent, avec son article ; vide hors des contrats locaux des solidarités."""
    if demarche.type_contrat != "cls":
        return ""
    genre = registre().territoire(demarche.territoire_code).type
    return INSTRUCTIONS.get(genre, INSTRUCTION_SANS_NUMERO)


def _signataire(demarche: Demarche, partie: Partie, charge: str) -> Signataire:
    """`charge` : la fonction légale de qui signe, quand celle du contact ne commence pas par un titre."""
    contact = contact_de(demarche, partie, RoleContact.SIGNATAIRE)
    civilite = contact.civilite if contact else None
    fonction = contact.fonction if contact and titre_de(contact.fonction) else charge
    return Signataire(
        nom=personne(contact) if contact else NON_RENSEIGNE,
        qualite=accorder_la_fonction(fonction, civilite),
        titre=avec_article(fonction, civilite),
        delegation=(contact.delegation or "") if contact else "",
    )


def _composition(demarche: Demarche) -> tuple[Membre, ...]:
    membres = [c for c in demarche.contacts if c.role is RoleContact.MEMBRE and c.actif]
    places = dict.fromkeys((c.organisme, c.fonction) for c in membres)
    return tuple(Membre(organisme=organisme, fonction=fonction) for organisme, fonction in places)


def _elaboration(demarche: Demarche) -> dict[str, Any]:
    tenues = [(r, r.tenue_le) for r in demarche.reunions if r.etat is EtatReunion.TENUE and r.tenue_le]
    return {
        "comites": tuple(
            f"{r.nature.libelle} du {date_longue(le)}"
            for r, le in tenues
            if r.nature is not NatureReunion.ATELIER
        ),
        "personnes_concernees": sum(r.personnes_concernees or 0 for r, _ in tenues),
    }
