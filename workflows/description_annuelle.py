"""Le cycle annuel raconté depuis son tableau : la page `docs/cycle_annuel.md`."""

from collections.abc import Iterator

from documents.formats import liste_et
from modeles.reference.registre import registre
from modeles.vocabulaire_annuel import EtatExercice
from modeles.vocabulaire_relances import GenreDEcheance, UsageDEchelle
from workflows.exercice import AUTOMATIQUES, TransitionAnnuelle, transitions_de


def cycle_en_markdown() -> str:
    """Chaque état de l'exercice, les gestes qui en partent, ce qui les retient."""
    lignes = [
        "# L'année d'un contrat",
        "",
        "Cette page est écrite depuis le tableau `workflows/exercice.py` et les échelles de relances ; elle ne se "
        "modifie pas à la main.",
        "",
        "L'exercice porte l'année dont on rend compte : l'exercice 2025 se collecte, se contrôle et se verse en 2026.",
        "",
    ]
    for etat in EtatExercice:
        lignes += [f"## {etat.libelle}", "", *_gestes(etat), ""]
    lignes += ["## Les relances", "", *_relances()]
    return "\n".join(lignes)


def _relances() -> Iterator[str]:
    """Les échelles livrées : celle des campagnes, et celles des échéances du parcours."""
    yield "Les échelles livrées, qu'une région remplace par un fichier et qu'une campagne règle pour elle-même."
    yield "Leurs délais sont des propositions ; aucun niveau ne part deux fois pour un contrat et une échéance."
    yield ""
    echelles = registre().echelles
    for pour in ((None, None), (None, UsageDEchelle.INTERNE), (None, UsageDEchelle.FICHE)):
        echelle = echelles[pour]
        yield f"### {echelle.libelle}"
        yield ""
        yield "| Niveau | Moment | De | À | Canal | Départ |"
        yield "|---|---|---|---|---|---|"
        for n in echelle.niveaux:
            a_qui = liste_et(f.libelle for f in n.destinataires)
            depart = "après validation" if n.validation else "de lui-même"
            yield (
                f"| {n.libelle} (`{n.code}`) | J{n.jours:+d} | {n.emetteur.libelle} | {a_qui} "
                f"| {n.canal.value} | {depart} |"
            )
        yield ""
    yield "Ce que l'échelle interne relance, et auprès de qui :"
    yield ""
    yield from (f"- {g.libelle} : {g.responsable.libelle}" for g in GenreDEcheance if g.interne)
    yield ""


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
