"""Un formulaire déposé est gardé et comparé ; la fiche ne change que de ce qu'on accepte."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session, select

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import SaisieInvalide
from modeles.fiche import FicheAction
from modeles.reference.registre import registre
from modeles.vocabulaire import OrigineDocument, StatutFiche
from tests.documents.formulaires_abimes import le_controle, reecrire, remplacer, sans_identite
from workflows.commandes.bordereau import Auteur
from workflows.depots.fiches import (
    TOUT,
    FicheDeposee,
    accepter,
    deposer_la_fiche,
    exporter_la_fiche,
    fiche_designee,
)
from workflows.depots.inscription import Fichier
from workflows.dossier import creer_demarche, enregistrer

LE_2_MARS = date(2026, 3, 2)
AUTEUR = Auteur("Camille Exemple", LE_2_MARS, maintenant())
CODE = "32-DRO-EXP-01"
SAISIE = {
    "titre": "Prévenir les expulsions locatives",
    "axe": "DROITS",
    "sous_axe": "DRO-EXP",
    "constat": "Le constat de départ.",
    "porteur": "Association fictive",
    "objectifs_operationnels": ["Repérer", "Suivre"],
    "annee_debut": 2024,
    "duree_annees": 2,
    "budget": [{"annee": 2024, "part_etat_centimes": 100, "part_collectivite_centimes": 100}],
    "indicateurs": [{"code": "MEN", "libelle": "Ménages", "unite": "foyers", "cibles": {2024: 1000}}],
}


@pytest.fixture
def demarche(base: str) -> UUID:
    with unite_de_travail() as session:
        creee = creer_demarche(session, "32", date(2024, 1, 8))
        enregistrer(session, creee.id, "fiche", SAISIE, AUTEUR)
        enregistrer(session, creee.id, "fiche", SAISIE | {"titre": "Une autre fiche"}, AUTEUR)
        return creee.id


def le_formulaire() -> bytes:
    with lecture() as session:
        return exporter_la_fiche(fiche_designee(session, CODE), LE_2_MARS, DOSSIER_DES_GABARITS).octets


def deposer(
    session: Session, octets: bytes, dossier: Path, attendue: FicheAction | None = None
) -> FicheDeposee:
    return deposer_la_fiche(session, Depot(dossier), Fichier("reçu.docx", octets), AUTEUR, attendue)


def test_le_fichier_recu_est_garde_et_la_fiche_reste_telle_quelle(demarche: UUID, tmp_path: Path) -> None:
    recu = remplacer(le_formulaire(), "Le constat de départ.", "Un autre constat.")

    for deja in (False, True):
        with unite_de_travail() as session:
            depose = deposer(session, recu, tmp_path)
            assert (depose.deja, depose.fiche.code) == (deja, CODE)

    with lecture() as session:
        (document,) = session.exec(select(Document)).all()
        assert (document.origine, document.code) == (OrigineDocument.DEPOSE, "D13")
        assert document.objet == "fiche 32-DRO-EXP-01 formulaire reçu"
        assert document.donnees == {"fichier": "reçu.docx", "par": "Camille Exemple"}
        assert Depot(tmp_path).lire(document.empreinte_fichier) == recu
        assert fiche_designee(session, CODE).constat == "Le constat de départ."


def test_seuls_les_champs_acceptes_sont_ecrits(demarche: UUID, tmp_path: Path) -> None:
    recu = remplacer(le_formulaire(), "Le constat de départ.", "Un autre constat.")
    recu = remplacer(recu, "Association fictive", "Autre association")
    recu = remplacer(recu, ">Suivre<", ">Accompagner<")

    with unite_de_travail() as session:
        depose = deposer(session, recu, tmp_path)
        changes = accepter(session, depose, ["constat", "objectifs_operationnels", "titre"], AUTEUR)
        assert [e.champ.cle for e in changes] == ["constat", "objectifs_operationnels"]

    with lecture() as session:
        fiche = fiche_designee(session, CODE)
        assert (fiche.constat, fiche.porteur) == ("Un autre constat.", "Association fictive")
        assert fiche.objectifs_operationnels == ["Repérer", "Accompagner"]
        assert [(x.annee, x.part_etat_centimes) for x in fiche.budget] == [(2024, 100)]
        assert [(i.code, [c.valeur_centiemes for c in i.cibles]) for i in fiche.indicateurs] == [
            ("MEN", [1000])
        ]


def test_tout_accepter_laisse_de_cote_ce_que_l_outil_a_change_depuis(demarche: UUID, tmp_path: Path) -> None:
    recu = remplacer(le_formulaire(), "Le constat de départ.", "Un autre constat.")
    recu = remplacer(recu, "Association fictive", "Autre association")
    with unite_de_travail() as session:
        change = SAISIE | {"code": CODE, "porteur": "Mairie fictive", "evaluation": "Bilan annuel"}
        enregistrer(session, demarche, "fiche", change, AUTEUR)

    with unite_de_travail() as session:
        accepter(session, deposer(session, recu, tmp_path), [TOUT], AUTEUR)

    with lecture() as session:
        fiche = fiche_designee(session, CODE)
        assert (fiche.constat, fiche.porteur, fiche.evaluation) == (
            "Un autre constat.",
            "Mairie fictive",
            "Bilan annuel",
        )


def test_un_sous_axe_accepte_entraine_son_axe(demarche: UUID, tmp_path: Path) -> None:
    avant = "Prévenir les expulsions locatives"
    octets = le_formulaire()
    controle = le_controle(octets, "sous_axe")
    parentalite = registre().referentiel("pacte_2024").sous_axe("ENF-PAR").libelle
    recu = remplacer(octets, controle, controle.replace(f">{avant}<", f">{parentalite}<"))

    with unite_de_travail() as session:
        accepter(session, deposer(session, recu, tmp_path), ["sous_axe"], AUTEUR)

    with lecture() as session:
        fiche = fiche_designee(session, CODE)
        assert (fiche.axe, fiche.sous_axe, fiche.titre) == ("ENFANCE", "ENF-PAR", avant)


def test_une_fiche_validee_ne_se_reecrit_pas(demarche: UUID, tmp_path: Path) -> None:
    recu = remplacer(le_formulaire(), "Le constat de départ.", "Un autre constat.")
    with unite_de_travail() as session:
        fiche_designee(session, CODE).statut = StatutFiche.VALIDEE

    with pytest.raises(SaisieInvalide) as refus, unite_de_travail() as session:
        depose = deposer(session, recu, tmp_path)
        avertissement = depose.comparaison.avertissements[0]
        accepter(session, depose, [TOUT], AUTEUR)

    assert avertissement == (
        "La fiche est au statut « validée » : demandez sa correction avant d'accepter un champ."
    )
    assert str(refus.value) == (
        "La fiche 32-DRO-EXP-01 ne peut pas être modifiée. Elle est au statut « validée ». "
        "Demandez d'abord sa correction, avec un motif."
    )


def test_un_champ_fautif_ou_inconnu_est_refuse_et_rien_n_est_ecrit(demarche: UUID, tmp_path: Path) -> None:
    recu = remplacer(le_formulaire(), "Le constat de départ.", "Un autre constat.")
    recu = remplacer(recu, ">2024<", ">bientôt<")

    for champs, message in (
        (
            ["constat", "annee_debut"],
            "« Première année » : attendu : un nombre entier, en chiffres seulement",
        ),
        ([TOUT], "« Première année » : attendu : un nombre entier, en chiffres seulement"),
        (["constat", "budget"], "Champ inconnu : budget."),
    ):
        with pytest.raises(SaisieInvalide, match=message), unite_de_travail() as session:
            accepter(session, deposer(session, recu, tmp_path), champs, AUTEUR)

    with lecture() as session:
        assert fiche_designee(session, CODE).constat == "Le constat de départ."


def test_le_formulaire_d_une_autre_fiche_ou_de_personne_est_refuse(demarche: UUID, tmp_path: Path) -> None:
    octets = le_formulaire()
    orphelin = _pied_change(sans_identite(octets))
    with unite_de_travail() as session:
        autre = fiche_designee(session, "32-DRO-EXP-02")
        with pytest.raises(SaisieInvalide, match="C'est celui de la fiche 32-DRO-EXP-01"):
            deposer(session, octets, tmp_path, autre)
        with pytest.raises(SaisieInvalide, match="Il ne dit pas de quelle fiche il vient"):
            deposer(session, orphelin, tmp_path)
        assert deposer(session, sans_identite(octets), tmp_path).fiche.code == CODE
        assert deposer(session, orphelin, tmp_path, autre).fiche.code == "32-DRO-EXP-02"


def _pied_change(octets: bytes) -> bytes:
    return reecrire(octets, lambda xml: xml.replace(CODE, "inconnue"), "word/footer1.xml")


def test_la_demarche_garde_la_trace_de_chaque_formulaire(demarche: UUID, tmp_path: Path) -> None:
    octets = le_formulaire()
    for constat in ("Un.", "Deux."):
        with unite_de_travail() as session:
            deposer(session, remplacer(octets, "Le constat de départ.", constat), tmp_path)

    with lecture() as session:
        documents = session.get_one(Demarche, demarche).documents
        assert sorted(d.version for d in documents) == [1, 2]
        assert len(list((tmp_path / "documents produits").rglob("*.docx"))) == 2
