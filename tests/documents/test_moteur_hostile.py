"""Un gabarit malveillant ou maladroit ne peut ni sortir de ses données, ni occuper la machine sans fin."""

from pathlib import Path

import pytest

from documents.moteur.environnement import TOURS_AU_PLUS, Environnement
from documents.moteur.erreurs import ErreurGabarit
from documents.moteur.gabarit import composer
from tests.documents.fabriques_word import un_gabarit

CONTEXTE = {"nom": "Essai", "fiches": [{"intitule": "F1"}]}


@pytest.mark.parametrize(
    "balise",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ nom|attr('__class__') }}",
        "{{ '%s'.format(nom) }}",
        "{{ fiches|map(attribute='__class__')|list }}",
        "{{ nom * 1000000000 }}",
        "{{ 10 ** 1000000000 }}",
        "{% for a in range(1000000000) %}{% endfor %}",
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{{ self }}",
        "{{ namespace }}",
    ],
)
def test_un_gabarit_hostile_n_execute_rien(balise: str, tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, balise)

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, CONTEXTE, Environnement())

    assert refus.value.paragraphe == balise


def test_les_boucles_sont_bornees_par_leur_total_de_tours(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "{% for a in n %}{% for b in n %}{% endfor %}{% endfor %}")
    cote = int(TOURS_AU_PLUS**0.5)

    composer(gabarit, {"n": list(range(cote - 1))})

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, {"n": list(range(cote + 1))})
    assert refus.value.fautes[0].message == "les boucles font plus de 100000 tours"
