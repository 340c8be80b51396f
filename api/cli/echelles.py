"""`jalons relances echelle` : lire ou régler l'échelle des relances d'une campagne."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.markup import escape

from api.cli.campagnes import Region
from api.cli.options_annuelles import Exercice, Genre, exercice_voulu
from api.cli.outils import (
    EnJson,
    Par,
    auteur_demande,
    console,
    dire_en_json,
    lire_donnees,
    session_d_ecriture,
    session_de_lecture,
    tableau,
)
from api.lisible import exiger_lisible
from api.schemas.echelles import EchelleVue, ReglageDEchelle
from documents.formats import liste_et, majuscule
from modeles.erreurs import SaisieInvalide
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.campagnes import campagne_designee
from workflows.relances.reglage import regler_l_echelle, revenir_a_la_region

EXEMPLE = """{"niveaux": [{"code": "R1", "jours": 10}, {"code": "R4", "actif": false}]}"""


def echelle(
    region: Region,
    *,
    genre: Genre = GenreCampagne.INDICATEURS,
    exercice: Exercice = None,
    niveau: Annotated[
        str | None, typer.Option("--niveau", metavar="NIVEAU", help="Le niveau à régler, par exemple R1.")
    ] = None,
    jours: Annotated[
        int | None, typer.Option("--jours", metavar="N", help="Son délai, en jours depuis l'échéance.")
    ] = None,
    actif: Annotated[
        bool | None, typer.Option("--remettre/--arreter", help="Le remet en service, ou l'arrête.")
    ] = None,
    fichier: Annotated[
        Path | None,
        typer.Option("--fichier", metavar="FICHIER", help=f"Plusieurs réglages, en JSON : {EXEMPLE}"),
    ] = None,
    comme_la_region: Annotated[
        bool, typer.Option("--comme-la-region", help="La campagne suit de nouveau l'échelle de la région.")
    ] = False,
    par: Par = None,
    en_json: EnJson = False,
) -> None:
    """Montre l'échelle des relances d'une campagne ; avec --niveau, --fichier ou --comme-la-region, la règle.

    Ce qui est déjà parti ne repart jamais.
    """
    exiger_lisible([region, niveau])
    reglage = _reglage(niveau, jours, actif, fichier)
    if comme_la_region and reglage is not None:
        raise SaisieInvalide(
            "On ne sait pas s'il faut régler l'échelle ou revenir à celle de la région.",
            "Les deux sont demandés à la fois.",
            "Gardez --comme-la-region, ou les autres options.",
        )
    ouvrir = session_d_ecriture if reglage or comme_la_region else session_de_lecture
    with ouvrir() as session:
        campagne = campagne_designee(session, region, genre, exercice_voulu(exercice, None))
        if reglage is not None:
            regler_l_echelle(
                session,
                campagne,
                reglage.demandes,
                auteur_demande(par),
                plafond_jours=reglage.plafond_jours,
            )
        elif comme_la_region:
            revenir_a_la_region(session, campagne, auteur_demande(par))
        vue = EchelleVue.depuis(campagne)
    if en_json:
        dire_en_json(vue)
    else:
        _montrer(vue)


def _reglage(
    niveau: str | None, jours: int | None, actif: bool | None, fichier: Path | None
) -> ReglageDEchelle | None:
    """Ce qui est à changer ; rien si l'on ne fait que lire. Lève `SaisieInvalide`."""
    change = {c: v for c, v in (("jours", jours), ("actif", actif)) if v is not None}
    if bool(niveau) != bool(change) or (niveau and fichier):
        raise SaisieInvalide(
            "On ne sait pas quel réglage faire.",
            "Un niveau se règle avec --jours, --arreter ou --remettre ; un fichier se donne seul.",
            "Par exemple : --niveau R1 --jours 10.",
        )
    if niveau:
        return ReglageDEchelle.model_validate({"niveaux": [{"code": niveau} | change]})
    if fichier is None:
        return None
    try:
        return ReglageDEchelle.model_validate(lire_donnees(None, fichier))
    except ValidationError as erreur:
        endroits = dict.fromkeys(".".join(str(x) for x in e["loc"]) for e in erreur.errors())
        raise SaisieInvalide(
            f"Le fichier « {fichier.name} » ne règle pas une échelle.",
            f"À revoir : {', '.join(endroits)}.",
            f"Écrivez par exemple : {EXEMPLE}",
        ) from None


def _montrer(vue: EchelleVue) -> None:
    suit = "propre à cette campagne" if vue.propre else "celle de la région"
    console.print(
        escape(f"{vue.libelle} ({suit}) ; un message à une personne tous les {vue.plafond_jours} jours.")
    )
    grille = tableau("Niveau", "Moment", "De", "À", "Canal", "Ton", "Départ")
    for n in vue.niveaux:
        depart = "arrêté" if not n.actif else "après validation" if n.validation else "automatique"
        destinataires = liste_et(f.libelle for f in n.destinataires)
        grille.add_row(
            f"{n.code}, {escape(n.libelle)}",
            f"J{n.jours:+d}",
            majuscule(n.emetteur.libelle),
            destinataires,
            n.canal.value,
            escape(n.ton),
            depart,
        )
    console.print(grille)
