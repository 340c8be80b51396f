"""Ce que l'on accorde à un territoire, ou ce qu'il répond : quatre commandes qui ne diffèrent que par leur nature."""

from collections.abc import Callable

from rich.console import Console
from rich.markup import escape

from api.cli.options_annuelles import Exercice, Genre, JusquAu, Motif, auteur_du_jour, exercice_voulu
from api.cli.outils import (
    EnJson,
    Le,
    Par,
    Territoire,
    dire_en_json,
    session_d_ecriture,
)
from api.lisible import exiger_lisible
from api.schemas.campagnes import AttenduVu
from api.temps import lire_jour
from modeles.vocabulaire_annuel import GenreCampagne, NatureAmenagement
from workflows.attendus import amenager, attendu_designe
from workflows.dossier import demarche_du_territoire

phrases = Console(soft_wrap=True, highlight=False)

N = NatureAmenagement
AMENAGEMENTS = {
    "prolonger": (N.REPORT, "Reporte l'échéance d'un seul territoire, au premier jour ouvré."),
    "rendre-la-main": (N.MAIN_RENDUE, "Laisse un territoire saisir de nouveau, jusqu'à une date."),
    "difficulte": (N.DIFFICULTE, "Note une difficulté : l'escalade est suspendue quinze jours."),
    "promesse": (N.PROMESSE, "Note la date à laquelle une réponse est promise."),
}


def commande(nature: NatureAmenagement) -> Callable[..., None]:
    """La commande qui inscrit un aménagement de cette nature."""

    def inscrire(
        territoire: Territoire,
        *,
        jusqu_au: JusquAu = None,
        motif: Motif = "",
        genre: Genre = GenreCampagne.INDICATEURS,
        exercice: Exercice = None,
        par: Par = None,
        le: Le = None,
        en_json: EnJson = False,
    ) -> None:
        exiger_lisible(motif)
        auteur = auteur_du_jour(par, le)
        terme = lire_jour(jusqu_au) if jusqu_au else None
        with session_d_ecriture() as session:
            demarche = demarche_du_territoire(session, territoire)
            attendu = attendu_designe(session, demarche, genre, exercice_voulu(exercice, le))
            amenager(session, attendu, nature, motif, auteur, jusqu_au=terme)
            vu, nom = AttenduVu.depuis(attendu, auteur.le), demarche.territoire.nom
        if en_json:
            dire_en_json(vu)
        else:
            phrases.print(escape(f"{nom} : {vu.explication}."))

    return inscrire
