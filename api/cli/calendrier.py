"""`jalons calendrier` : les dates prévues d'un territoire, et ce qu'un retard obligerait à changer."""

from api.cli.outils import (
    EnJson,
    Le,
    Territoire,
    console,
    dire_en_json,
    jour_demande,
    session_de_lecture,
    tableau,
)
from api.schemas.calendrier import CalendrierVu
from documents.formats import date_courte
from workflows.dossier import demarche_du_territoire


def calendrier(territoire: Territoire, le: Le = None, en_json: EnJson = False) -> None:
    """Montre le calendrier adopté ; si l'étape en cours est en retard, les dates proposées."""
    jour = jour_demande(le)
    with session_de_lecture() as session:
        vu = CalendrierVu.depuis(demarche_du_territoire(session, territoire), jour)
    if en_json:
        dire_en_json(vu)
        return
    if not vu.etapes:
        console.print("Aucun calendrier n'est adopté : jalons saisir TERRITOIRE calendrier.")
        return
    grille = tableau("Étape", "Début prévu", "Fin prévue", "Fin proposée")
    for e in vu.etapes:
        proposee = date_courte(e.fin_proposee_le) if e.fin_proposee_le else ""
        grille.add_row(e.libelle, date_courte(e.debut_le), date_courte(e.fin_le), proposee)
    console.print(grille)
    if vu.seance_manquee:
        console.print(vu.seance_manquee)
