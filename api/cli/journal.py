"""`jalons journal` : qui a changé quoi, et si le journal est intact."""

from typing import Annotated

import typer
from rich.markup import escape

from api.cli.groupe import Commande, Groupe
from api.cli.outils import EnJson, Le, Territoire, console, dire_en_json, jour_demande, session_de_lecture
from api.cli.outils import tableau as grille_de
from api.schemas.commun import Elements
from api.schemas.journal import ModificationVue
from documents.formats import accorder
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier
from modeles.requetes_journal import modifications
from workflows.dossier import demarche_du_territoire
from workflows.journal import Verification
from workflows.journal import sceller as poser_le_sceau
from workflows.journal import verifier as tout_verifier
from workflows.journal_en_clair import raconter

application = typer.Typer(
    cls=Groupe, no_args_is_help=True, help="Le journal : qui a changé quoi, quand, et s'il est intact."
)


class JournalAltere(ErreurMetier):
    """Le journal ne dit plus ce qu'il disait : chaque faute est citée."""

    def __init__(self, verification: Verification) -> None:
        fautes = " ; ".join(f"{a.chaine}, ligne {a.numero} : {a.quoi}" for a in verification.anomalies)
        super().__init__(
            "Le journal n'est pas intact.",
            f"{fautes}.",
            "Comparez avec une sauvegarde, et cherchez qui a écrit dans la base sans passer par Jalons.",
        )


@application.command(cls=Commande)
def verifier(en_json: EnJson = False) -> None:
    """Relit tout le journal ; code 1 s'il y manque une ligne, ou si l'une a été altérée."""
    with session_de_lecture() as session:
        verification = tout_verifier(session, configuration().donnees)
    if en_json:
        dire_en_json({**verification._asdict(), "anomalies": [a._asdict() for a in verification.anomalies]})
        raise typer.Exit(1 if verification.anomalies else 0)
    if verification.anomalies:
        raise JournalAltere(verification)
    lignes = accorder(verification.lignes, "ligne", "lignes")
    console.print(
        f"Le journal est intact : {lignes}, {accorder(verification.chaines, 'chaîne', 'chaînes')}, "
        f"{accorder(verification.sceaux, 'sceau vérifié', 'sceaux vérifiés')}."
    )


@application.command(cls=Commande)
def sceller(le: Le = None) -> None:
    """Garde hors de la base, dans le dossier de données, où en est chaque chaîne ce jour-là."""
    with session_de_lecture() as session:
        console.print(
            f"Sceau gardé : {poser_le_sceau(session, configuration().donnees, jour_demande(le)).name}"
        )


@application.command(cls=Commande)
def montrer(
    territoire: Territoire,
    nature: Annotated[
        str | None, typer.Option("--nature", metavar="NATURE", help="Par exemple fiche_action.")
    ] = None,
    nombre: Annotated[int, typer.Option("--nombre", min=1, max=5_000, help="Combien de lignes.")] = 50,
    en_json: EnJson = False,
) -> None:
    """Les modifications d'un territoire, champ par champ, de la plus récente à la plus ancienne."""
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire)
        vues = [
            ModificationVue.depuis(m)
            for m in raconter(session, modifications(session, demarche.id, nature=nature, nombre=nombre))
        ]
    if en_json:
        dire_en_json(Elements(elements=vues, total=len(vues)))
        return
    grille = grille_de("Quand", "Qui", "Quoi", "Avant → après")
    for vue in vues:
        ecarts = "\n".join(f"{e.champ} : {e.avant} → {e.apres}" for e in vue.ecarts)
        grille.add_row(
            f"{vue.instant:%d/%m/%Y %H:%M}",
            escape(vue.par),
            escape(f"{vue.quoi} {vue.operation}"),
            escape(ecarts),
        )
    console.print(grille)
