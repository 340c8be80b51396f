"""Un gabarit contre son contexte : ce que l'on trouve sans le remplir."""

from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, computed_field

from documents.moteur.analyse import champs_inconnus, champs_jamais_imprimes
from documents.moteur.environnement import Environnement
from tests.documents.fabriques_word import un_gabarit


class Montants(BaseModel):
    etat: str
    total: str


class Ligne(Montants):
    annee: int


class Fiche(BaseModel):
    intitule: str
    objectifs: list[str]
    budget: tuple[Ligne, ...]
    total: Montants | None = None


class Convention(BaseModel):
    nom: Annotated[str, Field(min_length=1)]
    fiches: list[Fiche]
    clause: str | None = None
    libre: dict[str, Any]

    @computed_field
    def combien(self) -> int:
        return len(self.fiches)


COMPLET = (
    "{{ nom }} {{ combien }} {{ libre.nimporte }} {% if clause %}{{ clause }}{% endif %}",
    "{%p for f in fiches %}",
    "{{ f.intitule|upper }} {{ f.objectifs|join(', ') }} {{ f.total.etat }} {{ f.total['total'] }}",
    "{% for b in f.budget %}{{ loop.index }} {{ b.annee }} {{ b.etat }} {{ b.total }}{% endfor %}",
    "{%p endfor %}",
)


def test_un_gabarit_conforme_n_a_ni_champ_inconnu_ni_champ_oublie(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, *COMPLET)

    assert champs_inconnus(gabarit, Convention) == ()
    assert champs_jamais_imprimes(gabarit, Convention) == ()


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("{{ non }}", "« non » n'existe pas (peut-être « nom »)"),
        ("{{ inconnu }}", "« inconnu » n'existe pas"),
        ("{{ fiches.intitule }}", "« intitule » est demandé sur une liste : il faut une boucle « for »"),
        ("{{ fiches[0].intitulé }}", "« intitulé » n'existe pas (peut-être « intitule »)"),
        ("{{ nom.prenom }}", "« prenom » est demandé sur une valeur simple"),
        ("{{ fiches[0].total.etta }}", "« etta » n'existe pas (peut-être « etat »)"),
        (
            "{% for f in fiches if f.budjet %}{% endfor %}",
            "« budjet » n'existe pas (peut-être « budget »)",
        ),
        ("{% for x in nom %}{% endfor %}", "« for » demande une liste, et cette donnée n'en est pas une"),
        ("{% set t = fiches[0].total %}{{ t.x }}", "« x » n'existe pas"),
        ("{% with t = fiches|first %}{{ t.x }}{% endwith %}", "« x » n'existe pas"),
        ("{{ fiches|map(attribute='titre')|join }}", "« titre » n'existe pas (peut-être « intitule »)"),
        (
            "{% for f in fiches|selectattr('intitul') %}{% endfor %}",
            "« intitul » n'existe pas (peut-être « intitule »)",
        ),
        (
            "{% for f in fiches|sort(attribute='total.etatt') %}{% endfor %}",
            "« etatt » n'existe pas (peut-être « etat »)",
        ),
        ("{% if clause and nmo == '2' %}{% endif %}", "« nmo » n'existe pas (peut-être « nom »)"),
        ("{{ nom if clauze else '' }}", "« clauze » n'existe pas (peut-être « clause »)"),
    ],
)
def test_un_champ_inconnu_est_trouve_avec_le_nom_le_plus_proche(
    texte: str, attendu: str, tmp_path: Path
) -> None:
    gabarit = un_gabarit(tmp_path, *COMPLET, texte)

    (faute,) = champs_inconnus(gabarit, Convention)

    assert (faute.message, faute.paragraphe) == (attendu, texte)


def test_un_champ_inconnu_du_pied_de_page_est_situe(tmp_path: Path) -> None:
    def ajouter_un_pied(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "Réf. {{ reference }}"

    gabarit = un_gabarit(tmp_path, *COMPLET, retoucher=ajouter_un_pied)

    (faute,) = champs_inconnus(gabarit, Convention)

    assert str(faute) == (
        "dans le pied de page, au paragraphe « Réf. {{ reference }} », balise « {{ reference }} » : "
        "« reference » n'existe pas"
    )


@pytest.mark.parametrize(
    ("texte", "oublies"),
    [
        ("{{ nom }}", ("combien", "fiches[].intitule")),
        ("{% if nom %}{{ combien }}{% endif %}", ("fiches[].intitule",)),
        ("{{ nom }} {{ combien }} {% for x in fiches %}{{ x.intitule }}{% endfor %}", ()),
    ],
)
def test_les_champs_jamais_imprimes_sont_nommes_par_leur_chemin(
    texte: str, oublies: tuple[str, ...], tmp_path: Path
) -> None:
    reste = (
        "{{ clause }} {{ libre }} {% for f in fiches %}{% for o in f.objectifs %}{{ o }}{% endfor %}"
        "{{ f.budget|tableau }} {{ f.total|tableau }}{% endfor %}"
    )
    gabarit = un_gabarit(tmp_path, texte, reste)

    trouves = champs_jamais_imprimes(gabarit, Convention, Environnement({"tableau": str}))

    assert set(trouves) == set(oublies)
