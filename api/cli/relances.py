"""`jalons relances` : qui est en retard, qui recevra quoi et pourquoi ; valider, retenir, mesurer."""

from typing import Annotated

import typer
from rich.markup import escape
from sqlmodel import Session

from api.acces.agent import TERMINAL
from api.cli.echelles import echelle
from api.cli.groupe import Commande, Groupe
from api.cli.montrer_les_relances import (
    montrer_l_apercu,
    montrer_l_efficacite,
    montrer_l_historique,
    montrer_les_retards,
)
from api.cli.outils import (
    EnJson,
    Le,
    Par,
    Territoire,
    auteur_demande,
    console,
    dire_en_json,
    jour_demande,
    session_d_ecriture,
    session_de_lecture,
)
from api.relances import (
    apercu_visible,
    designer,
    genre_de,
    historique_visible,
    mesures_visibles,
    retards_visibles,
)
from api.relances import (
    envoyer as demander_l_envoi,
)
from api.schemas.commun import Elements
from api.schemas.relances import (
    ApercuVu,
    BilanVu,
    EffetVu,
    EfficaciteVue,
    RelanceVue,
    RetardsVus,
    TerritoireEnRetardVu,
)
from api.temps import aujourd_hui, instant_present, lire_jour
from documents.formats import accorder, date_longue
from modeles.erreurs import SaisieInvalide
from workflows.commandes.bordereau import Auteur
from workflows.dossier import demarche_du_territoire
from workflows.relances.apercu import prochain_jour_ouvre
from workflows.relances.gestes import Designation, promettre, retenir
from workflows.relances.gestes import valider as valider_la_lettre

application = typer.Typer(
    cls=Groupe,
    no_args_is_help=True,
    help="Les relances : ce qui part et pourquoi, un jour passé ou à venir ; valider, retenir, mesurer.",
)
Region = Annotated[
    str | None, typer.Option("--region", metavar="CODE", help="Seulement cette région, par exemple 76.")
]
Niveau = Annotated[str, typer.Argument(metavar="NIVEAU", help="Le niveau de l'échelle, par exemple R2.")]
Campagne = Annotated[
    str | None,
    typer.Option("--campagne", metavar="CODE", help="Par exemple indicateurs ; à préciser s'il y en a deux."),
]
Exercice = Annotated[
    int | None, typer.Option("--exercice", metavar="ANNÉE", help="L'année dont on rend compte.")
]
Motif = Annotated[str, typer.Option("--motif", metavar="PHRASE", help="Pourquoi, en une phrase.")]


@application.command(cls=Commande)
def apercu(le: Le = None, region: Region = None, en_json: EnJson = False) -> None:
    """Montre ce qui part un jour donné, passé ou à venir, et pourquoi le reste attend. N'écrit rien.

    Sans date : le prochain jour ouvré.
    """
    jour = lire_jour(le) if le else prochain_jour_ouvre(aujourd_hui())
    with session_de_lecture() as session:
        vu = ApercuVu.depuis(apercu_visible(session, jour, TERMINAL, region))
    if en_json:
        dire_en_json(vu)
    else:
        montrer_l_apercu(vu, jour)


@application.command(cls=Commande)
def envoyer(le: Le = None, region: Region = None, en_json: EnJson = False) -> None:
    """Prépare les relances du jour et les confie à l'envoi, sans attendre la tournée du matin.

    Refait, n'envoie rien de plus. Une autre date qu'aujourd'hui n'est admise que dans une démonstration.
    """
    jour = jour_demande(le)
    with session_de_lecture():
        bilan = demander_l_envoi(TERMINAL, jour, region)
    if en_json:
        dire_en_json(BilanVu.depuis(bilan, jour))
    else:
        console.print(
            f"Le {date_longue(jour)} : {accorder(len(bilan.messages), 'message confié', 'messages confiés')} "
            f"à l'envoi, {accorder(bilan.lettres, 'lettre écrite', 'lettres écrites')}, "
            f"{accorder(bilan.a_valider, 'relance à valider', 'relances à valider')}."
        )
        for refus in bilan.refus.values():
            console.print(escape(f"En panne : {refus}"))
    if bilan.refus:
        raise typer.Exit(1)


