"""L'échelle des relances est une donnée : livrée, remplacée par région, refusée en français si elle est fautive."""

from datetime import date
from pathlib import Path

import pytest

from modeles.reference.echelles import VARIABLES, Fermeture
from modeles.reference.redactions import fautes_du_texte, rediger
from modeles.reference.registre import DOSSIER_LIVRE, registre
from modeles.vocabulaire_annuel import GenreCampagne
from modeles.vocabulaire_relances import Canal
from tests.modeles.depot_de_reference import anomalies, deposer

INDICATEURS, RAPPORT = GenreCampagne.INDICATEURS, GenreCampagne.RAPPORT_EXECUTION
LIVREE = (DOSSIER_LIVRE / "relances/echelle.toml").read_text(encoding="utf-8")
NIVEAU = """
[[niveau]]
code = "R1"
libelle = "Relance"
jours = 10
emetteur = "charge_de_mission"
destinataires = ["referent"]
canal = "courriel"
validation = "non"
reponse_sous_jours = 8
ton = "courtois"
objet = "{{ resume }}"
corps = "{% for e in manquants %}{{ e.libelle }}{% endfor %}"
"""


def test_l_echelle_livree_suit_la_politique_de_relances() -> None:
    niveaux = registre().echelle("76", INDICATEURS).niveaux

    assert [(n.code, n.jours) for n in niveaux] == [
        ("R0-1", -30),
        ("R0-2", -15),
        ("R0-3", -7),
        ("R0-4", -1),
        ("R1", 7),
        ("R2", 15),
        ("R3", 30),
        ("R4", 45),
        ("D29M", 60),
    ]
    assert [n.code for n in niveaux if n.validation] == ["R2", "R3", "R4", "D29M"]


def test_un_courrier_livre_demande_toujours_une_validation() -> None:
    niveaux = [n for e in registre().echelles.values() for n in e.niveaux]

    assert all(n.validation for n in niveaux if n.canal is Canal.COURRIER)


def test_une_region_remplace_l_echelle_pour_elle_seule(tmp_path: Path) -> None:
    dossier = deposer(tmp_path, relances__echelle_bretagne=f'libelle = "B"\nregion = "53"\n{NIVEAU}')

    lue = registre(dossier)

    assert [n.jours for n in lue.echelle("53", INDICATEURS).niveaux] == [10]
    assert len(lue.echelle("76", INDICATEURS).niveaux) == 9


def test_la_plus_precise_l_emporte(tmp_path: Path) -> None:
    generale = f'libelle = "Région"\nregion = "53"\n{NIVEAU}'
    precise = f'libelle = "Rapport"\nregion = "53"\ngenre = "rapport_execution"\n{NIVEAU}'
    lue = registre(deposer(tmp_path, relances__echelle_a=generale, relances__echelle_b=precise))

    assert lue.echelle("53", RAPPORT).libelle == "Rapport"
    assert lue.echelle("53", INDICATEURS).libelle == "Région"


def test_le_dossier_supplementaire_remplace_l_echelle_livree(tmp_path: Path) -> None:
    lue = registre(
        deposer(tmp_path, relances__echelle=LIVREE.replace("plafond_jours = 7 ", "plafond_jours = 10 "))
    )

    assert lue.echelle("76", INDICATEURS).plafond_jours == 10


FAUTES = {
    "un courrier sans validation": (
        NIVEAU.replace('"courriel"', '"courrier"'),
        "un envoi par courrier demande la validation d'une personne ; un envoi par courrier a besoin d'un document",
    ),
    "une variable inconnue": (
        NIVEAU.replace("resume", "resumee"),
        "« objet » : « resumee » n'est pas une variable connue",
    ),
    "un champ inconnu": (NIVEAU.replace("e.libelle", "e.libele"), "« corps » : « e.libele » n'existe pas"),
    "une écriture fausse": (
        NIVEAU.replace("{{ resume", "{{ resume }} {{"),
        "« objet » : l'écriture est fausse (ligne 1) : accolades ou « if » mal fermés",
    ),
    "un objet sur deux lignes": (NIVEAU.replace("{{ resume }}", "a\\nb"), "« objet » tient sur une ligne"),
    "un rappel en Word": (
        NIVEAU.replace("jours = 10", 'jours = -3\ndocument = "R1"'),
        "un document de relance ne s'écrit qu'après l'échéance",
    ),
    "aucun délai de réponse": (
        NIVEAU.replace("reponse_sous_jours = 8", ""),
        "« reponse_sous_jours » est obligatoire après l'échéance",
    ),
}


