"""`jalons fiches` : envoyer une fiche en formulaire Word, la recevoir, accepter ce qu'elle change."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from sqlmodel import Session

from api.cli.groupe import Commande, Groupe
from api.cli.outils import (
    EnJson,
    Par,
    auteur_demande,
    creer_fichier,
    dire_en_json,
    lire_fichier,
    session_d_ecriture,
    session_de_lecture,
)
from api.gabarits import dossier_des_gabarits
from api.lisible import exiger_lisible
from api.schemas.commun import Elements
from api.schemas.depots import CommentaireVu, DepotVu, EcartVu
from api.temps import aujourd_hui, instant_present
from documents.depot import Depot
from documents.formats import accorder, liste_et
from documents.formulaires.comparaison import Etat
from modeles.configuration import configuration
from workflows.commandes.bordereau import Auteur
from workflows.depots.fiches import (
    FicheDeposee,
    accepter,
    deposer_la_fiche,
    exporter_la_fiche,
    fiche_designee,
)
from workflows.depots.inscription import Fichier

application = typer.Typer(
    cls=Groupe,
    no_args_is_help=True,
    help="Envoyer une fiche action en formulaire Word, et la recevoir remplie.",
)
# Une phrase ne se coupe pas à la largeur du terminal : on doit pouvoir la copier.
console = Console(soft_wrap=True, highlight=False)
COULEURS = {Etat.MODIFIE: "green", Etat.CONFLIT: "red", Etat.DIFFERENT: "yellow", Etat.ABSENT: "yellow"}
LONGUEUR_MONTREE = 400


@application.command(cls=Commande)
def exporter(
    fiche: Annotated[str, typer.Argument(metavar="FICHE", help="Son code, par exemple 32-DRO-EXP-01.")],
    vers: Annotated[
        Path, typer.Option("--vers", metavar="DOSSIER", help="Où l'écrire ; par défaut, ici.")
    ] = Path(),
) -> None:
    """Écrit le formulaire Word de la fiche, à remplir et à renvoyer."""
    exiger_lisible(fiche)
    with session_de_lecture() as session:
        trouvee = fiche_designee(session, fiche)
        gabarits = dossier_des_gabarits(session, trouvee.demarche.territoire.region)
        formulaire = exporter_la_fiche(trouvee, aujourd_hui(), gabarits)
    creer_fichier(vers / formulaire.nom, formulaire.octets)
    console.print(f"Le formulaire est prêt : {escape(str(vers / formulaire.nom))}")


@application.command(cls=Commande)
def deposer(
    fichier: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le formulaire rempli, en .docx.")],
    accepter_: Annotated[
        str | None,
        typer.Option(
            "--accepter",
            metavar="CHAMPS",
            help="Les champs à reprendre, séparés par des virgules ; « tout » : ceux que lui seul a changés.",
        ),
    ] = None,
    fiche: Annotated[
        str | None, typer.Option("--fiche", metavar="FICHE", help="La fiche, si le fichier ne la dit plus.")
    ] = None,
    par: Par = None,
    en_json: EnJson = False,
) -> None:
    """Garde le formulaire reçu et le compare à la fiche ; n'écrit dans celle-ci que ce que l'on accepte."""
    exiger_lisible([accepter_, fiche])
    auteur = Auteur(auteur_demande(par), aujourd_hui(), instant_present())
    recu = Fichier(fichier.name, lire_fichier(fichier))
    # Le dépôt est acquis avant que l'on accepte : un refus ne fait pas perdre ce qui a été reçu.
    with session_d_ecriture() as session:
        vu = DepotVu.depuis(_deposer(session, recu, auteur, fiche))
    acceptes = None
    if accepter_:
        champs = [champ.strip() for champ in accepter_.split(",") if champ.strip()]
        with session_d_ecriture() as session:
            depose = _deposer(session, recu, auteur, fiche)
            acceptes = [e.champ.cle for e in accepter(session, depose, champs, auteur)]
    if en_json:
        dire_en_json(vu.model_dump(mode="json") | {"acceptes": acceptes})
    else:
        _montrer(vu, acceptes)


def _deposer(session: Session, recu: Fichier, auteur: Auteur, fiche: str | None) -> FicheDeposee:
    attendue = fiche_designee(session, fiche) if fiche else None
    return deposer_la_fiche(session, Depot(configuration().donnees), recu, auteur, attendue)


@application.command(cls=Commande)
def commentaires(
    fiche: Annotated[str, typer.Argument(metavar="FICHE", help="Son code, par exemple 32-DRO-EXP-01.")],
    en_json: EnJson = False,
) -> None:
    """Montre les commentaires de la fiche, champ par champ ; « jalons saisir » en ouvre et en clôt."""
    exiger_lisible(fiche)
    with session_de_lecture() as session:
        vus = [CommentaireVu.depuis(c) for c in fiche_designee(session, fiche).commentaires]
    if en_json:
        dire_en_json(Elements(elements=vus, total=len(vus)))
        return
    for vu in vus:
        console.print(escape(f"n° {vu.numero}, {vu.champ} ({vu.etat.libelle}), {vu.par} : {vu.texte}"))
        if vu.reponse:
            console.print(escape(f"    {vu.suivi_par} : {vu.reponse}"))
    console.print(f"{accorder(len(vus), 'commentaire', 'commentaires')}.")


def _montrer(vu: DepotVu, acceptes: list[str] | None) -> None:
    deja = " (déjà déposé)" if vu.deja_depose else ""
    console.print(f"[bold]Fiche {escape(vu.fiche)}[/]{deja}, gardé sous {escape(vu.document.nom_fichier)}")
    for avertissement in vu.avertissements:
        console.print(f"  ! {escape(avertissement)}", style="yellow")
    differents = [c for c in vu.champs if c.etat is not Etat.IDENTIQUE]
    for champ in differents:
        _montrer_le_champ(champ)
    identiques = len(vu.champs) - len(differents)
    console.print(f"\n{accorder(identiques, 'champ identique', 'champs identiques')}.")
    console.print(_conclusion(vu, acceptes))


def _montrer_le_champ(champ: EcartVu) -> None:
    console.print(f"\n  [bold]{escape(champ.libelle)}[/] ({champ.champ})")
    console.print(f"    {champ.explication}", style=COULEURS.get(champ.etat, ""))
    console.print(f"    base : {escape(_sur_une_ligne(champ.base))}")
    if champ.etat is not Etat.ABSENT:
        console.print(f"    reçu : {escape(_sur_une_ligne(champ.recu))}")
    if champ.faute:
        console.print(f"    ne peut pas être accepté : {escape(champ.faute)}", style="red")


def _sur_une_ligne(texte: str) -> str:
    ligne = " / ".join(texte.split("\n")) or "non renseigné"
    return ligne if len(ligne) <= LONGUEUR_MONTREE else f"{ligne[:LONGUEUR_MONTREE]}…"


def _conclusion(vu: DepotVu, acceptes: list[str] | None) -> str:
    if acceptes:
        return f"Accepté et écrit dans la fiche : {liste_et(acceptes)}."
    if acceptes is not None:
        return "Rien à écrire : aucun de ces champs ne change."
    acceptables = [c.champ for c in vu.champs if c.acceptable and c.etat is not Etat.DEPASSE]
    if not acceptables:
        return "Rien à accepter."
    return f"La fiche n'a pas changé. Pour accepter : --accepter {','.join(acceptables)}"
