"""Écrire une fiche action : neuve ou reprise, le budget calculé en tapant, à deux sans s'écraser."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from sqlmodel import Session
from starlette.responses import Response

from api.acces.actes import exiger_la_saisie, signataires, signature
from api.acces.droits import roles_de_la_saisie
from api.dependances import Lecture
from api.pages import chemins
from api.pages.formulaires.choix import Cadre
from api.pages.formulaires.envoi import POUR, FormulaireRecu
from api.pages.formulaires.formulaire import Formulaire
from api.pages.formulaires.page import Feuille, Suite
from api.pages.formulaires.rapprochement import (
    BASE,
    LE_LEUR,
    LE_MIEN,
    VUE,
    Rapprochement,
    appliquer_les_choix,
    base_en_texte,
    rapprocher,
    sans_choix,
)
from api.pages.formulaires.saisie import Saisie, en_saisie
from api.pages.territoires.budget import budget_en_cours, reperes
from api.pages.territoires.catalogue import DU_CATALOGUE, ajouter_du_catalogue, choix_du_catalogue
from api.pages.territoires.page_de_formulaire import PageDeFormulaire
from api.temps import instant_present, jour_d_ecriture
from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from modeles.reference.registre import registre
from workflows.commandes.bordereau import Auteur
from workflows.commandes.fiches import FicheChangee, SaisieFiche, exiger_modifiable, fiche_de_code
from workflows.commandes.relecture import fiche_saisie
from workflows.dossier import demarche_du_territoire, enregistrer

routeur = APIRouter(prefix="/territoires/{territoire}/fiches")
# L'ordre où l'on écrit une fiche : de l'idée à la mesure.
PARTIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "L'action",
        (
            "titre",
            "axe",
            "sous_axe",
            "action_referencee",
            "nature",
            "renforcement",
            "justification_renforcement",
        ),
    ),
    ("Pourquoi", ("constat", "enjeu", "pistes", "objectif_principal", "objectifs_operationnels")),
    ("Quoi, pour qui", ("description", "public_cible", "effectif_estime", "perimetre", "participation")),
    ("Qui", ("porteur", "type_porteur", "siret", "partenaires", "referent_fonction", "referent_courriel")),
    ("Quand", ("annee_debut", "duree_annees", "jalons", "moyens_humains")),
    ("Combien", ("budget",)),
    ("Comment on saura", ("indicateurs", "evaluation", "articulation", "risques")),
)


class PageDeLaFiche(PageDeFormulaire):
    """La rédaction d'une fiche, pour une personne et un territoire."""

    @property
    def code(self) -> str:
        """La fiche que nomme l'adresse ; vide, une fiche neuve."""
        return str(self.page.requete.path_params.get("fiche", ""))

    def preparer(self, session: Session, tapee: Saisie | None) -> Feuille:
        """La fiche à écrire. Lève `Introuvable`, `DroitManquant`, ou `SaisieInvalide` si elle ne se réécrit pas."""
        demarche = demarche_du_territoire(session, self.territoire)
        exiger_la_saisie(self.agent, demarche, "fiche", {"code": self.code or None})
        fiche = fiche_de_code(demarche, self.code) if self.code else None
        if fiche is not None:
            exiger_modifiable(fiche)
        formulaire = self._formulaire(demarche, fiche, tapee)
        if self.recu is not None and self.recu.action == DU_CATALOGUE:
            ajouter_du_catalogue(formulaire)
        rapproche = self._rapprocher(formulaire, fiche) if fiche and tapee else None
        en_conflit = rapproche is not None and self.recu is not None and self.recu.enregistre
        budget = budget_en_cours(formulaire, demarche, self.code)
        return Feuille(
            fictive=demarche.fictive,
            titre=f"Fiche {fiche.code}" if fiche else "Rédiger une fiche",
            bouton="Enregistrer la fiche",
            parents=[
                *chemins.fil_du_territoire(demarche),
                ("Fiches actions", chemins.du_territoire(demarche.territoire_code, "fiches")),
            ],
            parties=[formulaire],
            signataires=signataires(self.agent, demarche, roles_de_la_saisie("fiche")),
            ecrire=lambda session: self._ecrire(session, demarche, formulaire, fiche, rapproche),
            lien_de=lambda ou: chemins.ou_corriger(demarche.territoire_code, ou),
            gabarit="territoire/fiche_conflit.html" if en_conflit else "territoire/fiche_a_ecrire.html",
            contexte={
                "f": formulaire,
                "sections": _sections(formulaire),
                "fiche": fiche,
                "rapproche": rapproche,
                "le_mien": LE_MIEN,
                "le_leur": LE_LEUR,
                "budget": budget,
                "reperes": reperes(budget),
                "demarche": demarche,
                "catalogue": choix_du_catalogue(demarche.millesime, formulaire.saisie.texte("sous_axe")),
            },
        )

    def _formulaire(self, demarche: Demarche, fiche: FicheAction | None, tapee: Saisie | None) -> Formulaire:
        cadre = Cadre(demarche, fiche=self.code)
        if tapee is not None:
            # Une copie : rapprocher y met ce que l'autre a écrit, et l'on peut devoir s'y reprendre.
            return Formulaire(SaisieFiche, cadre, Saisie(tapee.valeurs))
        donnees = _depuis(fiche) if fiche else self._neuve(demarche)
        formulaire = Formulaire.vierge(SaisieFiche, cadre, donnees)
        formulaire.saisie.valeurs[BASE] = [base_en_texte(formulaire.saisie)]
        return formulaire

    def _neuve(self, demarche: Demarche) -> dict[str, Any]:
        """Une fiche née d'une piste en reprend ce que l'on a déjà écrit ; rien d'autre n'est inventé."""
        numero = self.page.requete.query_params.get("piste", "")
        piste = next((p for p in demarche.pistes if str(p.numero) == numero), None)
        if piste is None:
            return {}
        constats = [c.texte for c in piste.enjeu.constats] if piste.enjeu else []
        return {
            "titre": piste.titre,
            "axe": registre().referentiel(demarche.millesime).axe_de(piste.sous_axe).code,
            "sous_axe": piste.sous_axe,
            "nature": piste.nature,
            "public_cible": piste.public,
            "porteur": piste.porteur_pressenti,
            "pistes": [piste.numero],
            "enjeu": piste.enjeu.rang if piste.enjeu else None,
            "constat": "\n".join(constats),
            "description": piste.production or "",
        }

    def _rapprocher(self, formulaire: Formulaire, fiche: FicheAction) -> Rapprochement | None:
        """Rien si personne d'autre n'a écrit dans la fiche ; sinon, ce que chacun a changé."""
        saisie = formulaire.saisie
        actuelle = Saisie(en_saisie(formulaire.champs, _depuis(fiche)))
        if saisie.texte("revision") == str(fiche.revision):
            return None
        rapproche = rapprocher(formulaire, actuelle)
        vue = saisie.texte(VUE) == str(fiche.revision)
        if (vue or not rapproche) and not sans_choix(formulaire, rapproche.conflits):
            appliquer_les_choix(formulaire, actuelle)
            saisie.valeurs["revision"] = [str(fiche.revision)]
            return None
        return rapproche

    def _ecrire(
        self,
        session: Session,
        demarche: Demarche,
        formulaire: Formulaire,
        fiche: FicheAction | None,
        rapproche: Rapprochement | None,
    ) -> Suite:
        if rapproche is not None and fiche is not None:
            raise FicheChangee(fiche)
        connues = {f.code for f in demarche.fiches}
        par = signature(self.agent, demarche, formulaire.saisie.texte(POUR), roles_de_la_saisie("fiche"))
        auteur = Auteur(par, jour_d_ecriture(self.le), instant_present())
        enregistrer(session, demarche.id, "fiche", formulaire.lu.donnees, auteur)
        code = self.code or next(f.code for f in demarche.fiches if f.code not in connues)
        return Suite(chemins.de_la_fiche(demarche.territoire_code, code, fait="fiche"))