@pytest.mark.parametrize(("niveau", "faute"), FAUTES.values(), ids=FAUTES)
def test_un_niveau_fautif_est_refuse_avec_sa_raison(tmp_path: Path, niveau: str, faute: str) -> None:
    dossier = deposer(tmp_path, relances__echelle_x=f'libelle = "X"\nregion = "53"\n{niveau}')

    assert anomalies(dossier) == [f"{tmp_path.name}/relances/echelle_x.toml, niveau n° 1 (R1) : {faute}."]


def test_les_fautes_de_plusieurs_fichiers_viennent_ensemble(tmp_path: Path) -> None:
    desordre = f'libelle = "X"\nregion = "53"\n{NIVEAU}{NIVEAU}'
    double = f'libelle = "Y"\nregion = "99"\n{NIVEAU}'
    fermeture = '[[fermeture]]\nlibelle = "Sans fin"\ndu = 2027-01-01\n'
    dossier = deposer(
        tmp_path,
        relances__echelle_a=desordre,
        relances__echelle_b=double,
        relances__echelle_c=double,
        relances__fermetures=fermeture,
    )
    racine = f"{tmp_path.name}/relances"

    assert anomalies(dossier) == [
        f"{racine}/echelle_a.toml, fichier entier : le niveau « R1 » est écrit plusieurs fois ; "
        "les niveaux doivent se suivre : « jours » croît de l'un à l'autre.",
        f"{racine}/fermetures.toml, fermeture n° 1 : donnez soit « du » et « au », soit « du_jour » et « au_jour ».",
        f"{racine}/echelle_c.toml, cette échelle s'applique à la même chose que {racine}/echelle_b.toml.",
        f"{racine}/echelle_b.toml, la région « 99 » n'existe pas.",
        f"{racine}/echelle_c.toml, la région « 99 » n'existe pas.",
    ]


HOSTILES = [
    "{% set a = 'x' %}{{ a }}",
    "{{ 'x' * 999999999 }}",
    "{{ resume.__class__ }}",
    "{% for e in manquants %}{% for f in manquants %}{{ f.libelle }}{% endfor %}{% endfor %}",
    "{% include 'x' %}",
    "{{ range(9) }}",
    "{{ resume | safe }}",
    "x" * 8001,
]


@pytest.mark.parametrize("texte", HOSTILES)
def test_un_texte_ne_peut_ni_calculer_ni_sortir_de_sa_place(texte: str) -> None:
    assert fautes_du_texte(texte, VARIABLES)


def test_un_texte_se_complete_et_ne_laisse_pas_de_trous() -> None:
    liste = "{% for e in manquants %}\n- {{ e.libelle }}\n{% endfor %}"
    texte = f"Bonjour,\n\n{liste}\n\n{{% if lien %}}\n{{{{ lien }}}}\n{{% endif %}}\n\nFin"

    assert rediger(texte, {"manquants": [{"libelle": "A & B"}], "lien": ""}) == "Bonjour,\n\n- A & B\n\nFin"


@pytest.mark.parametrize(
    ("jour", "couvert"),
    [
        (date(2026, 12, 23), False),
        (date(2026, 12, 24), True),
        (date(2027, 1, 1), True),
        (date(2027, 1, 2), False),
    ],
)
def test_une_fermeture_annuelle_enjambe_le_nouvel_an(jour: date, couvert: bool) -> None:
    assert Fermeture(libelle="Fêtes", du_jour="12-24", au_jour="01-01").couvre(jour) is couvert
