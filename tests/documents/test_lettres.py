"""Les lettres disent exactement ce qu'il faut, à la bonne personne, sans deviner qui elle est."""

from datetime import date

import pytest

from documents.catalogue import CATALOGUE
from documents.contextes.courriers import echeances_a_venir
from documents.contextes.tournures import accorder_la_fonction, appel, avec_article, nommer
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.validite import paragraphes
from documents.production import composer_document
from modeles.demarche import Demarche
from modeles.vocabulaire import Civilite, Partie, RoleContact
from tests.documents.fabriques_documents import commandes, dossier_complet, dossier_minimal
from tests.fabriques import une_demarche

MADAME, MONSIEUR = Civilite.MADAME, Civilite.MONSIEUR


def lettre(demarche: Demarche, code: str, rang: int = 0) -> list[str]:
    """Les paragraphes de la lettre ; `rang` choisit parmi celles de même code."""
    passage, production = [c for c in commandes(demarche) if c.production.code == code][rang]
    document, _ = composer_document(demarche, passage, production, DOSSIER_DES_GABARITS)
    return [p.replace("\u00a0", " ") for p in paragraphes(document.octets)]


def civiliser(demarche: Demarche, partie: Partie, civilite: Civilite | None) -> Demarche:
    for contact in demarche.contacts:
        if (contact.partie, contact.role) == (partie, RoleContact.SIGNATAIRE):
            contact.civilite = civilite
    return demarche


def test_l_invitation_au_comite_de_lancement_ecrit_a_la_presidente() -> None:
    lue = lettre(dossier_complet(), "D01")

    assert lue[:6] == [
        "Auch, le 13 janvier 2025",
        "Madame Camille MODÈLE\nPrésidente du conseil départemental du Gers\nDépartement du Gers",
        "Objet : Comité de lancement du contrat local des solidarités 2024-2027",
        "Référence : DDETSPP/CLS-32/2025/D01-1",
        "Affaire suivie par : Madame Camille FICTIVE, 05 00 00 00 00, contact@exemple.invalid",
        "Madame la Présidente,",
    ]
    assert "Je vous prie d'agréer, Madame la Présidente, l'expression de ma considération distinguée." in lue
    assert "Le préfet du Gers,\n\nCamille EXEMPLE" in lue


def test_le_president_recoit_un_appel_et_une_politesse_au_masculin() -> None:
    lue = lettre(civiliser(dossier_complet(), Partie.COLLECTIVITE, MONSIEUR), "D01")

    assert (
        lue[1] == "Monsieur Camille MODÈLE\nPrésident du conseil départemental du Gers\nDépartement du Gers"
    )
    assert "Monsieur le Président," in lue
    assert "Je vous prie d'agréer, Monsieur le Président, l'expression de ma considération distinguée." in lue


def test_sans_civilite_on_ecrit_a_la_charge_et_non_a_la_personne() -> None:
    lue = lettre(civiliser(dossier_complet(), Partie.COLLECTIVITE, None), "D01")

    assert lue[1] == "À l'attention de la présidence du conseil départemental du Gers\nDépartement du Gers"
    assert "Madame, Monsieur," in lue
    assert "MODÈLE" not in " ".join(lue)


@pytest.mark.parametrize(
    ("civilite", "signature"),
    [(MADAME, "La préfète du Gers,"), (MONSIEUR, "Le préfet du Gers,"), (None, "La préfecture du Gers,")],
)
def test_la_signature_du_prefet_s_accorde(civilite: Civilite | None, signature: str) -> None:
    lue = lettre(civiliser(dossier_complet(), Partie.ETAT, civilite), "D19")

    assert f"{signature}\n\nCamille EXEMPLE" in lue


def test_sans_aucun_contact_la_lettre_reste_lisible() -> None:
    lue = lettre(dossier_minimal(), "D01")

    assert lue[1] == "À l'attention de la présidence du conseil départemental du Gers\nDépartement du Gers"
    assert not any(p.startswith("Affaire suivie par") for p in lue)


def test_une_premiere_invitation_n_annule_rien() -> None:
    assert not any("annule et remplace" in p for p in lettre(dossier_complet(), "D01"))


def test_un_report_annule_et_remplace_l_invitation_precedente() -> None:
    lue = lettre(dossier_complet(), "D01", rang=1)

    assert (
        "Cette invitation annule et remplace celle du 13 janvier 2025. "
        "La date retenue est désormais celle indiquée ci-dessous."
    ) in lue


