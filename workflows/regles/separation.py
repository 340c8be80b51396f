"""La séparation des tâches : qui rédige une fiche ne l'instruit pas, qui saisit ne valide pas (domaine, § 3).

Le journal garde des noms. Deux tournures en disent plus : « A, suppléance de B » est une décision de A, qui
engage aussi B ; « B (saisi par A) » est l'acte de B, que A transcrit. Les deux personnes y ont mis la main :
ni l'une ni l'autre ne juge ensuite ce qui a été fait.
"""

from modeles.fiche import FicheAction

SUPPLEANCE, TRANSCRIPTION, FIN_DE_TRANSCRIPTION = ", suppléance de ", " (saisi par ", ")"


def en_suppleance(nom: str, titulaire: str) -> str:
    """La signature de qui agit à la place d'une personne absente."""
    return f"{nom}{SUPPLEANCE}{titulaire}"


def en_transcription(nom: str, auteur: str) -> str:
    """La signature de ce qu'une personne a fait hors de l'outil, et qu'une autre y inscrit."""
    return f"{auteur}{TRANSCRIPTION}{nom}{FIN_DE_TRANSCRIPTION}"


def personnes(par: str) -> frozenset[str]:
    """Toutes celles que nomme une signature : l'auteur, l'absent qu'il supplée, qui transcrit."""
    acte, _, transcrit = par.removesuffix(FIN_DE_TRANSCRIPTION).partition(TRANSCRIPTION)
    return frozenset({*acte.split(SUPPLEANCE), transcrit} - {""})


def redacteurs(fiche: FicheAction) -> frozenset[str]:
    """Qui a écrit la fiche, ou l'a soumise."""
    soumises = (personnes(version.par) for version in fiche.versions)
    return frozenset(fiche.redacteurs).union(*soumises)
