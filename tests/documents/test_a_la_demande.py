"""Les documents qu'aucun geste ne demande : mêmes exigences que pour ceux du parcours."""

from pathlib import Path

import pytest

from documents.a_la_demande import A_LA_DEMANDE, ModeleALaDemande, composer_a_la_demande
from documents.catalogue import CATALOGUE
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.analyse import champs_inconnus, champs_jamais_imprimes
from documents.moteur.ouverture import OutilAbsent, defauts_d_ouverture
from documents.moteur.validite import fautes_word, texte
from documents.production import ENVIRONNEMENT
from tests.documents.fabriques_a_la_demande import DOSSIERS, LE_8_AVRIL, composes, contextes

MODELES = pytest.mark.parametrize("modele", A_LA_DEMANDE.values(), ids=list(A_LA_DEMANDE))
SUR_CHAQUE_DOSSIER = pytest.mark.parametrize("dossier", DOSSIERS)


@MODELES
def test_un_gabarit_a_la_demande_ne_nomme_que_des_champs_de_son_contexte(modele: ModeleALaDemande) -> None:
    fautes = champs_inconnus(DOSSIER_DES_GABARITS / modele.gabarit, modele.contexte, ENVIRONNEMENT)

    assert [str(f) for f in fautes] == []


@MODELES
def test_un_champ_propre_a_un_document_a_la_demande_est_imprime(modele: ModeleALaDemande) -> None:
    jamais = champs_jamais_imprimes(DOSSIER_DES_GABARITS / modele.gabarit, modele.contexte, ENVIRONNEMENT)

    assert sorted(set(jamais) & set(modele.contexte.__annotations__)) == []


@SUR_CHAQUE_DOSSIER
def test_chaque_document_a_la_demande_se_compose(dossier: str) -> None:
    assert sorted(composes(dossier)) == sorted(A_LA_DEMANDE)


@SUR_CHAQUE_DOSSIER
def test_un_document_a_la_demande_respecte_les_regles_de_word(dossier: str) -> None:
    fautes = {code: fautes_word(d.octets) for code, d in composes(dossier).items()}

    assert {code: f for code, f in fautes.items() if f} == {}


@SUR_CHAQUE_DOSSIER
def test_un_document_a_la_demande_ne_laisse_voir_ni_balise_ni_valeur_absente(dossier: str) -> None:
    for code, document in composes(dossier).items():
        lu = texte(document.octets)
        for interdit in ("{{", "}}", "{%", "None", "Erreur !", "False", "True", "\ufffd"):
            assert interdit not in lu, f"{code} : {interdit}"


def test_les_memes_donnees_donnent_les_memes_octets_a_la_demande() -> None:
    for code, contexte in contextes("complet").items():
        seconde = composer_a_la_demande(code, contexte, LE_8_AVRIL, DOSSIER_DES_GABARITS)

        assert seconde.empreinte_fichier == composes("complet")[code].empreinte_fichier, code


def test_la_demonstration_est_marquee_sur_chaque_document_a_la_demande() -> None:
    for code, document in composes("complet").items():
        assert "DONNÉES DE DÉMONSTRATION" in texte(document.octets), code


def test_un_code_ne_designe_qu_un_document() -> None:
    assert not set(A_LA_DEMANDE) & set(CATALOGUE)


def test_tout_gabarit_livre_sert_a_un_document() -> None:
    """Un gabarit inclus ou un formulaire n'a pas de code : son nom commence par une minuscule."""
    connus = {m.gabarit for m in CATALOGUE.values()} | {m.gabarit for m in A_LA_DEMANDE.values()}

    livres = {f.name for f in DOSSIER_DES_GABARITS.glob("[DR][0-9]*.docx")}

    assert livres == connus


@pytest.mark.lent
def test_libreoffice_ouvre_tous_les_documents_a_la_demande(tmp_path: Path) -> None:
    fichiers = []
    for dossier in DOSSIERS:
        for code, document in composes(dossier).items():
            fichiers.append(tmp_path / f"{dossier} {code}.docx")
            fichiers[-1].write_bytes(document.octets)
    try:
        defauts = defauts_d_ouverture(fichiers)
    except OutilAbsent as absence:
        pytest.skip(absence.pourquoi)

    assert defauts == ()
