"""`jalons indicateurs` : les valeurs d'un contrat, les saisir, les contrôler, les additionner."""

from typing import Annotated

import typer

from api.cli import catalogue
from api.cli.controle_des_indicateurs import CONTROLES, ORIGINE, commande, rectifier
from api.cli.groupe import Commande, Groupe
from api.cli.lots import lire_un_lot
from api.cli.montrer_les_indicateurs import (
    montrer_l_etat,
    montrer_l_histoire,
    montrer_le_lot,
    montrer_les_agregats,
)
from api.cli.options_annuelles import (
    Apercu,
    Commentaire,
    Denominateur,
    Exercice,
    Fiche,
    Indicateur,
    Lot,
    Motif,
    Numerateur,
    Statut,
    Valeur,
    Zero,
    auteur_du_jour,
    exercice_voulu,
)
from api.cli.outils import (
    EnJson,
    Le,
    Par,
    Territoire,
    dire_en_json,
    jour_demande,
    session_d_ecriture,
    session_de_lecture,
)
from api.documents_annuels import produire_apres
from api.indicateurs import indicateur_de
from api.lisible import exiger_lisible
from api.schemas.agregats import AgregatVu
from api.schemas.commun import Elements
from api.schemas.valeurs import EtatVu, LotVu, ValeurVue
from modeles.requetes_valeurs import histoire_de_la_valeur
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.agregats import agregats_de_la_region
from workflows.attendus import attendu_designe
from workflows.commandes.bordereau import Auteur
from workflows.commandes.lecture_de_saisie import SaisieValeur
from workflows.dossier import demarche_du_territoire
from workflows.etat_des_valeurs import etat_des_valeurs
from workflows.valeurs import apercu_des_valeurs, enregistrer_valeurs

application = typer.Typer(
    cls=Groupe, no_args_is_help=True, help="Les indicateurs : où ils en sont, les saisir, les contrôler."
)
application.add_typer(catalogue.application, name="catalogue")
for nom, (controle, aide) in CONTROLES.items():
    application.command(nom, cls=Commande, help=aide)(commande(controle))
application.command(cls=Commande)(rectifier)


@application.command(cls=Commande)
def etat(territoire: Territoire, exercice: Exercice = None, le: Le = None, en_json: EnJson = False) -> None:
    """Dit ce qu'on sait de chaque indicateur, ce qui manque, et pour quand."""
    jour = jour_demande(le)
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire)
        trouve = etat_des_valeurs(session, demarche, exercice_voulu(exercice, le), jour)
        vu = EtatVu.depuis_l_etat(trouve, jour)
    if en_json:
        dire_en_json(vu)
    else:
        montrer_l_etat(vu)


@application.command(cls=Commande)
def saisir(
    territoire: Territoire,
    *,
    fiche: Fiche = None,
    indicateur: Indicateur = None,
    valeur: Valeur = None,
    numerateur: Numerateur = None,
    denominateur: Denominateur = None,
    statut: Statut = "",
    motif: Motif = "",
    commentaire: Commentaire = "",
    zero_confirme: Zero = False,
    lot: Lot = None,
    exercice: Exercice = None,
    apercu: Apercu = False,
    par: Par = None,
    le: Le = None,
    en_json: EnJson = False,
) -> None:
    """Saisit une valeur ou un lot : ce qui tient est gardé, le reste dit toutes ses fautes (code 1)."""
    nombres = (valeur, numerateur, denominateur)
    exiger_lisible([fiche, indicateur, *nombres, statut, motif, commentaire])
    ligne = SaisieValeur(fiche or "", indicateur or "", *nombres, statut, motif, commentaire, zero_confirme)
    saisies, annee = lire_un_lot(lot) if lot else [ligne], exercice_voulu(exercice, le)
    vu = _saisir(territoire, saisies, annee, auteur_du_jour(par, le), apercu=apercu)
    if en_json:
        dire_en_json(vu)
    else:
        montrer_le_lot(vu)
    raise typer.Exit(1 if vu.fautes else 0)


def _saisir(
    territoire: str, saisies: list[SaisieValeur], exercice: int, auteur: Auteur, *, apercu: bool
) -> LotVu:
    with session_d_ecriture() as session:
        demarche = demarche_du_territoire(session, territoire)
        attendu = attendu_designe(session, demarche, GenreCampagne.INDICATEURS, exercice)
        if apercu:
            return LotVu.depuis(apercu_des_valeurs(session, attendu, saisies, auteur, ORIGINE), apercu=True)
        fait = enregistrer_valeurs(session, attendu, saisies, auteur, ORIGINE)
        vu = LotVu.depuis(fait.lot, apercu=False, recue=fait.recue)
    if vu.recue:
        produire_apres(demarche.id, auteur.le)
    return vu


@application.command(cls=Commande)
def historique(
    territoire: Territoire,
    fiche: Annotated[str, typer.Argument(metavar="FICHE")],
    indicateur: Annotated[str, typer.Argument(metavar="INDICATEUR")],
    exercice: Exercice = None,
    en_json: EnJson = False,
) -> None:
    """Montre toute l'histoire d'une valeur : qui, quand, d'où, pourquoi."""
    exiger_lisible([fiche, indicateur])
    with session_de_lecture() as session:
        trouve = indicateur_de(demarche_du_territoire(session, territoire), fiche, indicateur)
        lignes = histoire_de_la_valeur(session, trouve.id, exercice_voulu(exercice, None))
        vues = [ValeurVue.depuis(v) for v in lignes]
    if en_json:
        dire_en_json(Elements(elements=vues, total=len(vues)))
    else:
        montrer_l_histoire(vues, trouve.unite)


@application.command(cls=Commande)
def agregats(
    region: Annotated[str, typer.Argument(metavar="RÉGION", help="Son code, par exemple 76.")],
    exercice: Exercice = None,
    en_json: EnJson = False,
) -> None:
    """Additionne les indicateurs d'une région : des seuls répondants, petits effectifs masqués."""
    exiger_lisible(region)
    with session_de_lecture() as session:
        trouves = agregats_de_la_region(session, region, exercice_voulu(exercice, None))
        vus = [AgregatVu.depuis(a) for a in trouves]
    if en_json:
        dire_en_json(Elements(elements=vus, total=len(vus)))
    else:
        montrer_les_agregats(vus)
