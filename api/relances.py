"""Les relances, vues des portes : ce que chacun en voit, désigner l'une d'elles, demander l'envoi du jour."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from api.acces.actes import droit_de_l_amenagement
from api.acces.agent import Agent
from api.acces.droits import DROITS, Droit
from api.temps import aujourd_hui, instant_present
from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.base import lecture
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.erreurs import Introuvable, SaisieInvalide
from modeles.reference.registre import registre
from modeles.relance import Relance
from modeles.requetes_campagnes import attendus_de_la_demarche
from modeles.requetes_relances import historique_des_relances
from modeles.requetes_suivi import territoires_de_demonstration
from modeles.vocabulaire_annuel import GenreCampagne, NatureAmenagement
from workflows.effets import Atelier
from workflows.relances.apercu import Apercu, apercevoir
from workflows.relances.bilan import mesurer
from workflows.relances.efficacite import EffetDuNiveau, RetardsDuTerritoire
from workflows.relances.gestes import Designation
from workflows.relances.heures import Plage
from workflows.relances.journee import Bilan, demarches_a_relancer, relancer
from workflows.relances.raisons import court
from workflows.relances.remise import Depart
from workflows.relances.tableau import Ligne, tableau_des_retards

# Une promesse est l'acte de qui la fait : l'État qui la note peut l'inscrire au nom de la collectivité.
ROLES_DE_LA_PROMESSE = DROITS[droit_de_l_amenagement(NatureAmenagement.PROMESSE)]


def visible_par(agent: Agent, region: str | None = None) -> Callable[[str], bool]:
    """Dit si un territoire est à montrer à cet agent (et dans cette région). Lève `Introuvable`."""
    code = registre().region(region).code if region else None

    def visible(territoire: str) -> bool:
        dans_la_region = code is None or registre().territoire(territoire).region == code
        return dans_la_region and agent.peut(Droit.LIRE_ENVOIS, territoire)

    return visible


def une_demonstration_visible(session: Session, agent: Agent, region: str | None = None) -> bool:
    """Vrai si l'une des démarches à montrer à cet agent est inventée."""
    return any(map(visible_par(agent, region), territoires_de_demonstration(session)))


def apercu_visible(session: Session, jour: date, agent: Agent, region: str | None = None) -> Apercu:
    """Le jour demandé, tel que cet agent peut le voir."""
    return apercevoir(session, jour, aujourd_hui()).restreint(visible_par(agent, region))


def retards_visibles(session: Session, jour: date, agent: Agent, region: str | None = None) -> list[Ligne]:
    """Qui est en retard de quoi, dans les territoires que cet agent voit."""
    return tableau_des_retards(session, jour, visible_par(agent, region))


def historique_visible(
    session: Session, agent: Agent, region: str | None = None, demarche_id: UUID | None = None
) -> list[Relance]:
    """Les relances décidées, de la plus récente à la plus ancienne."""
    visible = visible_par(agent, region)
    return [
        r
        for r in historique_des_relances(session, demarche_id=demarche_id)
        if visible(r.demarche.territoire_code)
    ]


def mesures_visibles(
    session: Session, le: date, agent: Agent, region: str | None = None, exercice: int | None = None
) -> tuple[list[EffetDuNiveau], list[RetardsDuTerritoire]]:
    """Ce que les relances ont donné, dans les territoires que cet agent voit."""
    return mesurer(session, le, visible_par(agent, region), exercice)


def designer(
    session: Session,
    demarche: Demarche,
    niveau: str,
    campagne: str | None = None,
    exercice: int | None = None,
) -> Designation:
    """La relance que l'on désigne ; sans campagne, la seule qui attend encore ce territoire. Lève `Introuvable`."""
    attendus = [
        a.campagne
        for a in attendus_de_la_demarche(session, demarche.id)
        if campagne in (None, a.campagne.genre.value) and exercice in (None, a.campagne.exercice)
    ]
    ouvertes = [c for c in attendus if c.close_le is None]
    if len(ouvertes) == 1:
        return Designation(demarche, ouvertes[0].genre, ouvertes[0].exercice, niveau)
    connues = ", ".join(f"{c.genre.value} {c.exercice}" for c in ouvertes) or "aucune"
    raise Introuvable(
        f"« {demarche.territoire.nom} » : on ne sait pas de quelle campagne il s'agit.",
        f"Campagnes ouvertes pour ce territoire : {connues}.",
        "Précisez la campagne et l'exercice, par exemple --campagne indicateurs --exercice 2025.",
    )


def genre_de(texte: str) -> GenreCampagne:
    """La sorte de campagne de ce code. Lève `Introuvable`."""
    if texte not in set(GenreCampagne):
        raise Introuvable(
            f"La campagne « {texte[:60]} » n'existe pas.",
            f"Campagnes possibles : {', '.join(GenreCampagne)}.",
            "Choisissez l'une d'elles.",
        )
    return GenreCampagne(texte)


def envoyer(agent: Agent, jour: date, region: str | None = None) -> Bilan:
    """Les relances du jour, sans attendre la tournée. Refait, n'envoie rien de plus. Lève `SaisieInvalide`."""
    with lecture() as session:
        visible = visible_par(agent, region)
        choisies = [
            d
            for d in (session.get_one(Demarche, i) for i in demarches_a_relancer(session, jour))
            if visible(d.territoire_code) and agent.peut(Droit.MENER_RELANCES, d)
        ]
        _refuser_un_autre_jour(choisies, jour)
    reglages = configuration()
    depart = Depart(jour, instant_present(), Plage.reglee(reglages), agent.nom)
    atelier = Atelier(DOSSIER_DES_GABARITS, Depot(reglages.donnees))
    return relancer([d.id for d in choisies], depart, atelier)


def _refuser_un_autre_jour(demarches: Sequence[Demarche], jour: date) -> None:
    """On ne relance pour un autre jour que dans une démonstration : de vraies personnes liraient de fausses dates."""
    reelles = [d.territoire.nom for d in demarches if not d.fictive]
    if jour != aujourd_hui() and reelles:
        raise SaisieInvalide(
            f"Les relances du {court(jour)} ne peuvent pas partir aujourd'hui.",
            f"Leurs mots et leurs dates seraient faux pour : {', '.join(reelles)}.",
            "Pour voir ce jour sans rien envoyer : jalons relances apercu --le DATE.",
        )
