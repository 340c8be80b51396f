"""Guide, fiches d'entretien, synthèse, grille : ce que chaque pièce dit, et ne dit pas."""

from typing import Any

from documents.suites_des_gestes import Production, productions
from modeles.demarche import Demarche
from modeles.diagnostic import Entretien
from modeles.etapes import Etape, Geste
from modeles.piste import Piste
from modeles.vocabulaire import DecisionPiste
from tests.documents.fabriques_documents import dossier_complet, un_passage
from tests.documents.pieces import piece


def une_piste(demarche: Demarche, decision: DecisionPiste, **champs: Any) -> Piste:
    piste = Piste(
        demarche_id=demarche.id,
        numero=len(demarche.pistes) + 1,
        titre=f"Piste {decision.value}",
        sous_axe="DRO-ACC",
        decision=decision,
        motif=champs.pop("motif", "Motif fictif"),
        **champs,
    )
    demarche.pistes.append(piste)
    return piste


def test_valider_le_cadrage_produit_la_note_et_le_guide_d_entretien() -> None:
    demarche = dossier_complet()
    passage = un_passage(demarche, Geste.VALIDER_CADRAGE, Etape.DIAGNOSTIC)

    assert productions(demarche, passage) == [
        Production("D05", "", "note de cadrage"),
        Production("D06", "", "guide d'entretien"),
    ]


def test_deposer_le_diagnostic_produit_les_fiches_d_entretien_le_rapport_et_sa_synthese() -> None:
    demarche = dossier_complet()
    passage = un_passage(demarche, Geste.DEPOSER_DIAGNOSTIC, Etape.DIAGNOSTIC_PRESENTE)

    assert productions(demarche, passage) == [
        Production(code, "diagnostic:1", "diagnostic 1") for code in ("D07", "D08", "D09")
    ]


def test_la_grille_additionne_les_seuls_criteres_notes() -> None:
    lue = piece(dossier_complet(), "D11")

    assert "4 sur 6" in lue
    assert "non cotée" in lue


def test_la_grille_separe_les_retenues_la_liste_d_attente_et_les_autres() -> None:
    demarche = dossier_complet()
    une_piste(
        demarche, DecisionPiste.REPORTEE, cout_estime_centimes=25_000_00, motif="Au-delà de l'enveloppe"
    )
    une_piste(demarche, DecisionPiste.ECARTEE, motif="Déjà financée ailleurs")

    lue = piece(demarche, "D11")

    attente = lue.index("Liste d'attente", lue.index("Pistes retenues"))
    autres = lue.index("Autres pistes", attente)
    assert (
        attente
        < lue.index("reportée : Au-delà de l'enveloppe")
        < autres
        < lue.index("écartée : Déjà financée ailleurs")
    )
    assert "25 000 €" in lue[attente:autres]


def test_la_fiche_d_entretien_ne_dit_que_l_organisme_et_la_fonction() -> None:
    demarche = dossier_complet()
    demarche.entretiens.append(
        Entretien(
            demarche_id=demarche.id, organisme="Mission locale fictive", fonction="conseil", axes=["DROITS"]
        )
    )

    lue = piece(demarche, "D07")

    assert "Diffusion restreinte à l'équipe du diagnostic." in " ".join(lue)
    assert lue[lue.index("Mission locale fictive") :].count("Non tenu") == 1
    assert "Axe 2 – Lutter contre la grande exclusion grâce à l'accès aux droits" in lue
    for contact in demarche.contacts:
        assert contact.nom not in " ".join(lue)


def test_la_synthese_du_diagnostic_ne_dit_que_ce_que_le_rapport_a_fige() -> None:
    demarche = dossier_complet()
    demarche.constats[0].texte = "Constat récrit après le dépôt."

    lue = piece(demarche, "D09")

    assert "Constat fictif n° 1 (gravité modérée)" in lue
    assert not any("récrit" in p for p in lue)


def test_la_synthese_du_diagnostic_ne_retient_que_trois_constats_par_axe() -> None:
    demarche = dossier_complet()
    constats = demarche.diagnostics[0].contenu["synthese"]["axes"][0]["constats"]
    constats += [constats[0] | {"numero": n, "texte": f"Constat {n}."} for n in range(10, 14)]

    lue = piece(demarche, "D09")

    assert sum(p.endswith("(gravité modérée)") for p in lue) == 3
    assert "Le rapport donne aussi 2 autres constats." in lue
