"""Ce qui serait vide dans un document se dit avant de l'écrire, une fois chacun, avec l'endroit où le renseigner."""

from datetime import date
from functools import cache

import pytest

from documents.catalogue import CATALOGUE
from documents.contextes.attendus import est_vide
from documents.contextes.commun import ContexteDeDocument
from documents.ebauches import ebaucher, sujets_possibles
from documents.manques import DocumentIncomplet, exiger_complet, manques, manques_bloquants
from documents.suites_des_gestes import CODES_DES_GESTES, productions
from modeles.demarche import Demarche
from modeles.erreurs import Introuvable
from modeles.vocabulaire import EtatReunion, NatureReunion
from tests.documents.fabriques_documents import commandes, dossier_complet, dossier_minimal
from tests.fabriques import une_demarche, une_fiche, une_reunion

LE_2_MARS = date(2026, 3, 2)
FICHE = "fiche:32-DRO-EXP-01"


@cache
def contextes_du_dossier(complet: bool) -> dict[str, list[ContexteDeDocument]]:
    """Ce que les passages d'un dossier ont fait écrire, par code."""
    demarche = dossier_complet() if complet else dossier_minimal()
    ecrits: dict[str, list[ContexteDeDocument]] = {}
    for passage, production in commandes(demarche):
        contexte = CATALOGUE[production.code].construire(demarche, passage, production.sujet)
        ecrits.setdefault(production.code, []).append(contexte)
    return ecrits


def une_fiche_a_completer() -> ContexteDeDocument:
    demarche = une_demarche()
    une_fiche(demarche, porteur="", referent_fonction="Chargée de projet")
    return ebaucher(demarche, "D13", FICHE, LE_2_MARS)


@pytest.mark.parametrize(
    ("valeur", "vide"),
    [(None, True), ("", True), ("non renseigné", True), ((), True), (0, False), (False, False), ("—", False)],
)
def test_zero_et_non_sont_des_reponses(valeur: object, vide: bool) -> None:
    assert est_vide(valeur) is vide


def test_un_champ_vide_est_nomme_avec_son_remede_et_l_endroit() -> None:
    porteur = next(m for m in manques(une_fiche_a_completer()) if m.requis)

    assert porteur == ("le porteur", "Complétez la fiche.", FICHE, True)
    assert porteur.obstacle.code == "DOC-01"


def test_un_champ_d_une_liste_dit_de_quel_element_il_s_agit() -> None:
    demarche = une_demarche()
    une_fiche(demarche)
    une_fiche(demarche, porteur="").indicateurs[0].libelle = "Ménages accompagnés"

    quoi = [m.quoi for m in manques(ebaucher(demarche, "D16", "projet:1", LE_2_MARS))]

    assert "le porteur (32-DRO-EXP-02)" in quoi
    assert "la source (Ménages accompagnés)" in quoi
    assert "le nom du signataire (préfecture du Gers)" in quoi
    assert len(quoi) == len(set(quoi))


def test_ce_qui_s_ecrirait_non_renseigne_est_dit_meme_sans_etre_attendu() -> None:
    demarche = une_demarche()
    reunion = une_reunion(demarche, NatureReunion.COMITE_SUIVI)
    assert "les points de l'ordre du jour" in _quoi(demarche, "D02", f"reunion:{reunion.numero}")

    une_fiche(demarche, sous_axe=None)
    assert "sous axe" in _quoi(demarche, "D13", FICHE)


def _quoi(demarche: Demarche, code: str, sujet: str) -> list[str]:
    return [m.quoi for m in manques(ebaucher(demarche, code, sujet, LE_2_MARS))]


def test_un_document_definitif_incomplet_est_refuse_avec_toute_la_liste() -> None:
    demarche = une_demarche()
    une_fiche(demarche, porteur="", constat="")

    with pytest.raises(DocumentIncomplet) as refus:
        exiger_complet(ebaucher(demarche, "D13", FICHE, LE_2_MARS), "Fiche action")

    assert refus.value.quoi == "« Fiche action » ne peut pas être produit."
    assert refus.value.pourquoi == "2\u00a0données requises manquent : le constat ; le porteur."
    assert [o.ou for o in refus.value.obstacles] == [FICHE, FICHE]


def test_un_projet_s_ecrit_incomplet() -> None:
    contexte = une_fiche_a_completer()
    projet = contexte.model_copy(update={"document": contexte.document.model_copy(update={"projet": True})})

    assert manques_bloquants(contexte)
    assert manques_bloquants(projet) == []


def test_un_dossier_mene_a_son_terme_ne_bloque_aucun_document() -> None:
    bloques = {
        code: [m.quoi for c in contextes for m in manques_bloquants(c)]
        for code, contextes in contextes_du_dossier(complet=True).items()
    }

    # Le geste qui met fin au contrat exige son motif ; ce dossier d'essai le saute.
    assert {code: quoi for code, quoi in bloques.items() if quoi} == {"D29": ["le motif", "le motif"]}


def test_un_dossier_presque_vide_dit_ce_qui_manque_au_contrat() -> None:
    (convention,) = contextes_du_dossier(complet=False)["D16"]

    quoi = [m.quoi for m in manques_bloquants(convention)]

    assert {"le porteur (32-DRO-01)", "les indicateurs (32-DRO-01)"} <= set(quoi)


def test_chaque_geste_declare_les_documents_qu_il_fait_produire() -> None:
    demarche = dossier_complet()
    produits = {(p.geste, x.code) for p in demarche.passages for x in productions(demarche, p)}

    assert sorted(produits - {(g, c) for g, codes in CODES_DES_GESTES.items() for c in codes}) == []
    assert {c for codes in CODES_DES_GESTES.values() for c in codes} == set(CATALOGUE)


def test_les_sujets_suivent_le_dossier() -> None:
    demarche = une_demarche()
    une_reunion(demarche, NatureReunion.COMITE_LANCEMENT, etat=EtatReunion.TENUE, tenue_le=LE_2_MARS)
    une_reunion(demarche, NatureReunion.ATELIER)

    assert sujets_possibles(demarche, "D04") == ["reunion:1"]
    assert sujets_possibles(demarche, "D01") == ["reunion:2"]
    assert sujets_possibles(demarche, "D12") == sujets_possibles(demarche, "D17R") == []
    assert sujets_possibles(demarche, "D16") == ["projet:1"]


def test_un_code_ou_un_sujet_inconnu_est_refuse() -> None:
    with pytest.raises(Introuvable, match="Le document « D99 » n'est pas de ceux qu'un geste produit"):
        sujets_possibles(une_demarche(), "D99")
    for code, sujet in (("D13", "fiche:XX"), ("D04", "reunion:abc"), ("D05", "x"), ("D16", "projet:2")):
        with pytest.raises(Introuvable, match=f"Le document {code} ne s'écrit pas sur « {sujet} »"):
            ebaucher(une_demarche(), code, sujet, LE_2_MARS)
