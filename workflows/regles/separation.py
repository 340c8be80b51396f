"""La séparation des tâches : qui rédige une fiche ne l'instruit pas (dossier de domaine, § 3).

Le journal garde des noms. Deux tournures en disent plus : « A, suppléance de B » est une décision de A, qui
engage aussi B ; « B (saisi par A) » est l'acte de B, que A n'a fait que transcrire.
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
    """Les personnes dont c'est l'acte."""
    acte, transcrit, _ = par.partition(TRANSCRIPTION)
    return frozenset({acte}) if transcrit else frozenset(par.split(SUPPLEANCE))


def mains(par: str) -> frozenset[str]:
    """Toutes les personnes que nomme une signature : l'auteur, l'absent qu'il supplée, qui n'a fait que transcrire."""
    acte, _, transcrit = par.removesuffix(FIN_DE_TRANSCRIPTION).partition(TRANSCRIPTION)
    return frozenset({*acte.split(SUPPLEANCE), transcrit} - {""})


def redacteurs(fiche: FicheAction) -> frozenset[str]:
    """Qui a écrit la fiche, ou l'a soumise."""
    soumises = (personnes(version.par) for version in fiche.versions)
    return frozenset(fiche.redacteurs).union(*soumises)
