"""Chaque document du catalogue se remplit, quel que soit le dossier, et se lit sans défaut."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from documents.catalogue import CATALOGUE, Modele
from documents.contextes.commun import Contexte
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.analyse import champs_inconnus, champs_jamais_imprimes
from documents.moteur.archive import parties_de
from documents.moteur.gabarit import DocumentCompose
from documents.moteur.ouverture import OutilAbsent, defauts_d_ouverture
from documents.moteur.validite import fautes_word, texte
from documents.production import ENVIRONNEMENT, chemin_lisible, composer_document, nom_de_fichier
from documents.suites_des_gestes import Production, productions
from modeles.demarche import Demarche
from modeles.etapes import Etape, Geste
from modeles.vocabulaire import NatureReunion
from tests.documents.fabriques_documents import (
    DEBUT,
    commandes,
    dossier_complet,
    dossier_hostile,
    dossier_minimal,
    un_passage,
)
from tests.fabriques import un_document, une_demarche, une_reunion

DOSSIERS = {"complet": dossier_complet, "minimal": dossier_minimal, "hostile": dossier_hostile}
CODES = sorted(CATALOGUE)
# fmt: off
DOCUMENTS_DES_REUNIONS = [
    (Geste.CONVOQUER,            NatureReunion.COMITE_LANCEMENT,   ["D01", "D02", "D03"]),
    (Geste.CONVOQUER,            NatureReunion.ATELIER,            ["D01", "D02", "D03"]),
    (Geste.REPORTER_COMITE,      NatureReunion.COMITE_SUIVI,       []),
    (Geste.TENIR_REUNION,        NatureReunion.COMITE_LANCEMENT,   ["D04"]),
    (Geste.TENIR_REUNION,        NatureReunion.COMITE_SUIVI,       ["D04", "D10"]),
    (Geste.TENIR_REUNION,        NatureReunion.COMITE_RESTITUTION, ["D04", "D10"]),
    (Geste.TENIR_REUNION,        NatureReunion.ATELIER,            ["D12"]),
    (Geste.VALIDER_COMPTE_RENDU, NatureReunion.COMITE_SUIVI,       ["D04"]),
    (Geste.VALIDER_COMPTE_RENDU, NatureReunion.ATELIER,            ["D12"]),
    (Geste.SUSPENDRE,            NatureReunion.ATELIER,            []),
]
# fmt: on


@cache
def documents_de(dossier: str) -> dict[str, DocumentCompose]:
    return composer_tout(DOSSIERS[dossier]())


class RepereEcrit(Contexte):
    texte: str
    suite: tuple[str, ...]
    le: date


def composer_tout(demarche: Demarche) -> dict[str, DocumentCompose]:
    """Les documents d'un dossier, nommés « D01 reunion:1 3 » : le code, le sujet, le rang du passage."""
    return {
        f"{p.code} {p.sujet} {passage.sequence}": composer_document(
            demarche, passage, p, DOSSIER_DES_GABARITS
        )[0]
        for passage, p in commandes(demarche)
    }


@pytest.mark.parametrize("modele", CATALOGUE.values(), ids=list(CATALOGUE))
def test_un_gabarit_ne_nomme_que_des_champs_de_son_contexte(modele: Modele) -> None:
    fautes = champs_inconnus(DOSSIER_DES_GABARITS / modele.gabarit, modele.contexte, ENVIRONNEMENT)

    assert [str(f) for f in fautes] == []


@pytest.mark.parametrize("modele", CATALOGUE.values(), ids=list(CATALOGUE))
def test_un_champ_propre_a_un_document_est_imprime_par_son_gabarit(modele: Modele) -> None:
    gabarit = DOSSIER_DES_GABARITS / modele.gabarit

    jamais = champs_jamais_imprimes(gabarit, modele.contexte, ENVIRONNEMENT)

    assert sorted(set(jamais) & set(modele.contexte.__annotations__)) == []


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_un_dossier_produit_chaque_document_du_catalogue(dossier: str) -> None:
    codes = {nom.split()[0] for nom in documents_de(dossier)}

    assert sorted(codes) == CODES


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_un_document_rempli_respecte_les_regles_de_word(dossier: str) -> None:
    fautes = {nom: fautes_word(d.octets) for nom, d in documents_de(dossier).items()}

    assert {nom: f for nom, f in fautes.items() if f} == {}


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_un_document_ne_laisse_voir_ni_balise_ni_valeur_absente(dossier: str) -> None:
    for nom, document in documents_de(dossier).items():
        lu = texte(document.octets)
        for interdit in ("{{", "}}", "{%", "None", "Erreur !", "False", "True", "\ufffd"):
            assert interdit not in lu, f"{nom} : {interdit}"


def test_les_memes_donnees_donnent_les_memes_octets() -> None:
    premiere = {nom: d.empreinte_fichier for nom, d in documents_de("complet").items()}

    seconde = {nom: d.empreinte_fichier for nom, d in composer_tout(dossier_complet()).items()}

    assert premiere == seconde


