"""Les renvois d'un fichier de référence à l'autre sont vérifiés, et chaque faute est dite une fois."""

from pathlib import Path

import pytest

from modeles.reference.registre import DOSSIER_LIVRE
from tests.modeles.depot_de_reference import BRETAGNE, RENNES, anomalies, deposer


def test_toutes_les_incoherences_entre_fichiers_sont_donnees_a_la_fois(tmp_path: Path) -> None:
    fautif = RENNES.replace('"35"', '"99"').replace('"DDETS"', '"DDASS"') + 'alias = ["Gers"]\n'
    gers = RENNES.replace('"243500139"', '"32"').replace("Rennes Métropole", "Nouveau Gers")
    dossier = deposer(
        tmp_path,
        regions__autre=BRETAGNE.replace('"en Bretagne"', '"à Bretagne"'),
        regions__rennes=BRETAGNE + fautif + gers,
    )

    rennes = f"{tmp_path.name}/regions/rennes.toml"
    assert anomalies(dossier) == [
        f"{rennes}, le territoire « 32 » est déjà décrit dans donnees/regions/76_occitanie.toml.",
        f"{tmp_path.name}/regions/autre.toml, la région « 53 » est décrite autrement dans "
        "donnees/regions/53_bretagne.toml.",
        f"{rennes}, l'écriture « gers » désigne plusieurs territoires : 32, 243500139.",
        f"{rennes}, territoire « 243500139 », champ « departement » : « 99 » n'existe pas.",
        f"{rennes}, territoire « 243500139 », champ « service_etat » : « DDASS » n'existe pas.",
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "faute"),
    [
        ('type = "metropole"', 'type = "canton"', "champ « type » : « canton » n'existe pas"),
        ('departement = "35"\n', "", "champ « departement » : une intercommunalité nomme le sien"),
        (
            'dans = "sur le territoire de Rennes Métropole"',
            'dans = "à Brest"',
            "« dans » : la tournure doit finir par « Rennes Métropole »",
        ),
        (
            'code = "243500139"',
            'code = "rennes"',
            "champ « code » : n'a pas la forme attendue (lu : « rennes »)",
        ),
        (
            'service_etat = "DDETS"',
            'service_etat = "DDETS"\nen_exercice = 0',
            "doit être supérieur ou égal à 1",
        ),
        (
            'service_etat = "DDETS"',
            'service_etat = "DDETS"\nregime = "libre"',
            "l'une des valeurs 'cgct_departement'",
        ),
    ],
)
def test_une_faute_dans_un_territoire_est_dite_une_seule_fois(
    tmp_path: Path, avant: str, apres: str, faute: str
) -> None:
    dossier = deposer(tmp_path, regions__rennes=BRETAGNE + RENNES.replace(avant, apres))

    (seule,) = anomalies(dossier)

    assert faute in seule


@pytest.mark.parametrize(
    ("avant", "apres", "faute"),
    [
        ('code = "ENF-PAR-2"', 'code = "ENF-PAR-1"', "le code « ENF-PAR-1 » est écrit plusieurs fois"),
        (
            'code = "ENF-PAR-2"',
            'code = "DRO-ACC-9"',
            "l'action « DRO-ACC-9 » n'appartient pas au sous-axe « ENF-PAR »",
        ),
        ('"cantine"', '"expulsion"', "le mot-clé « expulsion » est employé deux fois"),
        ('"DROITS", "TRANSITION"]', '"DROIT", "TRANSITION"]', "cite l'axe inconnu « DROIT »"),
        (
            'alias = ["Autonomie des jeunes"]',
            'alias = ["Parentalité"]',
            "l'écriture « parentalite » est employée deux",
        ),
        ("fin = 2027-12-31", "fin = 2023-12-31", "la fin précède le début"),
        (
            "fin = 2027-12-31",
            'fin = "demain"',
            "champ « fin » : doit être une date, comme 2027-12-31 (lu : « demain »)",
        ),
    ],
)
def test_un_referentiel_incoherent_est_refuse(tmp_path: Path, avant: str, apres: str, faute: str) -> None:
    livre = (DOSSIER_LIVRE / "referentiels/pacte_2024.toml").read_text(encoding="utf-8")
    assert avant in livre
    dossier = deposer(
        tmp_path, referentiels__essai=livre.replace('"pacte_2024"', '"essai"').replace(avant, apres)
    )

    (seule,) = anomalies(dossier)

    assert faute in seule


