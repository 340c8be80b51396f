"""Les territoires livrés : complets, bien nommés, retrouvés quelle que soit l'écriture."""

import pytest

from modeles.erreurs import Introuvable
from modeles.reference.registre import registre
from modeles.reference.territoires import Regime

DEPARTEMENTS_D_OCCITANIE = ["09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"]
OCCITANIE = [*DEPARTEMENTS_D_OCCITANIE, "243100518", "243400017", "200027183"]
BOURGOGNE_FRANCHE_COMTE = ["21", "25", "39", "58", "70", "71", "89", "90", "242100410"]
METROPOLITAINS = {f"{n:02}" for n in range(1, 96) if n != 20} | {"2A", "2B"}
OUTRE_MER = {"971", "972", "973", "974", "976"}

# fmt: off
TOURNURES = [
    ("01",  "de l'Ain",                 "l'Ain",                 "à l'Ain",                 "dans l'Ain"),
    ("05",  "des Hautes-Alpes",         "les Hautes-Alpes",      "aux Hautes-Alpes",        "dans les Hautes-Alpes"),
    ("09",  "de l'Ariège",              "l'Ariège",              "à l'Ariège",              "en Ariège"),
    ("11",  "de l'Aude",                "l'Aude",                "à l'Aude",                "dans l'Aude"),
    ("21",  "de la Côte-d'Or",          "la Côte-d'Or",          "à la Côte-d'Or",          "en Côte-d'Or"),
    ("22",  "des Côtes-d'Armor",        "les Côtes-d'Armor",     "aux Côtes-d'Armor",       "dans les Côtes-d'Armor"),
    ("23",  "de la Creuse",             "la Creuse",             "à la Creuse",             "dans la Creuse"),
    ("28",  "d'Eure-et-Loir",           "l'Eure-et-Loir",        "à l'Eure-et-Loir",        "en Eure-et-Loir"),
    ("2A",  "de la Corse-du-Sud",       "la Corse-du-Sud",       "à la Corse-du-Sud",       "en Corse-du-Sud"),
    ("31",  "de la Haute-Garonne",      "la Haute-Garonne",      "à la Haute-Garonne",      "en Haute-Garonne"),
    ("32",  "du Gers",                  "le Gers",               "au Gers",                 "dans le Gers"),
    ("35",  "d'Ille-et-Vilaine",        "l'Ille-et-Vilaine",     "à l'Ille-et-Vilaine",     "en Ille-et-Vilaine"),
    ("41",  "de Loir-et-Cher",          "le Loir-et-Cher",       "au Loir-et-Cher",         "en Loir-et-Cher"),
    ("54",  "de Meurthe-et-Moselle",    "la Meurthe-et-Moselle", "à la Meurthe-et-Moselle", "en Meurthe-et-Moselle"),
    ("65",  "des Hautes-Pyrénées",      "les Hautes-Pyrénées",   "aux Hautes-Pyrénées",     "dans les Hautes-Pyrénées"),
    ("71",  "de Saône-et-Loire",        "la Saône-et-Loire",     "à la Saône-et-Loire",     "en Saône-et-Loire"),
    ("75",  "de Paris",                 "Paris",                 "à Paris",                 "à Paris"),
    ("77",  "de Seine-et-Marne",        "la Seine-et-Marne",     "à la Seine-et-Marne",     "en Seine-et-Marne"),
    ("82",  "de Tarn-et-Garonne",       "le Tarn-et-Garonne",    "au Tarn-et-Garonne",      "en Tarn-et-Garonne"),
    ("83",  "du Var",                   "le Var",                "au Var",                  "dans le Var"),
    ("84",  "de Vaucluse",              "le Vaucluse",           "au Vaucluse",             "en Vaucluse"),
    ("90",  "du Territoire de Belfort", "le Territoire de Belfort", "au Territoire de Belfort", "dans le Territoire de Belfort"),  # noqa: E501
    ("93",  "de la Seine-Saint-Denis",  "la Seine-Saint-Denis",  "à la Seine-Saint-Denis",  "en Seine-Saint-Denis"),
    ("95",  "du Val-d'Oise",            "le Val-d'Oise",         "au Val-d'Oise",           "dans le Val-d'Oise"),
    ("971", "de la Guadeloupe",         "la Guadeloupe",         "à la Guadeloupe",         "en Guadeloupe"),
    ("974", "de La Réunion",            "La Réunion",            "à La Réunion",            "à La Réunion"),
    ("976", "de Mayotte",               "Mayotte",               "à Mayotte",               "à Mayotte"),
    ("243100518", "de Toulouse Métropole", "Toulouse Métropole", "à Toulouse Métropole", "sur le territoire de Toulouse Métropole"),  # noqa: E501
    ("200046977", "de la Métropole de Lyon", "la Métropole de Lyon", "à la Métropole de Lyon", "sur le territoire de la Métropole de Lyon"),  # noqa: E501
]
# fmt: on


@pytest.mark.parametrize(("region", "codes"), [("76", OCCITANIE), ("27", BOURGOGNE_FRANCHE_COMTE)])
def test_les_deux_regions_des_sources_ont_tous_leurs_territoires(region: str, codes: list[str]) -> None:
    assert [t.code for t in registre().territoires_de(region)] == codes


def test_les_cent_un_departements_sont_decrits() -> None:
    departements = {c for c in registre().territoires if len(c) <= 3} - {"6AE", "20R"}

    assert departements == METROPOLITAINS | OUTRE_MER
    assert len(departements) == 101