def test_le_comite_de_suivi_convoque_ses_membres() -> None:
    lue = lettre(dossier_complet(), "D01", rang=2)

    assert lue[1] == "Mesdames et Messieurs les membres du comité de suivi"
    assert lue[5] == "Mesdames, Messieurs,"


def test_l_atelier_est_convoque_par_le_service_sur_son_theme() -> None:
    lue = lettre(dossier_complet(), "D01", rang=3)

    assert lue[2] == ("Objet : Atelier « Logement et droits » du contrat local des solidarités 2024-2027")
    assert "Pour le préfet et par délégation,\nLa directrice adjointe,\n\nCamille FICTIVE" in lue


def test_le_service_signe_pour_la_prefete_quand_c_en_est_une() -> None:
    lue = lettre(civiliser(dossier_complet(), Partie.ETAT, MADAME), "D01", rang=3)

    assert "Pour la préfète et par délégation,\nLa directrice adjointe,\n\nCamille FICTIVE" in lue


def test_l_envoi_pour_signature_demande_de_ne_pas_dater() -> None:
    lue = lettre(dossier_complet(), "D19")

    assert (
        "Par délibération n° 2025-06-14 du 11 mai 2025, votre assemblée a approuvé le projet du contrat local des "
        "solidarités 2024-2027 entre l'État et le Département du Gers. Cette délibération est exécutoire depuis le "
        "13 mai 2025."
    ) in lue
    assert "laisser la date en blanc : elle sera portée à la dernière signature ;" in lue
    assert any(p.startswith("L'ensemble est à retourner à mes services avant le 13 mai 2025.") for p in lue)


def test_la_notification_date_l_effet_et_les_echeances() -> None:
    lue = lettre(dossier_complet(), "D27")

    assert "Ce contrat prend effet le 3 juin 2025." in lue
    debut = lue.index("31/03/2026")
    chaque_annee = "puis chaque année à la même date, jusqu'en 2028"
    assert lue[debut : debut + 12] == [
        *("31/03/2026", "Remontée des indicateurs de l'exercice 2025", chaque_annee),
        *("30/06/2026", "Rapport d'exécution de l'exercice 2025", chaque_annee),
        *("30/06/2026", "Évaluation à mi-parcours", "—"),
        *("31/12/2027", "Terme du contrat", "—"),
    ]


def test_une_echeance_passee_n_est_plus_annoncee() -> None:
    demarche = une_demarche(prend_effet_le=date(2024, 1, 1))

    annoncees = [(e.le, e.libelle, e.suite) for e in echeances_a_venir(demarche, date(2026, 7, 1))]

    chaque_annee = "puis chaque année à la même date, jusqu'en 2028"
    assert annoncees == [
        (date(2027, 3, 31), "Remontée des indicateurs de l'exercice 2026", chaque_annee),
        (date(2027, 6, 30), "Rapport d'exécution de l'exercice 2026", chaque_annee),
        (date(2027, 12, 31), "Terme du contrat", ""),
    ]


@pytest.mark.parametrize(
    ("fonction", "civilite", "attendu"),
    [
        ("président du conseil départemental", MADAME, "Madame la Présidente"),
        ("maire de Paris", MADAME, "Madame la Maire"),
        ("Directrice", MONSIEUR, "Monsieur le Directeur"),
        ("cheffe de projet", MADAME, "Madame"),
        ("président", None, "Madame, Monsieur"),
    ],
)
def test_l_appel_s_accorde_sans_rien_deviner(fonction: str, civilite: Civilite | None, attendu: str) -> None:
    assert appel(fonction, civilite) == attendu


def test_une_fonction_que_l_on_ne_sait_pas_accorder_reste_telle_que_saisie() -> None:
    assert accorder_la_fonction("vice-présidente déléguée", MONSIEUR) == "vice-présidente déléguée"
    assert avec_article("cheffe de service", None) == "Cheffe de service"


@pytest.mark.parametrize(
    ("nom", "du", "au"),
    [
        ("comité de suivi", "du comité de suivi", "au comité de suivi"),
        ("atelier", "de l'atelier", "à l'atelier"),
        ("Ville de Paris", "de la Ville de Paris", "à la Ville de Paris"),
    ],
)
def test_un_nom_se_contracte_avec_son_article(nom: str, du: str, au: str) -> None:
    assert (nommer(nom).du, nommer(nom).au) == (du, au)


def test_toute_lettre_du_catalogue_porte_le_bloc_marque() -> None:
    for code in ("D01", "D19", "D27"):
        assert "PRÉFET\nDU GERS" in lettre(dossier_complet(), code), CATALOGUE[code].titre
