"""L'avenant, sa note et la convention consolidée : ce qu'ils disent, et ce qu'ils ne disent pas."""

from datetime import date

import pytest

from documents.suites_des_gestes import productions
from modeles.demarche import Demarche
from modeles.etapes import Etape, Geste
from tests.documents.avenants_du_gers import AJOUTEE, LE_1_OCTOBRE, MODIFIEE, un_contrat_modifie
from tests.documents.fabriques_contrat import en_clair, inscrire_a_l_assemblee, le_document, un_passage

SUJET = "avenant:2"


def lire(demarche: Demarche, code: str, sujet: str = SUJET) -> str:
    return en_clair(
        le_document(demarche, code, sujet, un_passage(demarche, Geste.FIGER_AVENANT, LE_1_OCTOBRE))
    )


@pytest.fixture
def demarche() -> Demarche:
    return un_contrat_modifie()


def test_l_avenant_rappelle_le_contrat_vise_et_decide_article_par_article(demarche: Demarche) -> None:
    lu = lire(demarche, "D20")

    assert lu.startswith("Avenant n° 1\nau contrat local des solidarités 2024-2027 du Gers")
    assert (
        "Vu le contrat local des solidarités 2024-2027 du Gers, n° 32-2026-01, signé le 1er juillet 2026 ;"
        in lu
    )
    assert "Vu la délibération de la collectivité qui approuve le présent avenant" in lu
    articles = [ligne for ligne in lu.splitlines() if ligne.startswith("Article ") and " – " in ligne]
    assert articles == [
        "Article 1er – Objet de l'avenant",
        "Article 2 – Programme d'actions",
        "Article 3 – Financement",
        "Article 4 – Indicateurs et cibles",
        "Article 5 – Articles modifiés",
        "Article 6 – Prise d'effet",
        "Article 7 – Dispositions inchangées",
    ]
    assert "Le présent avenant prend effet le 1er janvier 2027." in lu
    assert "Les autres stipulations de la convention et de ses annexes restent sans changement." in lu
    assert "deux cent trente et un mille cinq cent cinquante-quatre euros (231 554 €)" in lu
    assert f"{AJOUTEE} – Équipe mobile d'accès aux droits" in lu
    assert "Empreinte du texte figé : abcdef012345" in lu


def test_l_avenant_ne_porte_ni_date_de_signature_ni_numero_de_deliberation(demarche: Demarche) -> None:
    inscrire_a_l_assemblee(demarche, projet_version=2, numero="2026-11-03", seance_le=date(2026, 11, 3))

    lu = lire(demarche, "D20")

    assert "Fait en deux exemplaires originaux, à ……………………………, le ……………………………" in lu
    assert "2026-11-03" not in lu
    assert "3 novembre 2026" not in lu


def test_un_avenant_sans_cible_ni_action_n_a_pas_ces_articles(demarche: Demarche) -> None:
    demarche.projets[1].contenu, demarche.avenants[0].changements = demarche.projets[0].contenu, []

    lu = lire(demarche, "D20")

    assert "Article 2 – Prise d'effet" in lu
    assert "Indicateurs et cibles" not in lu


def test_un_second_avenant_vise_le_premier(demarche: Demarche) -> None:
    premier = demarche.avenants[0]
    premier.numero, premier.signe_le, premier.projet_version = 0, date(2026, 8, 3), None
    suivant = type(premier)(
        **premier.model_dump(exclude={"id"}) | {"numero": 1, "signe_le": None, "projet_version": 2}
    )
    demarche.avenants.append(suivant)

    assert "Vu l'avenant n° 0 du 3 août 2026 à ce contrat ;" in lire(demarche, "D20")


def test_la_note_dit_en_bref_ce_qui_change_et_que_rien_n_est_signe(demarche: Demarche) -> None:
    lu = lire(demarche, "D20N")

    assert lu.startswith("Ce que change l'avenant n° 1")
    assert f"1 fiche action modifiée : {MODIFIEE} ;" in lu
    assert "Le contrat en vigueur ne change pas tant que l'avenant n'est pas signé des deux parties." in lu


def test_la_convention_consolidee_informe_et_ne_se_signe_pas(demarche: Demarche) -> None:
    lu = lire(demarche, "D20C")

    assert "Version consolidée au 1er janvier 2027. Avenants pris en compte : avenant n° 1." in lu
    assert "Fait en deux exemplaires" not in lu
    assert "Le programme comprend 4 fiches actions." in lu


def test_sans_texte_d_origine_on_compare_au_contrat_du_jour(demarche: Demarche) -> None:
    demarche.avenants[0].avant_version, demarche.avenants[0].changements = None, []

    assert "L'avenant ne change ni les actions, ni les montants, ni les cibles." in lire(demarche, "D20N")


def test_l_assemblee_se_prononce_sur_l_avenant_et_non_sur_le_contrat(demarche: Demarche) -> None:
    inscrire_a_l_assemblee(demarche, projet_version=2)

    rapport, deliberation = (lire(demarche, code, "deliberation:1") for code in ("D17R", "D17D"))

    assert "Contenu de l'avenant" in rapport
    assert f"1 fiche action ajoutée : {AJOUTEE} ;" in rapport
    approuver = "d'approuver l'avenant n° 1 au contrat local des solidarités 2024-2027 à conclure avec l'État"
    assert approuver in deliberation
    assert "de porter la contribution de la collectivité à deux cent trente-six mille" in deliberation
    assert (
        "Vu le projet d'avenant n° 1 au contrat local des solidarités 2024-2027, texte n° 2" in deliberation
    )


def test_figer_puis_signer_un_avenant_fait_produire_ses_documents(demarche: Demarche) -> None:
    fige = un_passage(demarche, Geste.FIGER_AVENANT, LE_1_OCTOBRE)
    demarche.avenants[0].signe_le = date(2026, 12, 1)
    signe = un_passage(demarche, Geste.SIGNER_AVENANT, date(2026, 12, 1))

    produits = [(p.code, p.objet) for passage in (fige, signe) for p in productions(demarche, passage)]

    assert demarche.etape is Etape.CONTRACTUALISATION
    assert produits == [(code, "avenant 1 projet 2") for code in ("D20", "D20N", "D20C")]
