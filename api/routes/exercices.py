"""L'année d'un contrat : ce qu'on lui demande, ce qu'on lui accorde, les gestes de son exercice."""

from typing import Annotated, Literal

from fastapi import APIRouter, BackgroundTasks, Path, status

from api.acces.actes import (
    droit_de_l_amenagement,
    droit_du_geste_annuel,
    exiger_l_amenagement,
    exiger_le_geste_annuel,
    signature,
)
from api.acces.droits import DROITS, Droit
from api.dependances import AgentConnecte, DemarcheLue, Ecriture, Lecture, LeJour, TexteTerritoire
from api.documents_annuels import l_atelier, produire_apres
from api.routes.descriptions import REFUS, REFUS_404
from api.schemas.campagnes import AttenduVu, DemandeDAmenagement, DemandeDeReception
from api.schemas.commun import Elements
from api.schemas.dossier import DocumentVu
from api.schemas.exercices import DemandeDeGesteAnnuel, ExerciceVu, PassageAnnuelVu
from api.schemas.saisie_des_valeurs import Annee
from api.temps import aujourd_hui, instant_present
from modeles.requetes_campagnes import attendus_de_la_demarche
from modeles.requetes_exercices import exercices_de
from modeles.vocabulaire_annuel import GenreCampagne, GesteAnnuel
from workflows.attendus import amenager, attendu_designe, recevoir
from workflows.commandes.bordereau import Auteur
from workflows.documents_annuels import Voulu, produire_a_la_demande
from workflows.dossier import demarche_du_territoire
from workflows.vie_annuelle import avancer_l_exercice, exercice_designe, gestes_annuels_offerts

routeur = APIRouter(prefix="/territoires/{territoire}", tags=["Année du contrat"])

SonExercice = Annotated[Annee, Path(description="L'année dont on rend compte.")]


@routeur.get("/attendus", summary="Ce que les campagnes attendent du territoire", responses=REFUS_404)
def lister_les_attendus(session: Lecture, demarche: DemarcheLue, le: LeJour) -> Elements[AttenduVu]:
    """Par échéance ; chaque ligne s'explique : retard, report, promesse."""
    vus = [AttenduVu.depuis(a, le) for a in attendus_de_la_demarche(session, demarche.id)]
    return Elements(elements=vus, total=len(vus))


@routeur.post(
    "/attendus/{genre}/{exercice}/amenagements",
    summary="Accorder un report, redonner la main, noter une difficulté ou une promesse",
    status_code=status.HTTP_201_CREATED,
    responses=REFUS,
)
def amenager_un_attendu(
    territoire: TexteTerritoire,
    genre: GenreCampagne,
    exercice: SonExercice,
    demande: DemandeDAmenagement,
    session: Ecriture,
    *,
    agent: AgentConnecte,
) -> AttenduVu:
    """Rien n'est effacé : le dernier aménagement d'une nature l'emporte. Une difficulté suspend quinze jours."""
    demarche, le = demarche_du_territoire(session, territoire), demande.le or aujourd_hui()
    exiger_l_amenagement(agent, demarche, demande.nature)
    attendu = attendu_designe(session, demarche, genre, exercice)
    par = signature(agent, demarche, demande.par, DROITS[droit_de_l_amenagement(demande.nature)])
    auteur = Auteur(par, le, instant_present())
    amenager(session, attendu, demande.nature, demande.motif, auteur, jusqu_au=demande.jusqu_au)
    return AttenduVu.depuis(attendu, le)


@routeur.post(
    "/attendus/{genre}/{exercice}/reception", summary="Inscrire la réception d'une réponse", responses=REFUS
)
def recevoir_un_attendu(
    territoire: TexteTerritoire,
    genre: GenreCampagne,
    exercice: SonExercice,
    demande: DemandeDeReception,
    session: Ecriture,
    *,
    agent: AgentConnecte,
    ensuite: BackgroundTasks,
) -> AttenduVu:
    """La remise est inscrite, l'échéance satisfaite. Des indicateurs trop incomplets sont refusés, avec la liste."""
    demarche, le = demarche_du_territoire(session, territoire), demande.le or aujourd_hui()
    attendu = attendu_designe(session, demarche, genre, exercice)
    # La réponse est celle de la collectivité, même si l'État l'inscrit.
    recevoir(session, attendu, le, signature(agent, demarche, demande.par, DROITS[Droit.DEPOSER]))
    ensuite.add_task(produire_apres, demarche.id, le)
    return AttenduVu.depuis(attendu, le)


@routeur.get("/exercices", summary="Les exercices du contrat, et ce qu'on peut y faire", responses=REFUS_404)
def lister_les_exercices(session: Lecture, demarche: DemarcheLue, le: LeJour) -> Elements[ExerciceVu]:
    """Un exercice porte l'année dont on rend compte."""
    exercices = exercices_de(session, demarche.id)
    vus = [ExerciceVu.depuis(e, gestes_annuels_offerts(session, e, le)) for e in exercices]
    return Elements(elements=vus, total=len(vus))


@routeur.post(
    "/exercices/{annee}/gestes/{geste_annuel}",
    summary="Faire un geste de l'exercice",
    status_code=status.HTTP_201_CREATED,
    responses=REFUS,
)
def faire_un_geste_annuel(
    territoire: TexteTerritoire,
    annee: SonExercice,
    geste_annuel: GesteAnnuel,
    demande: DemandeDeGesteAnnuel,
    session: Ecriture,
    *,
    agent: AgentConnecte,
    ensuite: BackgroundTasks,
) -> PassageAnnuelVu:
    """Fait avancer l'exercice, ou dit tout ce qui l'en empêche sans rien changer."""
    demarche, le = demarche_du_territoire(session, territoire), demande.le or aujourd_hui()
    exiger_le_geste_annuel(agent, demarche, geste_annuel)
    par = signature(agent, demarche, demande.par, DROITS[droit_du_geste_annuel(geste_annuel)])
    auteur = Auteur(par, le, instant_present())
    exercice = exercice_designe(session, demarche, annee)
    passage = avancer_l_exercice(
        session, exercice, geste_annuel, demande.donnees, auteur, motif=demande.motif
    )
    ensuite.add_task(produire_apres, demarche.id, le)
    return PassageAnnuelVu.depuis(passage)


@routeur.post(
    "/exercices/{annee}/documents/{code}",
    summary="Produire l'état des indicateurs (D21) ou le rapport d'exécution (D22)",
    responses=REFUS,
)
def produire_un_document_annuel(
    demarche: DemarcheLue, annee: SonExercice, code: Literal["D21", "D22"], le: LeJour, agent: AgentConnecte
) -> DocumentVu:
    """Fait des vraies valeurs ; si rien n'a changé, rend la dernière version."""
    document = produire_a_la_demande(demarche.id, Voulu(code, annee), le, l_atelier(), par=agent.nom)
    return DocumentVu.depuis(document, demarche.territoire_code)
