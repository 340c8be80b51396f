"""Le texte de la convention : articles activables, textes cités, signature sans date, tailles extrêmes."""

import re

import pytest

from documents.contextes.articles import TITRES_DES_ARTICLES
from documents.contextes.convention import contexte_convention
from documents.moteur.lecture import paragraphes, texte
from documents.moteur.validite import fautes_word
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_contrat import (
    LE_2_JUIN,
    ajouter_un_indicateur,
    ajouter_une_fiche,
    en_clair,
    la_convention,
    une_demarche,
)

HOSTILE = 'Texte & <w:p> "cité" 🏠 العربية\x0bsuite\ttabulée'


def test_un_article_ecarte_disparait_et_les_suivants_se_renumerotent() -> None:
    lu = paragraphes(la_convention(un_contrat_du_gers(), sans=("diagnostic", "force_majeure")))

    articles = [p.rstrip() for p in lu if re.match(r"Article \w+ – ", p)]
    corps = articles[len(articles) // 2 :]
    assert corps[2] == "Article 3 – Programme d'actions"
    assert corps[-1] == "Article 19 – Règlement des litiges"
    assert corps == articles[: len(articles) // 2]
    assert not any("Force majeure" in p for p in lu)


@pytest.mark.parametrize("code", TITRES_DES_ARTICLES)
def test_la_convention_se_compose_sans_chacun_de_ses_articles(code: str) -> None:
    octets = la_convention(un_contrat_du_gers(), sans=(code,))

    assert fautes_word(octets) == ()
    assert f"– {TITRES_DES_ARTICLES[code]}\n" not in texte(octets)


def test_sans_enjeu_ni_membre_l_article_et_les_annexes_vides_disparaissent() -> None:
    convention = contexte_convention(une_demarche(), 1, LE_2_JUIN)

    assert convention.articles.diagnostic is None
    assert [a.titre for a in convention.liste_des_annexes] == [
        "Fiches actions",
        "Indicateurs et cibles",
        "Plan de financement",
        "Relevé d'identité bancaire",
    ]


def test_le_bloc_de_signature_ne_porte_aucune_date() -> None:
    lu = paragraphes(la_convention(un_contrat_du_gers()))

    debut = lu.index("Signatures")
    fin = next(n for n, p in enumerate(lu) if n > debut and p.startswith("Annexe"))
    bloc = " ".join(lu[debut:fin])
    assert not re.search(r"\d", bloc)
    assert "La préfète du Gers" in bloc
    assert "Le président du conseil départemental du Gers" in bloc


def test_seuls_les_textes_verifies_sont_cites_avec_un_numero() -> None:
    lu = en_clair(la_convention(un_contrat_du_gers()))

    cites = re.findall(r"n° ([A-Z0-9/-]+\d{3,4}[/-]?\d*)", lu)
    assert cites == ["2023-1322", "DGCS/SD1B/2023/169"]


def test_une_metropole_vise_son_instruction_et_les_autres_intercommunalites_aucun_numero() -> None:
    toulouse = contexte_convention(une_demarche(territoire_code="243100518"), 1, LE_2_JUIN)
    perpignan = contexte_convention(une_demarche(territoire_code="200027183"), 1, LE_2_JUIN)

    assert "DGCS/SD1B/2023/168" in toulouse.instruction
    assert perpignan.instruction == "l'instruction ministérielle relative aux contrats locaux des solidarités"


def test_une_echeance_non_fixee_ne_s_invente_pas() -> None:
    demarche = une_demarche(type_contrat="pacte_local")

    rendez_vous = contexte_convention(demarche, 1, LE_2_JUIN).rendez_vous

    assert (rendez_vous.indicateurs, rendez_vous.rapport, rendez_vous.evaluation_le) == ("", "", None)
    assert "à la date que fixe le comité de suivi" in en_clair(la_convention(demarche))


@pytest.mark.parametrize("nombre", [0, 1, 40])
def test_la_convention_se_compose_quel_que_soit_le_nombre_de_fiches(nombre: int) -> None:
    demarche = une_demarche()
    for rang in range(1, nombre + 1):
        fiche = ajouter_une_fiche(
            demarche,
            f"32-DRO-ACC-{rang:02}",
            budget={2024: (1_000, 1_000, 0)},
            objectifs_operationnels=["Repérer", "Accompagner"],
        )
        ajouter_un_indicateur(fiche, "Ménages accompagnés", {2024: 10})

    octets = la_convention(demarche)

    assert fautes_word(octets) == ()
    titres = [
        p for p in paragraphes(octets) if p.endswith(tuple(f"Action {f.code}" for f in demarche.fiches))
    ]
    assert ("Aucune fiche action n'est retenue." in texte(octets)) == (nombre == 0)
    assert len(titres) >= nombre


def test_un_texte_hostile_s_imprime_sans_abimer_le_document() -> None:
    demarche = un_contrat_du_gers()
    demarche.fiches[0].titre = demarche.fiches[0].porteur = HOSTILE
    demarche.fiches[0].description = "long " * 20_000
    demarche.enjeux[0].libelle = demarche.constats[0].publics = HOSTILE
    demarche.contacts[0].delegation = HOSTILE

    octets = la_convention(demarche)

    assert fautes_word(octets) == ()
    assert 'Texte & <w:p> "cité"' in texte(octets)
