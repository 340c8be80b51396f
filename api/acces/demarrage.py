"""Les liens qu'on affiche dans le terminal : qui tient la machine en est l'administrateur."""

from sqlmodel import Session

from modeles.base import unite_de_travail
from modeles.configuration import configuration
from workflows.acces.comptes import CompteFerme, Qui, compte_connu
from workflows.acces.liens import compte_de_la_machine, creer_lien


def adresse_de_jalons() -> str:
    """L'adresse où l'on trouve Jalons : celle qui est réglée, sinon celle de cette machine."""
    reglages = configuration()
    hote = "127.0.0.1" if reglages.hote == "0.0.0.0" else reglages.hote
    return reglages.url_publique or f"http://{hote}:{reglages.port}"


def lien_de_la_machine(session: Session, adresse: str, qui: Qui) -> str:
    """Une adresse neuve, qui connecte une fois l'administrateur de cette machine."""
    return f"{adresse}/connexion/{creer_lien(session, compte_de_la_machine(session, qui), qui).secret}"


def lien_pour(session: Session, courriel: str, adresse: str, qui: Qui) -> str:
    """Une adresse neuve, qui connecte une fois la personne de ce courriel. Lève `Introuvable`."""
    compte = compte_connu(session, courriel)
    return f"{adresse}/connexion/{creer_lien(session, compte, qui).secret}"


def accueil(qui: Qui) -> str:
    """Ce que le terminal affiche quand Jalons est prêt : par où entrer."""
    adresse = adresse_de_jalons()
    par_la_page = f"Pour entrer : {adresse}/connexion"
    if configuration().oidc_emetteur:
        return par_la_page
    try:
        with unite_de_travail() as session:
            lien = lien_de_la_machine(session, adresse, qui)
    except CompteFerme:
        return par_la_page
    return f"Pour entrer, ouvrez ce lien (il sert une fois) : {lien}"
