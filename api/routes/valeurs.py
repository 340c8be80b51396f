"""Les valeurs des indicateurs d'un contrat : les lire, les saisir, les contrôler, les rectifier."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Path, Query

from api.acces.actes import signature
from api.acces.droits import DROITS, Droit
from api.dependances import AgentConnecte, DemarcheLue, Ecriture, Lecture, LeJour, TexteTerritoire
from api.documents_annuels import produire_apres
from api.indicateurs import indicateur_de
from api.routes.descriptions import REFUS, REFUS_404
from api.schemas.commun import Elements
from api.schemas.saisie_des_valeurs import Annee, DemandeDeControle, DemandeDeRectification, DemandeDeValeurs
from api.schemas.valeurs import BilanVu, ChangementVu, EtatVu, LotVu, ValeurVue
from api.temps import aujourd_hui, instant_present
from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide
from modeles.requetes_valeurs import histoire_de_la_valeur
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.attendus import attendu_designe
from workflows.commandes.bordereau import Auteur
from workflows.controle_des_valeurs import controler
from workflows.dossier import demarche_du_territoire
from workflows.etat_des_valeurs import etat_des_valeurs
from workflows.valeurs import apercu_des_valeurs, enregistrer_valeurs, rectifier

routeur = APIRouter(prefix="/territoires/{territoire}", tags=["Indicateurs"])

ORIGINE = "API"
CodeDeFiche = Annotated[
    str, Path(max_length=60, description="Le code de la fiche.", examples=["32-DRO-EXP-01"])
]
CodeDIndicateur = Annotated[str, Path(max_length=60, description="Le code de l'indicateur.")]
LExercice = Annotated[Annee, Query(description="L'année dont on rend compte.")]


@routeur.get("/valeurs", summary="Les indicateurs d'un exercice, et leurs valeurs", responses=REFUS_404)
def lister_les_valeurs(session: Lecture, demarche: DemarcheLue, exercice: LExercice, le: LeJour) -> EtatVu:
    """Chaque indicateur avec son statut, sa cible, l'année d'avant ; ce qui manque, et pour quand."""
    return EtatVu.depuis_l_etat(etat_des_valeurs(session, demarche, exercice, le), le)


@routeur.post("/valeurs", summary="Saisir des valeurs, ou voir ce qui changerait", responses=REFUS)
def saisir_des_valeurs(
    territoire: TexteTerritoire,
    demande: DemandeDeValeurs,
    session: Ecriture,
    *,
    agent: AgentConnecte,
    ensuite: BackgroundTasks,
) -> LotVu:
    """Garde les lignes qui tiennent ; les autres disent toutes leurs fautes à la fois. Renvoyé, n'écrit rien."""
    demarche = demarche_du_territoire(session, territoire)
    par = signature(agent, demarche, demande.par, DROITS[Droit.SAISIR_INDICATEURS])
    return _saisir(session, demarche, demande, par, ensuite)


@routeur.post("/fiches/{fiche}/valeurs", summary="Saisir les valeurs d'une seule fiche", responses=REFUS)
def saisir_les_valeurs_d_une_fiche(
    territoire: TexteTerritoire,
    fiche: CodeDeFiche,
    demande: DemandeDeValeurs,
    session: Ecriture,
    *,
    agent: AgentConnecte,
    ensuite: BackgroundTasks,
) -> LotVu:
    """La même saisie, pour le porteur d'une fiche : les lignes d'une autre sont refusées."""
    demarche = demarche_du_territoire(session, territoire)
    autres = sorted({s.fiche for s in demande.saisies if s.fiche != fiche})
    if autres:
        raise SaisieInvalide(
            f"Ces lignes ne sont pas toutes de la fiche {fiche}.",
            f"Elles parlent aussi de : {', '.join(autres)}.",
            "N'envoyez ici que les indicateurs de cette fiche.",
        )
    return _saisir(session, demarche, demande, agent.nom, ensuite)


def _saisir(
    session: Ecriture, demarche: Demarche, demande: DemandeDeValeurs, par: str, ensuite: BackgroundTasks
) -> LotVu:
    attendu = attendu_designe(session, demarche, GenreCampagne.INDICATEURS, demande.exercice)
    auteur = Auteur(par, demande.le or aujourd_hui(), instant_present())
    if demande.apercu:
        lot = apercu_des_valeurs(session, attendu, demande.lignes, auteur, ORIGINE, levees=demande.levees)
        return LotVu.depuis(lot, apercu=True)
    fait = enregistrer_valeurs(session, attendu, demande.lignes, auteur, ORIGINE, levees=demande.levees)
    if fait.recue:
        ensuite.add_task(produire_apres, demarche.id, auteur.le)
    return LotVu.depuis(fait.lot, apercu=False, recue=fait.recue)


@routeur.post("/valeurs/controles", summary="Vérifier, valider ou contester des valeurs", responses=REFUS)
def controler_des_valeurs(
    territoire: TexteTerritoire, demande: DemandeDeControle, session: Ecriture, agent: AgentConnecte
) -> BilanVu:
    """Qui a saisi ne vérifie ni ne valide. Désignées, elles le sont toutes ou aucune."""
    demarche = demarche_du_territoire(session, territoire)
    par = signature(agent, demarche, demande.par, DROITS[Droit.VALIDER_INDICATEURS])
    bilan = controler(
        session,
        demarche,
        demande.exercice,
        demande.controle,
        Auteur(par, demande.le or aujourd_hui(), instant_present()),
        designes=demande.designations,
        motif=demande.motif or "",
    )
    return BilanVu.depuis(bilan)


@routeur.post("/valeurs/rectifications", summary="Rectifier une valeur, même validée", responses=REFUS)
def rectifier_une_valeur(
    territoire: TexteTerritoire, demande: DemandeDeRectification, session: Ecriture, agent: AgentConnecte
) -> ChangementVu:
    """L'ancienne valeur reste dans son histoire, avec le motif."""
    demarche = demarche_du_territoire(session, territoire)
    par = signature(agent, demarche, demande.par, DROITS[Droit.VALIDER_INDICATEURS])
    auteur = Auteur(par, demande.le or aujourd_hui(), instant_present())
    saisie = demande.en_saisie()
    changement = rectifier(session, demarche, demande.exercice, saisie, auteur, origine=ORIGINE)
    return ChangementVu.depuis(changement)


@routeur.get(
    "/fiches/{fiche}/indicateurs/{indicateur}/histoire",
    summary="L'histoire d'une valeur",
    responses=REFUS_404,
)
def lire_l_histoire(
    session: Lecture,
    demarche: DemarcheLue,
    fiche: CodeDeFiche,
    indicateur: CodeDIndicateur,
    exercice: LExercice,
) -> Elements[ValeurVue]:
    """Qui l'a écrite, quand, d'où elle vient, pourquoi elle a changé."""
    trouve = indicateur_de(demarche, fiche, indicateur)
    lignes = [ValeurVue.depuis(v) for v in histoire_de_la_valeur(session, trouve.id, exercice)]
    return Elements(elements=lignes, total=len(lignes))