@application.command(cls=Commande)
def suspendre(
    territoire: Territoire,
    motif: Motif,
    *,
    niveau: Annotated[
        str | None, typer.Option("--niveau", metavar="NIVEAU", help="Retient ce niveau pour toujours.")
    ] = None,
    jusqu_au: Annotated[
        str | None,
        typer.Option("--jusqu-au", metavar="DATE", help="Réponse promise : rien ne part d'ici là."),
    ] = None,
    campagne: Campagne = None,
    exercice: Exercice = None,
    par: Par = None,
) -> None:
    """Retient une relance (--niveau R1), ou note qu'une réponse est promise (--jusqu-au DATE)."""
    if (niveau is None) == (jusqu_au is None):
        raise SaisieInvalide(
            "On ne sait pas ce qu'il faut suspendre.",
            "Il faut un niveau à retenir ou une date de réponse promise, l'un des deux.",
            "Ajoutez --niveau R1, ou --jusqu-au 2026-04-20.",
        )
    auteur = Auteur(auteur_demande(par), aujourd_hui(), instant_present())
    with session_d_ecriture() as session:
        designee = _designer(session, territoire, niveau or "", campagne, exercice)
        if niveau is not None:
            retenir(session, designee, motif, auteur)
            console.print(escape(f"La relance {designee.nom} est retenue : elle ne partira pas."))
        else:
            jour = lire_jour(jusqu_au or "")
            promettre(session, designee, jour, motif, auteur)
            console.print(escape(f"Réponse promise pour le {date_longue(jour)} : rien ne part d'ici là."))


@application.command(cls=Commande)
def valider(
    territoire: Territoire,
    niveau: Niveau,
    *,
    campagne: Campagne = None,
    exercice: Exercice = None,
    par: Par = None,
    en_json: EnJson = False,
) -> None:
    """Valide une lettre signée : elle partira au prochain départ, si elle est encore due."""
    with session_d_ecriture() as session:
        designee = _designer(session, territoire, niveau, campagne, exercice)
        relance = valider_la_lettre(session, designee, auteur_demande(par), instant_present())
        vue = RelanceVue.depuis(relance)
    if en_json:
        dire_en_json(vue)
    else:
        depart = date_longue(prochain_jour_ouvre(aujourd_hui()))
        console.print(escape(f"La relance {designee.nom} est validée ; prochain départ : le {depart}."))


@application.command(cls=Commande)
def historique(
    territoire: Annotated[
        str | None, typer.Argument(metavar="[TERRITOIRE]", help="Code, nom ou alias ; sans lui, tous.")
    ] = None,
    region: Region = None,
    en_json: EnJson = False,
) -> None:
    """Les relances décidées : état, raison, destinataires, de la plus récente à la plus ancienne."""
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire).id if territoire else None
        vues = [RelanceVue.depuis(r) for r in historique_visible(session, TERMINAL, region, demarche)]
    if en_json:
        dire_en_json(Elements(elements=vues, total=len(vues)))
    else:
        montrer_l_historique(vues)


@application.command(cls=Commande)
def retards(le: Le = None, region: Region = None, en_json: EnJson = False) -> None:
    """Dit qui est en retard de quoi, de combien de jours, et le dernier niveau de relance envoyé."""
    with session_de_lecture() as session:
        lignes = retards_visibles(session, jour_demande(le), TERMINAL, region)
    vus = [TerritoireEnRetardVu.depuis(x) for x in lignes]
    if en_json:
        dire_en_json(Elements(elements=vus, total=len(vus)))
    else:
        montrer_les_retards(vus)


@application.command(cls=Commande)
def efficacite(
    le: Le = None, region: Region = None, exercice: Exercice = None, en_json: EnJson = False
) -> None:
    """Dit ce que les relances ont donné : réponses sous sept jours par niveau, retards par territoire."""
    with session_de_lecture() as session:
        effets, retards = mesures_visibles(session, jour_demande(le), TERMINAL, region, exercice)
    vue = EfficaciteVue(
        niveaux=[EffetVu.depuis(e) for e in effets], retards=[RetardsVus.depuis(r) for r in retards]
    )
    if en_json:
        dire_en_json(vue)
    else:
        montrer_l_efficacite(vue)


application.command(cls=Commande)(echelle)


def _designer(
    session: Session, territoire: str, niveau: str, campagne: str | None, exercice: int | None
) -> Designation:
    demarche = demarche_du_territoire(session, territoire)
    genre = genre_de(campagne).value if campagne else None
    return designer(session, demarche, niveau, genre, exercice)
