"""Une autre personne qui écrit au même instant, dans sa propre transaction."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import sleep

from sqlmodel import Session

from modeles.base import unite_de_travail

PRESQUE_AUSSITOT_S = 0.4


@contextmanager
def pendant_que_l_autre(ecrit: Callable[[Session], object]) -> Iterator[None]:
    """L'autre a écrit sans avoir encore validé ; elle validera pendant ce que fait l'essai."""
    fait = Event()

    def ecrire_lentement() -> None:
        with unite_de_travail() as session:
            ecrit(session)
            session.flush()
            fait.set()
            sleep(PRESQUE_AUSSITOT_S)

    with ThreadPoolExecutor(1) as fil:
        autre = fil.submit(ecrire_lentement)
        assert fait.wait(20)
        yield
        autre.result()
