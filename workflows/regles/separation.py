"""La séparation des tâches : qui rédige une fiche ne l'instruit pas, qui saisit ne valide pas (domaine, § 3).

Le journal garde des noms. Deux tournures en disent plus : « A, suppléance de B » est une décision de A, qui
engage aussi B ; « B (saisi par A) » est l'acte de B, que A transcrit. Qui recopie une fiche reçue ne l'a pas
rédigée et peut l'instruire ; qui saisit une valeur, fût-ce sous la dictée, ne la valide pas.
"""

from modeles.fiche import FicheAction

SUPPLEANCE, TRANSCRIPTION, FIN_DE_TRANSCRIPTION = ", suppléance de ", " (saisi par ", ")"


def en_suppleance(nom: str, titulaire: str) -> str:
    """La signature de qui agit à la place d'une personne absente."""
    return f"{nom}{SUPPLEANCE}{titulaire}"


def en_transcription(nom: str, auteur: str) -> str:
    """La signature de ce qu'une personne a fait hors de l'outil, et qu'une autre y inscrit."""
    return f"{auteur}{TRANSCRIPTION}{nom}{FIN_DE_TRANSCRIPTION}"


def auteurs(par: str) -> frozenset[str]:
    """Celles dont c'est l'acte : l'auteur et l'absent qu'il supplée, pas qui transcrit."""
    acte, _, _ = par.partition(TRANSCRIPTION)
    return frozenset(acte.split(SUPPLEANCE))


def personnes(par: str) -> frozenset[str]:
    """Toutes celles que nomme une signature : l'auteur, l'absent qu'il supplée, qui transcrit."""
    _, _, transcrit = par.removesuffix(FIN_DE_TRANSCRIPTION).partition(TRANSCRIPTION)
    return auteurs(par).union({transcrit} - {""})


def redacteurs(fiche: FicheAction) -> frozenset[str]:
    """Qui a écrit la fiche, ou l'a soumise."""
    soumises = (auteurs(version.par) for version in fiche.versions)
    return frozenset(fiche.redacteurs).union(*soumises)