def test_un_texte_hostile_est_imprime_tel_que_saisi() -> None:
    compte_rendu = texte(documents_de("hostile")["D04 reunion:1 3"].octets)

    assert 'Texte & <balise> "guillemets" l\'apostrophe 🏠 العربية' in compte_rendu


def test_un_texte_saisi_prend_ses_insecables_et_ne_change_pas_autrement() -> None:
    saisi = "Deux lieux ; 3 000 € : le 1er juillet"

    ecrit = RepereEcrit(texte=saisi, suite=(saisi, "sans rien"), le=date(2026, 7, 1))

    assert ecrit.texte == "Deux lieux\u00a0; 3\u00a0000\u00a0€\u00a0: le 1er\u00a0juillet"
    assert ecrit.suite == (ecrit.texte, "sans rien")
    assert ecrit.texte.replace("\u00a0", " ") == saisi


def test_la_demonstration_est_marquee_sur_chaque_document() -> None:
    for nom, document in documents_de("complet").items():
        assert "DONNÉES DE DÉMONSTRATION" in texte(document.octets), nom


def test_un_dossier_reel_ne_porte_pas_la_mention_de_demonstration() -> None:
    demarche = dossier_complet()
    demarche.fictive = False
    passage, production = commandes(demarche)[0]

    document, _ = composer_document(demarche, passage, production, DOSSIER_DES_GABARITS)

    assert "DÉMONSTRATION" not in texte(document.octets)


def test_un_compte_rendu_est_un_projet_jusqu_a_sa_validation() -> None:
    documents = documents_de("complet")

    valide, a_valider = (texte(documents[nom].octets) for nom in ("D04 reunion:1 4", "D04 reunion:2 8"))

    assert "Compte rendu validé par le Département du Gers le 1er\u00a0avril 2025." in valide
    assert "PROJET" not in valide
    assert "PROJET" in a_valider


def test_un_projet_porte_son_filigrane_sur_chaque_page() -> None:
    documents = documents_de("complet")

    def filigranes(nom: str) -> set[bool]:
        parties = parties_de(documents[nom].octets)
        return {b'string="PROJET"' in octets for partie, octets in parties.items() if "header" in partie}

    assert filigranes("D04 reunion:2 8") == {True}
    assert filigranes("D04 reunion:1 4") == {False}


@pytest.mark.parametrize(("geste", "nature", "codes"), DOCUMENTS_DES_REUNIONS)
def test_un_geste_de_reunion_produit_ses_documents(
    geste: Geste, nature: NatureReunion, codes: list[str]
) -> None:
    demarche = une_demarche()
    une_reunion(demarche, nature)
    passage = un_passage(demarche, geste, Etape.LANCEMENT, donnees={"reunion": 1})

    assert [p.code for p in productions(demarche, passage)] == codes


def test_un_report_apres_convocation_refait_l_invitation_et_l_ordre_du_jour() -> None:
    demarche = une_demarche()
    une_reunion(demarche, NatureReunion.COMITE_SUIVI)
    un_passage(demarche, Geste.CONVOQUER, Etape.DIAGNOSTIC, donnees={"reunion": 1})
    report = un_passage(demarche, Geste.REPORTER_COMITE, Etape.DIAGNOSTIC, donnees={"reunion": 1})

    assert productions(demarche, report) == [
        Production("D01", "reunion:1", "comité de suivi 1"),
        Production("D02", "reunion:1", "comité de suivi 1"),
    ]


def test_un_projet_fige_se_nomme_par_sa_version() -> None:
    demarche = dossier_complet()
    gel = next(p for p in demarche.passages if p.geste is Geste.FIGER_PROJET)

    assert productions(demarche, gel) == [Production("D16", "projet:1", "convention projet 1")]


def test_la_version_imprimee_est_celle_qui_sera_gardee() -> None:
    demarche = dossier_complet()
    demarche.documents = [un_document(demarche, code="D01", objet="comité de lancement 1", version=2)]
    passage, production = commandes(demarche)[0]

    document, _ = composer_document(demarche, passage, production, DOSSIER_DES_GABARITS)

    assert "DDETSPP/CLS-32/2025/D01-1 — version 3 — page" in texte(document.octets)


def test_un_document_se_range_sous_son_territoire_et_son_etape() -> None:
    demarche = une_demarche()
    nom = nom_de_fichier(DEBUT, "D04", "32", "comité de suivi : « été » 2/3", 1)

    chemin = chemin_lisible(demarche, un_document(demarche, etape=Etape.DIAGNOSTIC_PRESENTE, nom_fichier=nom))

    assert chemin.as_posix() == (
        "32 Gers/3 Diagnostic presente/20250106_D04_32_comite de suivi - ete 2-3_v1.docx"
    )


@pytest.mark.lent
def test_libreoffice_ouvre_tous_les_documents(tmp_path: Path) -> None:
    fichiers = []
    for dossier in DOSSIERS:
        for nom, document in documents_de(dossier).items():
            fichiers.append(tmp_path / f"{dossier} {nom.replace(':', '-')}.docx")
            fichiers[-1].write_bytes(document.octets)
    try:
        defauts = defauts_d_ouverture(fichiers)
    except OutilAbsent as absence:
        pytest.skip(absence.pourquoi)

    assert defauts == ()
