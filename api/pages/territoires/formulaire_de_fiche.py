"""La fiche qui part en formulaire Word et qui revient : comparée champ par champ, acceptée champ par champ."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.acces.actes import exiger_la_saisie, signataires, signature
from api.acces.droits import roles_de_la_saisie
from api.ecriture import ecriture
from api.gabarits import dossier_des_gabarits
from api.pages import chemins
from api.pages.formulaires.envoi import POUR, FormulaireRecu
from api.pages.rendu import renvoyer
from api.pages.territoires.commun import Dossier, LeDossier
from api.pages.territoires.documents import fichier_joint
from api.routes.dossier import fichier
from api.schemas.depots import EcartVu
from api.temps import instant_present, jour_d_ecriture
from documents.depot import Depot
from documents.formulaires.comparaison import Etat
from documents.production import TYPE_MIME
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier
from modeles.lecture_du_dossier import LES_DOCUMENTS, LES_FICHES, LES_VERSIONS_DES_FICHES
from workflows.commandes.bordereau import Auteur
from workflows.commandes.fiches import fiche_de_code
from workflows.depots.fiches import (
    accepter,
    deposer_la_fiche,
    depot_de_la_fiche,
    exporter_la_fiche,
)
from workflows.dossier import demarche_du_territoire

routeur = APIRouter(prefix="/territoires/{territoire}/fiches/{fiche}")
Empreinte = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@routeur.get("/formulaire")
def telecharger_le_formulaire(dossier: LeDossier, fiche: str) -> Response:
    """La fiche telle qu'elle est, à remplir dans Word."""
    demarche = dossier.charger(LES_FICHES, LES_VERSIONS_DES_FICHES)
    gabarits = dossier_des_gabarits(dossier.session, demarche.territoire.region)
    formulaire = exporter_la_fiche(fiche_de_code(demarche, fiche), dossier.le, gabarits)
    return fichier(formulaire.octets, TYPE_MIME, formulaire.nom)


@routeur.get("/depots")
def ouvrir_le_depot(dossier: LeDossier, fiche: str) -> HTMLResponse:
    """Où déposer le formulaire rempli, et ceux qui l'ont déjà été."""
    return _page_du_depot(dossier, fiche)


def _page_du_depot(dossier: Dossier, fiche: str, refus: ErreurMetier | None = None) -> HTMLResponse:
    demarche = dossier.charger(LES_FICHES, LES_DOCUMENTS)
    trouvee = fiche_de_code(demarche, fiche)
    recus = [d for d in demarche.documents if d.objet == f"fiche {trouvee.code} formulaire reçu"]
    return dossier.rendre(
        "fiche_depot.html",
        "fiches",
        titre=f"{trouvee.code}, formulaire rempli",
        statut=refus.statut if refus else 200,
        fiche=trouvee,
        recus=sorted(recus, key=lambda d: d.produit_le, reverse=True),
        refus=refus,
    )


@routeur.post("/depots", response_class=HTMLResponse)
def deposer_le_formulaire(dossier: LeDossier, fiche: str, recu: FormulaireRecu) -> Response:
    """Garde le formulaire et mène à sa comparaison ; la fiche ne change pas."""
    try:
        with ecriture() as session:
            attendue = fiche_de_code(demarche_du_territoire(session, dossier.code), fiche)
            depose = deposer_la_fiche(session, _depot(), fichier_joint(recu), _auteur(dossier), attendue)
            page = f"{chemins.de_la_fiche(dossier.code, fiche)}/depots/{depose.document.empreinte_fichier}"
            return renvoyer(page)
    except ErreurMetier as refus:
        return _page_du_depot(dossier, fiche, refus)


@routeur.get("/depots/{empreinte}")
def comparer_le_formulaire(dossier: LeDossier, fiche: str, empreinte: Empreinte) -> HTMLResponse:
    """Champ par champ : ce que tient la fiche, ce que dit le formulaire, ce que l'on peut accepter."""
    return _page_de_comparaison(dossier, fiche, empreinte)


def _page_de_comparaison(
    dossier: Dossier,
    fiche: str,
    empreinte: str,
    refus: ErreurMetier | None = None,
    choisis: frozenset[str] | None = None,
    *,
    pour: str = "",
) -> HTMLResponse:
    demarche = dossier.charger(LES_FICHES, LES_DOCUMENTS)
    depose = depot_de_la_fiche(dossier.session, _depot(), fiche_de_code(demarche, fiche), empreinte)
    vus = [EcartVu.depuis(e) for e in depose.comparaison.ecarts]
    return dossier.rendre(
        "fiche_comparaison.html",
        "fiches",
        titre=f"{depose.fiche.code}, formulaire reçu",
        statut=refus.statut if refus else 200,
        fiche=depose.fiche,
        document=depose.document,
        avertissements=depose.comparaison.avertissements,
        ecarts=[e for e in vus if e.etat is not Etat.IDENTIQUE],
        identiques=[e.libelle for e in vus if e.etat is Etat.IDENTIQUE],
        proposes=choisis
        if choisis is not None
        else {e.champ for e in vus if e.acceptable and e.etat is Etat.MODIFIE},
        refus=refus,
        noms=signataires(dossier.agent, demarche, roles_de_la_saisie("fiche")),
        choisi=pour,
    )


@routeur.post("/depots/{empreinte}", response_class=HTMLResponse)
def accepter_le_formulaire(
    dossier: LeDossier, fiche: str, empreinte: Empreinte, recu: FormulaireRecu
) -> Response:
    """Écrit dans la fiche les seuls champs cochés, tels que le formulaire les donne."""
    choisis, pour = recu.saisie.choisies("champs"), recu.saisie.texte(POUR)
    try:
        exiger_la_saisie(dossier.agent, dossier.demarche, "fiche", {"code": fiche})
        if choisis:
            with ecriture() as session:
                trouvee = fiche_de_code(demarche_du_territoire(session, dossier.code), fiche)
                depose = depot_de_la_fiche(session, _depot(), trouvee, empreinte)
                accepter(session, depose, choisis, _auteur(dossier, pour))
    except ErreurMetier as refus:
        return _page_de_comparaison(dossier, fiche, empreinte, refus, frozenset(choisis), pour=pour)
    return renvoyer(chemins.de_la_fiche(dossier.code, fiche, fait="acceptation" if choisis else "refus"))


def _depot() -> Depot:
    return Depot(configuration().donnees)


def _auteur(dossier: Dossier, pour: str = "") -> Auteur:
    par = signature(dossier.agent, dossier.demarche, pour, roles_de_la_saisie("fiche"))
    return Auteur(par, jour_d_ecriture(dossier.le), instant_present())
