"""Organiser une réunion d'un seul formulaire : date, ordre du jour, personnes, convocation et ses pièces."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from api.acces.actes import exiger_la_saisie, signataires, signature
from api.acces.droits import roles_de_la_saisie, roles_du_geste
from api.calendriers import TYPE_ICS
from api.dependances import Lecture
from api.pages import chemins
from api.pages.formulaires.choix import Cadre
from api.pages.formulaires.envoi import POUR, FormulaireRecu
from api.pages.formulaires.faits import levees_proposees, lire_les_levees
from api.pages.formulaires.formulaire import Formulaire
from api.pages.formulaires.page import Feuille, Suite
from api.pages.formulaires.prealables import prealable_de_la_saisie
from api.pages.formulaires.saisie import Saisie
from api.pages.formulaires.valeurs import lire_date
from api.pages.territoires.commun import LeDossier
from api.pages.territoires.page_de_formulaire import PageDeFormulaire
from api.reveils import reveiller_apres
from api.routes.dossier import fichier
from api.temps import instant_present, jour_d_ecriture
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.etapes import Geste
from modeles.vocabulaire import NatureReunion
from workflows.agenda.icalendrier import abonnement
from workflows.agenda.rendez_vous import uid_de_la_reunion
from workflows.agenda.tenue import agenda_de
from workflows.commandes.bordereau import Auteur, reunion_numero
from workflows.commandes.reunions import SaisieReunion
from workflows.dossier import avancer, demarche_du_territoire, enregistrer
from workflows.parcours import transition_de
from workflows.preparation import Preparation, preparer_la_reunion
from workflows.regles.commun import Circonstances

routeur = APIRouter(prefix="/territoires/{territoire}/reunions")
# Une seule signature pour les deux : programmer la réunion, et la convoquer.
ORGANISATEURS = roles_de_la_saisie("reunion") & roles_du_geste(Geste.CONVOQUER)


class SaisieComite(SaisieReunion):
    """Une réunion, et sa convocation si on la fait du même geste."""

    convoquer: bool = Field(
        default=True,
        title="Convoquer maintenant",
        description="L'invitation, l'ordre du jour et la feuille d'émargement s'écrivent ; le message se prépare.",
    )
    convoquee_le: date | None = Field(
        default=None, title="Convocation partie le", description="Vide : aujourd'hui."
    )


class PageDuComite(PageDeFormulaire):
    """L'organisation d'une réunion, pour une personne et un territoire."""

    def preparer(self, session: Session, tapee: Saisie | None) -> Feuille:
        """La feuille de la réunion. Lève `DroitManquant`."""
        demarche = demarche_du_territoire(session, self.territoire)
        exiger_la_saisie(self.agent, demarche, "reunion", {})
        formulaire = self._formulaire(demarche, tapee)
        nature = formulaire.saisie.texte("nature")
        quoi = f" : {NatureReunion(nature).libelle}" if nature in set(NatureReunion) else ""
        return Feuille(
            fictive=demarche.fictive,
            titre=f"Organiser une réunion{quoi}",
            bouton="Enregistrer et convoquer" if self._convocable(demarche) else "Enregistrer",
            parents=[
                *chemins.fil_du_territoire(demarche),
                ("Réunions", chemins.du_territoire(demarche.territoire_code, "reunions")),
            ],
            parties=[formulaire],
            signataires=signataires(self.agent, demarche, ORGANISATEURS),
            ecrire=lambda session: self._ecrire(session, demarche, formulaire),
            lien_de=lambda ou: chemins.ou_corriger(demarche.territoire_code, ou),
            levees=lambda obstacles: levees_proposees(obstacles, formulaire.saisie),
            fautes_de_plus=lire_les_levees(formulaire.saisie)[1] if tapee else {},
            gabarit="territoire/comite.html",
            contexte={
                "f": formulaire,
                "atelier": nature == NatureReunion.ATELIER.value,
                "preparation": self._preparation(demarche, formulaire.saisie),
                "convocable": self._convocable(demarche),
            },
        )

    def _formulaire(self, demarche: Demarche, tapee: Saisie | None) -> Formulaire:
        cadre = Cadre(demarche)
        nature = self.page.requete.query_params.get("nature", "")
        precisions: dict[str, Any] = {"nature": nature} if nature in set(NatureReunion) else {}
        if tapee is not None:
            formulaire = Formulaire(SaisieComite, cadre, tapee)
        else:
            donnees = prealable_de_la_saisie("reunion", cadre, precisions)
            formulaire = Formulaire.vierge(SaisieComite, cadre, donnees)
        formulaire.fixes = frozenset(precisions)
        return formulaire

    def _convocable(self, demarche: Demarche) -> bool:
        """Le tableau permet de convoquer à cette étape, et cela revient à la personne."""
        permis = transition_de(demarche.etape, Geste.CONVOQUER) is not None
        return permis and self.agent.peut_faire(Geste.CONVOQUER, demarche)

    def _preparation(self, demarche: Demarche, saisie: Saisie) -> Preparation | None:
        """Le calendrier de la date tapée, si elle se lit."""
        nature = saisie.texte("nature")
        try:
            prevue_le = date.fromisoformat(lire_date(saisie.texte("prevue_le").strip()))
        except ValueError:
            return None
        if nature not in set(NatureReunion):
            return None
        return preparer_la_reunion(demarche, NatureReunion(nature), prevue_le, self.le)

    def _ecrire(self, session: Session, demarche: Demarche, formulaire: Formulaire) -> Suite:
        """La réunion et sa convocation, ensemble ou pas du tout."""
        lues = dict(formulaire.lu.donnees)
        convoquer, convoquee_le = lues.pop("convoquer", False), lues.pop("convoquee_le", None)
        par = signature(self.agent, demarche, formulaire.saisie.texte(POUR), ORGANISATEURS)
        code = demarche.territoire_code
        le = jour_d_ecriture(self.le)
        enregistrer(session, demarche.id, "reunion", lues, Auteur(par, le, instant_present()))
        numero = demarche.reunions[-1].numero
        page = f"reunions/{numero}"
        if not (convoquer and self._convocable(demarche)):
            return Suite(chemins.du_territoire(code, page, fait="reunion"))
        le = date.fromisoformat(convoquee_le) if convoquee_le else le
        levees, _ = lire_les_levees(formulaire.saisie)
        faits = Circonstances(par, le, instant_present(), None, levees, self.recu.cle if self.recu else None)
        passage = avancer(session, demarche.id, Geste.CONVOQUER, {"reunion": numero}, faits)
        return Suite(
            chemins.du_territoire(code, page, fait=Geste.CONVOQUER.value),
            lambda: reveiller_apres(demarche.id, passage.id),
        )


Demande = Annotated[PageDuComite, Depends()]


@routeur.get("/nouvelle")
def ouvrir_une_reunion(demande: Demande, session: Lecture) -> Response:
    """Le formulaire d'une réunion, avec son ordre du jour ordinaire et les contacts en fonction."""
    return demande.ouvrir(session)


@routeur.post("/nouvelle", response_class=HTMLResponse)
def organiser_une_reunion(demande: Demande, recu: FormulaireRecu) -> Response:
    """Programme la réunion et la convoque, une seule fois."""
    return demande.recevoir(recu)


@routeur.get("/{numero}/agenda.ics")
def telecharger_le_rendez_vous(dossier: LeDossier, numero: int) -> Response:
    """La réunion, à ouvrir dans un agenda."""
    uid = uid_de_la_reunion(reunion_numero(dossier.demarche, numero))
    evenements = [e for e in agenda_de([dossier.demarche], instant_present()) if e.uid == uid]
    nom = f"{dossier.demarche.territoire.nom}, réunion {numero}"
    octets = abonnement(nom, evenements, configuration().fuseau, instant_present())
    return fichier(octets, TYPE_ICS, f"reunion-{dossier.code}-{numero}.ics")
