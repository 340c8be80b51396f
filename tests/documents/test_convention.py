"""La convention : montants exacts en chiffres et en lettres, articles activables, aucune date à la signature."""

import json
import re
from pathlib import Path

import pytest

from documents.catalogue import Production
from documents.contextes.articles import TITRES_DES_ARTICLES
from documents.contextes.convention import Convention, construire_convention, contexte_convention
from documents.contextes.finances import poids_entiers
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.gabarit import composer
from documents.moteur.lecture import paragraphes, texte
from documents.moteur.validite import fautes_word
from documents.production import ENVIRONNEMENT, composer_document
from modeles.demarche import Demarche
from modeles.erreurs import Introuvable
from modeles.vocabulaire import StatutFiche
from tests.documents.fabriques_contrat import (
    LE_2_JUIN,
    QUATRE_AXES,
    ajouter_un_indicateur,
    ajouter_une_fiche,
    figer_un_projet,
    un_contrat_du_gers,
    un_passage,
    une_demarche,
)

HOSTILE = 'Texte & <w:p> "cité" 🏠 العربية\x0bsuite\ttabulée'


def ecrire(demarche: Demarche, sans: tuple[str, ...] = ()) -> bytes:
    """La convention composée, comme le fait la production."""
    contexte = contexte_convention(demarche, 1, LE_2_JUIN, sans)
    return composer(
        Path(DOSSIER_DES_GABARITS) / "D16_convention.docx", contexte.model_dump(), ENVIRONNEMENT
    ).octets


def en_clair(octets: bytes) -> str:
    """Le texte, insécables remplacées : on compare des mots."""
    return texte(octets).replace("\N{NO-BREAK SPACE}", " ")


def test_les_totaux_sont_la_somme_exacte_des_fiches() -> None:
    convention = contexte_convention(un_contrat_du_gers(), 1, LE_2_JUIN)

    assert convention.montant_etat_centimes == 278_072_00
    assert convention.montant_collectivite_centimes == 288_072_00
    assert convention.montant_autres_centimes == 20_000_00
    assert convention.montant_total_centimes == 586_144_00
    assert convention.finances.total.total == "586 144 €".replace(" ", "\N{NO-BREAK SPACE}")


def test_les_montants_s_ecrivent_en_lettres_et_en_chiffres() -> None:
    lu = en_clair(ecrire(un_contrat_du_gers()))

    assert "deux cent soixante-dix-huit mille soixante-douze euros (278 072 €)" in lu
    assert "deux cent quatre-vingt-huit mille soixante-douze euros (288 072 €)" in lu
    assert "cinq cent quatre-vingt-six mille cent quarante-quatre euros (586 144 €)" in lu


def test_une_fiche_reportee_rejetee_ou_abandonnee_n_est_ni_comptee_ni_imprimee() -> None:
    demarche = un_contrat_du_gers()
    for rang, statut in enumerate((StatutFiche.REPORTEE, StatutFiche.REJETEE, StatutFiche.ABANDONNEE)):
        ajouter_une_fiche(
            demarche, f"32-DRO-ACC-{rang}", budget={2025: (9_000, 9_000, 0)}, statut=statut, motif="Arbitrage"
        )

    convention = contexte_convention(demarche, 1, LE_2_JUIN)

    assert convention.montant_etat_centimes == 278_072_00
    assert [f.code for f in convention.fiches] == ["32-ENF-PAR-01", "32-DRO-EXP-01", "32-TRA-ALI-01"]


def test_une_annee_sans_budget_s_ecrit_d_un_tiret_et_un_zero_reel_s_ecrit_zero() -> None:
    demarche = une_demarche()
    ajouter_une_fiche(demarche, "32-DRO-ACC-01", budget={2025: (0, 500, 0)}, annee_debut=2025)

    annees = contexte_convention(demarche, 1, LE_2_JUIN).finances.par_annee

    assert [a.libelle for a in annees] == ["2024", "2025", "2026", "2027"]
    assert (annees[0].etat, annees[0].total, annees[0].poids) == ("—", "—", "—")
    assert annees[1].etat == "0\N{NO-BREAK SPACE}€"


def test_un_budget_hors_du_contrat_parait_dans_le_tableau_des_annees() -> None:
    demarche = une_demarche()
    ajouter_une_fiche(demarche, "32-DRO-ACC-01", budget={2028: (700, 700, 0)}, annee_debut=2028)

    annees = contexte_convention(demarche, 1, LE_2_JUIN).finances.par_annee

    assert annees[-1].libelle == "2028"
    assert annees[-1].total == "1\N{NO-BREAK SPACE}400\N{NO-BREAK SPACE}€"


def test_les_poids_font_cent_au_plus_fort_reste() -> None:
    assert poids_entiers([1, 1, 1]) == [34, 33, 33]
    assert poids_entiers([54, 67, 38, 4]) == [33, 41, 23, 3]
    assert poids_entiers([0, 0]) == [0, 0]
    assert poids_entiers([]) == []


@pytest.mark.parametrize(
    ("axes", "attendu"),
    [(("ENFANCE", "DROITS", "TRANSITION"), "Axe 2 – Lutter"), (QUATRE_AXES, "Axe 3 – Lutter")],
)
def test_le_numero_d_un_axe_est_celui_du_contrat(axes: tuple[str, ...], attendu: str) -> None:
    demarche = une_demarche(axes)
    ajouter_une_fiche(demarche, "32-DRO-ACC-01")

    convention = contexte_convention(demarche, 1, LE_2_JUIN)

    assert convention.fiches[0].axe.startswith(attendu)
    assert len(convention.axes) == len(axes)


