"""Un classeur se lit en entier : chaque faute a son adresse, ce qu'on y a trouvé, ce qu'on attendait."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.archives import archive, parties_de
from tests.workflows.classeurs_de_reprise import (
    AUJOURD_HUI,
    BUDGET,
    CONTRAT,
    ENVELOPPE,
    FICHE,
    INDICATEUR,
    SIGNE,
    TERRITOIRE,
    UN_GERS_EN_FICHES,
    Lignes,
    lire,
    octets,
    ouvrir,
    remplir,
)
from workflows.reprise.fautes import ClasseurIllisible, Faute, regrouper
from workflows.reprise.lecture import lire_classeur

TRENTE_CINQ_FAUTES: Lignes = {
    "Territoires": [
        {**TERRITOIRE, "etape": "Fiche action"},
        {"territoire": "Gerss", "etape": "Diagnostic", "depuis_le": "31/02/2024"},
        {"territoire": "Lot", "depuis_le": "2024-03-01"},
        {**TERRITOIRE, "territoire": "Le Gers", "depuis_le": "01/01/2031"},
        {**TERRITOIRE, "territoire": "Aude", "nom_etat": "Exemple", "courriel_etat": "camille"},
        {**TERRITOIRE, "territoire": "Lozère", "fonction_etat": "Cheffe de projet"},
        SIGNE | {"territoire": "Tarn", "depuis_le": "01/07/2024"},
    ],
    "Contacts": [{"territoire": "Gers", "partie": "Région", "role": "Signataire", "nom": "Exemple"}],
    "Enveloppes": [
        {**ENVELOPPE, "plafond_centimes": "250 k€"},
        {**ENVELOPPE, "annee": 2031},
        {**ENVELOPPE, "plafond_centimes": -1, "annee": 2025},
        {**ENVELOPPE, "plafond_centimes": None, "annee": 2026},
        ENVELOPPE,
    ],
    "Fiches": [
        {**FICHE, "sous_axe": "Tout", "siret": "123", "statut": "Rejetée"},
        {**FICHE, "titre": "Une autre"},
        {**FICHE, "fiche": "32-C", "sous_axe": None, "effectif_estime": "beaucoup"},
    ],
    "Budgets": [
        {**BUDGET, "part_etat_centimes": "=1+1"},
        {**BUDGET, "fiche": "inconnue", "part_collectivite_centimes": None},
        {**BUDGET, "part_etat_centimes": 10.555},
    ],
    "Indicateurs": [{**INDICATEUR, "cible_2024": "cent"}],
    "Contrats signés": [
        {**CONTRAT, "territoire": "Tarn", "transmise_le": "01/06/2024", "scan": "../contrat.pdf"},
        {**CONTRAT, "territoire": "Lot", "etat_le": "05/07/24", "deliberation": None},
    ],
}
ADRESSES = {
    "Territoires": "B3 A4 C4 B5 C5 A6 C6 G7 H7 F8 C9",
    "Contacts": "B3 G3 H3",
    "Enveloppes": "C3 B4 C5 C6 B7",
    "Fiches": "E3 K3 W3 B4 E5 S5",
    "Budgets": "C3 A4 D4 B5 C5",
    "Indicateurs": "F3",
    "Contrats signés": "G3 Q3 D4 I4",
}


def test_le_modele_vierge_se_lit_sans_ligne_ni_faute() -> None:
    classeur = lire({})

    assert classeur.fautes == []
    assert all(lignes == [] for lignes in classeur.lignes.values())


def test_toutes_les_fautes_sont_dites_a_la_fois_a_leur_adresse() -> None:
    fautes = lire(TRENTE_CINQ_FAUTES).fautes

    attendues = {
        f"{feuille}!{cellule}" for feuille, cellules in ADRESSES.items() for cellule in cellules.split()
    }
    assert len(fautes) == 35
    assert {f.ou for f in fautes} == attendues


@pytest.mark.parametrize(
    ("ou", "trouve", "attendu"),
    [
        ("Territoires!A4", "Gerss", "le nom ou le code d'un territoire. Vouliez-vous dire : « Gers » ?"),
        ("Territoires!C4", "31/02/2024", "une date qui existe au calendrier, jj/mm/aaaa"),
        ("Territoires!C5", "2024-03-01", "une date jj/mm/aaaa"),
        ("Territoires!A6", "Le Gers", "un territoire par ligne ; c'est déjà écrit en A3"),
        ("Territoires!C6", "01/01/2031", "une date passée : nous sommes le 20/11/2026"),
        ("Territoires!G7", "", "la fonction du référent nommé sur cette ligne"),
        ("Territoires!C9", "01/07/2024", "le 05/07/2024 ou après : c'est le jour de la dernière signature"),
        ("Enveloppes!B4", "2031", "une année du contrat, de 2024 à 2027"),
        (
            "Enveloppes!C6",
            "",
            "un montant en euros, par exemple 36 518,00 (« Plafond de la part État (€) » est obligatoire)",
        ),
        ("Fiches!K3", "", "le motif du rejet ou du report"),
        (
            "Budgets!C3",
            "=1+1",
            "un montant en euros, par exemple 36 518,00 ; la formule n'a pas été calculée, "
            "remplacez-la par sa valeur",
        ),
        ("Budgets!A4", "inconnue", "un repère de la feuille « Fiches »"),
    ],
)
def test_une_faute_dit_ce_qu_on_a_trouve_et_ce_qu_on_attend(ou: str, trouve: str, attendu: str) -> None:
    faute = next(f for f in lire(TRENTE_CINQ_FAUTES).fautes if f.ou == ou)

    assert (faute.trouve, faute.attendu) == (trouve, attendu)


def test_les_fautes_repetees_d_une_colonne_se_disent_en_une_phrase() -> None:
    fautes = [Faute("Enveloppes", f"C{n}", f"{n} k€", "un montant") for n in (3, 4, 5, 9, 12)]

    (obstacle,) = regrouper(fautes)

    assert obstacle.message == (
        "Enveloppes!C3 à C5, C9 et C12 : « 3 k€ », « 4 k€ », « 5 k€ », … ; attendu : un montant"
    )


def test_une_formule_calculee_vaut_sa_valeur() -> None:
    sans_valeur = lire({**UN_GERS_EN_FICHES, "Budgets": [{**BUDGET, "part_etat_centimes": "=30000+6518"}]})
    calculee = _avec_la_valeur_calculee(30000 + 6518)

    assert [f.ou for f in sans_valeur.fautes] == ["Budgets!C3"]
    assert calculee.fautes == []
    assert calculee.lignes["Budgets"][0]["part_etat_centimes"] == 3651800


def _avec_la_valeur_calculee(valeur: int) -> Any:
    """Ce qu'un tableur enregistre : la formule, et à côté la valeur qu'il a trouvée."""
    lignes = {**UN_GERS_EN_FICHES, "Budgets": [{**BUDGET, "part_etat_centimes": "=30000+6518"}]}
    contenu = _reecrire(remplir(lignes), b"<f>30000+6518</f><v></v>", b"<f>30000+6518</f><v>%d</v>" % valeur)
    return lire_classeur(contenu, "calcule.xlsx", AUJOURD_HUI)


def _reecrire(contenu: bytes, avant: bytes, apres: bytes) -> bytes:
    parties = parties_de(contenu)
    assert any(avant in partie for partie in parties.values())
    return archive({nom: partie.replace(avant, apres) for nom, partie in parties.items()})


def test_un_texte_qui_commence_par_egal_reste_un_texte() -> None:
    classeur = ouvrir({"Territoires": [TERRITOIRE], "Fiches": [FICHE]})
    cellule = classeur["Fiches"]["C3"]
    cellule.value, cellule.data_type = "=cmd|'calc'!A1", "s"

    lu = lire_classeur(octets(classeur), "texte.xlsx", AUJOURD_HUI)

    assert lu.fautes == []
    assert lu.lignes["Fiches"][0]["titre"] == "=cmd|'calc'!A1"


def test_les_colonnes_deplacees_se_retrouvent_par_leur_en_tete() -> None:
    classeur = ouvrir({"Territoires": [TERRITOIRE]})
    page = classeur["Territoires"]
    for rangee in (1, 2, 3):
        premiere, deuxieme = page.cell(rangee, 2).value, page.cell(rangee, 3).value
        page.cell(rangee, 2).value, page.cell(rangee, 3).value = deuxieme, premiere

    lu = lire_classeur(octets(classeur), "deplace.xlsx", AUJOURD_HUI)

    assert lu.fautes == []
    assert lu.lignes["Territoires"][0].valeurs == {
        "territoire": "32",
        "etape": "fiches",
        "depuis_le": date(2024, 9, 2),
    }


def test_un_en_tete_renomme_et_une_feuille_retiree_sont_dits() -> None:
    classeur = ouvrir({})
    classeur["Enveloppes"]["C1"].value = "Plafond"
    del classeur["Contacts"]

    fautes = lire_classeur(octets(classeur), "abime.xlsx", AUJOURD_HUI).fautes

    assert [(f.ou, f.attendu) for f in fautes] == [
        ("Contacts!A1", "cette feuille, même sans ligne"),
        ("Enveloppes!C1", "un en-tête du modèle, écrit une seule fois"),
        ("Enveloppes!C1", "la colonne « Plafond de la part État (€) »"),
    ]


def test_le_modele_d_une_autre_version_est_explique() -> None:
    classeur = ouvrir({})
    classeur["_meta"]["B2"].value = "0"

    with pytest.raises(ClasseurIllisible) as refus:
        lire_classeur(octets(classeur), "ancien.xlsx", AUJOURD_HUI)

    assert refus.value.quoi == "Le classeur « ancien.xlsx » est d'une autre version du modèle."
    assert refus.value.pourquoi == (
        "Il est de la version 0 ; la version 1 est attendue : des colonnes ont pu changer de sens."
    )


def test_un_texte_long_et_des_signes_rares_se_lisent_tels_quels() -> None:
    titre = "Aller & venir <vite> 🚲"
    longue = {**FICHE, "titre": titre, "description": "é" * 32_000}

    lu = lire({"Territoires": [TERRITOIRE], "Fiches": [longue]})

    assert (lu.fautes, lu.lignes["Fiches"][0]["titre"]) == ([], titre)


def test_une_ligne_perdue_tout_en_bas_est_dite_sans_tout_lire() -> None:
    classeur = ouvrir({})
    classeur["Territoires"].cell(900_000, 1).value = "Gers"

    (faute,) = lire_classeur(octets(classeur), "long.xlsx", AUJOURD_HUI).fautes

    assert (faute.ou, faute.attendu) == ("Territoires!A900000", "au plus 5000 lignes par feuille")
