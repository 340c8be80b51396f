"""Le cycle annuel raconté depuis son tableau : la page `docs/cycle_annuel.md`."""

from collections.abc import Iterator

from modeles.vocabulaire_annuel import EtatExercice
from workflows.exercice import AUTOMATIQUES, TransitionAnnuelle, transitions_de


def cycle_en_markdown() -> str:
    """Chaque état de l'exercice, les gestes qui en partent, ce qui les retient."""
    lignes = [
        "# L'année d'un contrat",
        "",
        "Cette page est écrite depuis le tableau `workflows/exercice.py` ; elle ne se modifie pas à la main.",
        "",
        "L'exercice porte l'année dont on rend compte : l'exercice 2025 se collecte, se contrôle et se verse en 2026.",
        "",
    ]
    for etat in EtatExercice:
        lignes += [f"## {etat.libelle}", "", *_gestes(etat), ""]
    return "\n".join(lignes)


def _gestes(etat: EtatExercice) -> Iterator[str]:
    yield "| Geste | Mène à | Motif | Qui | Ce qui le retient |"
    yield "|---|---|---|---|---|"
    for t in transitions_de(etat):
        vers = t.vers.libelle if t.vers and t.vers is not etat else "le même état"
        qui = "la tournée du matin" if t.geste in AUTOMATIQUES else "une personne"
        motif = "exigé" if t.motif else ""
        yield f"| {t.geste.libelle} (`{t.geste.value}`) | {vers} | {motif} | {qui} | {_condition(t)} |"


def _condition(transition: TransitionAnnuelle) -> str:
    return (transition.obstacles.__doc__ or "").strip().splitlines()[0].rstrip(".")