def test_un_axe_ecarte_ne_parait_pas_tant_qu_aucune_fiche_ne_le_cite() -> None:
    demarche = une_demarche()
    demarche.axes[2].justification = "Traité par une autre convention."

    axes = contexte_convention(demarche, 1, LE_2_JUIN).axes

    assert [a[:5] for a in axes] == ["Axe 1", "Axe 2"]


def test_la_convention_globale_unique_separe_ses_volets() -> None:
    demarche = un_contrat_du_gers(QUATRE_AXES, convention_unique=True)
    ajouter_une_fiche(demarche, "32-EMP-01", axe="EMPLOI", budget={2025: (10_000, 10_000, 0)})

    volets = contexte_convention(demarche, 1, LE_2_JUIN).finances.volets
    lu = en_clair(ecrire(demarche))

    assert [v.libelle for v in volets] == ["Volet solidarités", "Volet insertion et emploi"]
    assert volets[1].etat == "10\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"
    assert "aucune fongibilité n'est admise entre eux" in lu
    assert "loi n° 2023-1196 du 18 décembre 2023" in lu


def test_un_contrat_ordinaire_n_a_pas_de_volets() -> None:
    demarche = un_contrat_du_gers()

    assert contexte_convention(demarche, 1, LE_2_JUIN).finances.volets == ()
    assert "fongibilité" not in en_clair(ecrire(demarche))


def test_un_article_ecarte_disparait_et_les_suivants_se_renumerotent() -> None:
    lu = paragraphes(ecrire(un_contrat_du_gers(), sans=("diagnostic", "force_majeure")))

    articles = [p for p in lu if re.match(r"Article \w+ – ", p)]
    corps = articles[len(articles) // 2 :]
    assert corps[2] == "Article 3 – Programme d'actions"
    assert corps[-1] == "Article 19 – Règlement des litiges"
    assert corps == articles[: len(articles) // 2]
    assert not any("Force majeure" in p for p in lu)


@pytest.mark.parametrize("code", TITRES_DES_ARTICLES)
def test_la_convention_se_compose_sans_chacun_de_ses_articles(code: str) -> None:
    octets = ecrire(un_contrat_du_gers(), sans=(code,))

    assert fautes_word(octets) == ()
    assert f"– {TITRES_DES_ARTICLES[code]}\n" not in texte(octets)


def test_sans_enjeu_ni_membre_l_article_et_les_annexes_vides_disparaissent() -> None:
    convention = contexte_convention(une_demarche(), 1, LE_2_JUIN)

    assert convention.articles.diagnostic is None
    assert [a.titre for a in convention.liste_des_annexes] == [
        "Fiches actions",
        "Indicateurs et cibles",
        "Plan de financement",
    ]


def test_le_bloc_de_signature_ne_porte_aucune_date() -> None:
    lu = paragraphes(ecrire(un_contrat_du_gers()))

    debut = lu.index("Signatures")
    fin = next(n for n, p in enumerate(lu) if n > debut and p.startswith("Annexe"))
    bloc = " ".join(lu[debut:fin])
    assert not re.search(r"\d", bloc)
    assert "La préfète du Gers" in bloc
    assert "Le président du conseil départemental du Gers" in bloc


def test_seuls_les_textes_verifies_sont_cites_avec_un_numero() -> None:
    lu = en_clair(ecrire(un_contrat_du_gers()))

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
    assert "à la date que fixe le comité de suivi" in en_clair(ecrire(demarche))


def test_une_enveloppe_remplacee_ou_absente_ne_compte_pas() -> None:
    demarche = un_contrat_du_gers()
    del demarche.enveloppes[0]

    enveloppes = contexte_convention(demarche, 1, LE_2_JUIN).finances.enveloppes

    assert (enveloppes[0].plafond, enveloppes[0].statut) == ("—", "non renseignée")
    assert enveloppes[1].reste.replace("\N{NO-BREAK SPACE}", " ") == "61 844 €"


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

    octets = ecrire(demarche)

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

    octets = ecrire(demarche)

    assert fautes_word(octets) == ()
    assert 'Texte & <w:p> "cité"' in texte(octets)


def test_le_contenu_fige_se_relit_a_l_identique_et_porte_le_montant_a_sa_racine() -> None:
    convention = contexte_convention(un_contrat_du_gers(), 2, LE_2_JUIN)

    contenu = json.loads(json.dumps(convention.model_dump(mode="json")))

    assert contenu["montant_etat_centimes"] == 278_072_00
    assert Convention.model_validate(contenu) == convention


def test_la_convention_produite_est_celle_qui_a_ete_figee_meme_si_les_fiches_ont_change() -> None:
    demarche = un_contrat_du_gers()
    figer_un_projet(demarche)
    demarche.fiches[0].budget[0].part_etat_centimes = 999_999_00

    document, contexte = composer_document(
        demarche,
        un_passage(demarche),
        Production("D16", "projet:1", "convention projet 1"),
        Path(DOSSIER_DES_GABARITS),
    )

    assert isinstance(contexte, Convention)
    assert contexte.montant_etat_centimes == 278_072_00
    assert "Empreinte du texte figé : 0123456789ab" in en_clair(document.octets)


def test_un_projet_inconnu_est_refuse_en_nommant_ceux_qui_existent() -> None:
    demarche = un_contrat_du_gers()
    figer_un_projet(demarche)

    with pytest.raises(Introuvable) as refus:
        construire_convention(demarche, un_passage(demarche), "projet:9")

    assert refus.value.remede == "Choisissez parmi : projet:1."