@pytest.mark.parametrize(("code", "du", "le", "au", "dans"), TOURNURES)
def test_chaque_territoire_s_ecrit_dans_une_phrase(code: str, du: str, le: str, au: str, dans: str) -> None:
    t = registre().territoire(code)

    assert (t.du, t.le, t.au, t.dans) == (du, le, au, dans)


def test_les_elisions_suivent_la_premiere_lettre_de_tous_les_noms() -> None:
    for t in registre().territoires.values():
        voyelle = t.nom[0] in "AEIOUYÉÎ" or t.nom == "Hérault"
        pluriel = t.le.startswith("les ")

        assert t.le.startswith("l'") == (voyelle and not pluriel), t.nom
        assert not t.du.startswith(("de le ", "de les ")), t.nom
        assert not (voyelle and t.du.startswith(("de A", "de E", "de I", "de O", "du "))), t.nom


@pytest.mark.parametrize(
    ("ecriture", "code"),
    [
        ("32", "32"),
        ("9", "09"),
        ("2a", "2A"),
        ("Gers", "32"),
        ("le Gers", "32"),
        ("HAUTE GARONNE", "31"),
        ("Herault", "34"),
        ("Département de l'Hérault", "34"),
        ("conseil départemental du Lot", "46"),
        ("Toulouse métropole", "243100518"),
        ("Métropole de Toulouse", "243100518"),
        ("Metropole toulousaine", "243100518"),
        ("CU Perpignan Méditerranée Métropole", "200027183"),
        ("métropole de Perpignan", "200027183"),
        ("Montpellier", "243400017"),
        ("Cote d'Or", "21"),
        ("Réunion", "974"),
        ("Collectivité de Corse", "20R"),
        ("Collectivité européenne d'Alsace", "6AE"),
        ("Grand Lyon", "200046977"),
    ],
)
def test_un_territoire_se_retrouve_sous_toutes_ses_ecritures(ecriture: str, code: str) -> None:
    assert registre().trouver_territoire(ecriture).code == code


def test_un_territoire_inconnu_fait_suggerer_les_noms_proches() -> None:
    with pytest.raises(Introuvable) as refus:
        registre().trouver_territoire("Haute Garone")

    assert refus.value.quoi == "Le territoire « Haute Garone » n'existe pas."
    assert refus.value.remede == "Vouliez-vous dire : « Haute-Garonne », « Haute-Saône », « Haute-Marne » ?"


@pytest.mark.parametrize("saisie", ["", "Occitania", "x&<>😀", "a" * 100_000])
def test_une_saisie_sans_rapport_est_refusee_sans_suggestion(saisie: str) -> None:
    with pytest.raises(Introuvable) as refus:
        registre().trouver_territoire(saisie)

    assert refus.value.remede == "Vérifiez l'orthographe, ou complétez les données de référence."
    assert len(refus.value.quoi) < 100


def test_le_type_donne_le_regime_et_les_mots_de_l_assemblee() -> None:
    gers, toulouse = registre().territoire("32"), registre().territoire("243100518")

    assert (gers.regime, toulouse.regime) == (Regime.CGCT_DEPARTEMENT, Regime.CGCT_EPCI)
    assert (gers.collectivite, toulouse.collectivite) == ("Département du Gers", "Toulouse Métropole")
    assert gers.executif_complet == "président du conseil départemental du Gers"
    assert toulouse.executif_complet == "président de Toulouse Métropole"
    assert gers.assemblee_complete == "conseil départemental du Gers"
    assert toulouse.assemblee_complete == "conseil métropolitain de Toulouse Métropole"
    assert registre().territoire("200027183").assemblee == "conseil communautaire"


def test_le_prefet_d_une_intercommunalite_est_celui_de_son_departement() -> None:
    reference = registre()

    assert reference.departement_de(reference.territoire("243400017")).du == "de l'Hérault"
    assert reference.departement_de(reference.territoire("32")).du == "du Gers"


def test_un_departement_sans_conseil_dit_qui_contracte_a_sa_place() -> None:
    reference = registre()
    sans_conseil = {t.code: t.exerce_par for t in reference.territoires.values() if not t.contractant}

    assert sans_conseil == {"67": "6AE", "68": "6AE", "2A": "20R", "2B": "20R"}
    assert [t.code for t in reference.territoires_de("94")] == ["20R"]


def test_le_droit_local_ne_vaut_qu_en_alsace_et_en_moselle() -> None:
    concernes = {t.code for t in registre().territoires.values() if t.alsace_moselle}

    assert concernes == {"57", "67", "68", "6AE"}


def test_le_regime_particulier_est_celui_des_collectivites_aux_regles_propres() -> None:
    particuliers = {t.code for t in registre().territoires.values() if t.regime is Regime.PARTICULIER}

    assert particuliers == {"75", "972", "973", "2A", "2B", "20R"}


def test_les_taux_de_pauvrete_de_bourgogne_franche_comte_portent_leur_source() -> None:
    region, nievre = registre().region("27"), registre().territoire("58")

    assert region.pauvrete is not None and nievre.pauvrete is not None
    assert (region.pauvrete.millesime, str(region.pauvrete.population)) == (2020, "12.8")
    assert str(nievre.pauvrete.enfants) == "24.4"


def test_l_effectif_de_l_assemblee_n_est_donne_que_pour_les_departements_des_deux_regions() -> None:
    effectifs = {t.code: t.en_exercice for t in registre().territoires.values() if t.en_exercice}

    assert set(effectifs) == {c for c in (*OCCITANIE, *BOURGOGNE_FRANCHE_COMTE) if len(c) == 2}
    assert (effectifs["32"], effectifs["31"], effectifs["34"], effectifs["90"]) == (34, 54, 50, 18)