def _depuis(fiche: FicheAction) -> dict[str, Any]:
    return fiche_saisie(fiche) | {"revision": fiche.revision}


def _sections(formulaire: Formulaire) -> list[tuple[str, list[Any]]]:
    champs = {c.nom: c for c in formulaire.champs}
    return [(titre, [champs[nom] for nom in noms]) for titre, noms in PARTIES]


Demande = Annotated[PageDeLaFiche, Depends()]


@routeur.get("/nouvelle")
def ouvrir_une_fiche(demande: Demande, session: Lecture) -> Response:
    """Une fiche neuve, préremplie de sa piste si l'on vient d'une piste."""
    return demande.ouvrir(session)


@routeur.post("/nouvelle", response_class=HTMLResponse)
def creer_une_fiche(demande: Demande, recu: FormulaireRecu) -> Response:
    """Crée la fiche, une seule fois."""
    return demande.recevoir(recu)


@routeur.get("/{fiche}/modifier")
def ouvrir_la_fiche(demande: Demande, fiche: str, session: Lecture) -> Response:
    """La fiche telle qu'elle est, à reprendre."""
    del fiche
    return demande.ouvrir(session)


@routeur.post("/{fiche}/modifier", response_class=HTMLResponse)
def modifier_la_fiche(demande: Demande, fiche: str, recu: FormulaireRecu) -> Response:
    """Enregistre la fiche ; si quelqu'un l'a changée entre-temps, montre ce que chacun a changé."""
    del fiche
    return demande.recevoir(recu)