CONTRAT = """
[[type]]
code = "essai"
libelle = "contrat d'essai"
nature = "essai"
parties = ["etat"]
types_de_territoire = ["departement"]
referentiel = "pacte_2024"
axes = ["ENFANCE"]
numerotation = "pacte"
delais = { invitation_jours = 1, compte_rendu_jours_ouvres = 1, relecture_jours_ouvres = 1, envoi_diagnostic_jours = 1, invitation_atelier_jours = 1, compte_rendu_atelier_jours = 1, consultation_ecrite_jours = 1 }
"""  # noqa: E501


@pytest.mark.parametrize(
    ("avant", "apres", "faute"),
    [
        ('"pacte_2024"', '"pacte_2030"', "le référentiel « pacte_2030 » n'existe pas"),
        ('"ENFANCE"', '"SPORT"', "l'axe « SPORT » n'existe pas"),
        ('"pacte"', '"romaine"', "la numérotation « romaine » n'existe pas"),
        ('"departement"', '"canton"', "le type de territoire « canton » n'existe pas"),
        (
            'code = "essai"',
            'code = "cls"',
            "le type de contrat « cls » est déjà décrit dans donnees/types_de_contrat.toml",
        ),
        (
            'numerotation = "pacte"',
            'numerotation = "pacte"\nduree = [{ etape = "fiches", cible_jours = 9, orange_jours = 8, rouge_jours = 9, '
            'alerter = ["etat"] }]',
            "type n° 1 (essai), duree n° 1 : la cible, l'orange et le rouge doivent aller en croissant",
        ),
        (
            'numerotation = "pacte"',
            'numerotation = "pacte"\necheance = [{ code = "e", libelle = "E", jour = 31, mois = 4 }]',
            "echeance n° 1 (e) : ce jour n'existe pas dans ce mois",
        ),
        (
            'numerotation = "pacte"',
            'numerotation = "pacte"\necheance = [{ code = "e", libelle = "E", jour = 31 }]',
            "echeance n° 1 (e) : donnez soit « le », soit « jour » et « mois »",
        ),
    ],
)
def test_un_type_de_contrat_incoherent_est_refuse(tmp_path: Path, avant: str, apres: str, faute: str) -> None:
    dossier = deposer(tmp_path, types_de_contrat=CONTRAT.replace(avant, apres, 1))

    (seule,) = anomalies(dossier)

    assert faute in seule


CATALOGUE = """
code = "essai"
libelle = "Essai"
statut = "proposition_locale"
niveau = "local"
periodicite = "annuelle"
source = "Essai"
referentiel = "pacte_2024"
indicateur = [{ code = "E-1", libelle = "E", definition = "E", type = "resultat", formule = "comptage", unite = "personnes", sens = "neutre", periode = "annee", sous_axe = "DRO-EXP" }]
"""  # noqa: E501


@pytest.mark.parametrize(
    ("avant", "apres", "faute"),
    [
        ('"DRO-EXP"', '"DRO-XXX"', "indicateur « E-1 » : le sous-axe « DRO-XXX » n'existe pas"),
        ('"DRO-EXP"', '"DRO-EXP", sous_population_de = "E-2"', "l'indicateur « E-2 » n'existe pas"),
        ('"comptage"', '"ratio"', "un ratio nomme son numérateur et son dénominateur"),
        ('"pacte_2024"', '"pacte_2030"', "le référentiel « pacte_2030 » n'existe pas"),
    ],
)
def test_un_catalogue_d_indicateurs_incoherent_est_refuse(
    tmp_path: Path, avant: str, apres: str, faute: str
) -> None:
    dossier = deposer(tmp_path, indicateurs__essai=CATALOGUE.replace(avant, apres))

    (seule,) = anomalies(dossier)

    assert faute in seule
