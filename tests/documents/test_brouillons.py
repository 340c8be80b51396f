"""Le brouillon dit « PROJET » et montre, sur fond jaune et à sa place, tout ce qu'il reste à compléter."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from documents.brouillons import composer_brouillon
from documents.catalogue import CATALOGUE
from documents.ebauches import ebaucher, sujets_possibles
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.manques import manques
from documents.moteur.archive import parties_de
from documents.moteur.gabarit import DocumentCompose
from documents.moteur.ooxml import CORPS
from documents.moteur.surlignage import DEBUT, FIN, marquer, surligner
from documents.moteur.validite import fautes_word, texte
from modeles.demarche import Demarche
from tests.documents.fabriques_documents import dossier_complet, dossier_hostile, dossier_minimal
from tests.fabriques import une_demarche, une_fiche
from tests.workflows.archives import archive

LE_2_MARS = date(2026, 3, 2)
DOSSIERS = {
    "vide": une_demarche,
    "minimal": dossier_minimal,
    "complet": dossier_complet,
    "hostile": dossier_hostile,
}
_SURLIGNE = re.compile(r'<w:highlight w:val="yellow"/>.*?<w:t xml:space="preserve">(.*?)</w:t>', re.DOTALL)


def le_brouillon(demarche: Demarche, code: str, sujet: str) -> DocumentCompose:
    gabarit = DOSSIER_DES_GABARITS / CATALOGUE[code].gabarit
    return composer_brouillon(gabarit, ebaucher(demarche, code, sujet, LE_2_MARS), LE_2_MARS)


def surlignes(document: DocumentCompose) -> list[str]:
    return _SURLIGNE.findall(parties_de(document.octets)[CORPS].decode())


def brouillons_de(demarche: Demarche) -> Iterator[tuple[str, DocumentCompose]]:
    for code in CATALOGUE:
        for sujet in sujets_possibles(demarche, code)[:1]:
            yield code, le_brouillon(demarche, code, sujet)


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_chaque_document_a_son_brouillon_valide_quoi_qu_il_manque(dossier: str) -> None:
    faits = dict(brouillons_de(DOSSIERS[dossier]()))

    assert {"D05", "D08", "D14", "D16", "D27"} <= set(faits)
    for code, document in faits.items():
        assert (code, fautes_word(document.octets)) == (code, ())
        lu = texte(document.octets)
        assert "PROJET" in lu, code
        for interdit in (DEBUT, FIN, "{{", "None", "False"):
            assert interdit not in lu, f"{code} : {interdit}"


def test_ce_qui_manque_est_surligne_a_sa_place_dans_les_mots_de_la_liste() -> None:
    demarche = une_demarche()
    une_fiche(demarche, porteur="", perimetre="")
    attendus = [m.quoi for m in manques(ebaucher(demarche, "D13", "fiche:32-DRO-EXP-01", LE_2_MARS))]

    document = le_brouillon(demarche, "D13", "fiche:32-DRO-EXP-01")

    assert "[à compléter\u00a0: le porteur]" in surlignes(document)
    assert {f"[à compléter\u00a0: {quoi.partition(' (')[0]}]" for quoi in attendus} <= set(
        surlignes(document)
    )
    assert "Périmètre géographique\u00a0: [à compléter\u00a0: le périmètre]" in texte(document.octets)


def test_une_liste_vide_montre_ce_qu_elle_devrait_contenir() -> None:
    document = le_brouillon(une_demarche(), "D27", "")

    assert "[à compléter\u00a0: les signatures]" in surlignes(document)
    assert "signé le [à compléter\u00a0: la date de signature]." in texte(document.octets)


def test_un_document_complet_n_a_rien_de_surligne() -> None:
    demarche = dossier_complet()

    document = le_brouillon(demarche, "D27", "")

    assert surlignes(document) == []


def test_le_meme_jour_donne_les_memes_octets() -> None:
    premier, second = (le_brouillon(dossier_minimal(), "D16", "projet:3") for _ in range(2))

    assert premier.empreinte_fichier == second.empreinte_fichier


def test_surligner_garde_la_mise_en_forme_les_sauts_et_le_texte_voisin() -> None:
    passage = (
        '<w:r><w:rPr><w:b/><w:lang w:val="fr-FR"/></w:rPr><w:t>avant '
        f"{marquer('un')} entre</w:t><w:br/><w:t>{marquer('deux')}</w:t></w:r>"
    )
    corps = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"<w:p>{passage}</w:p></w:body></w:document>"
    )
    octets = archive({CORPS: corps.encode(), "docProps/core.xml": f"<a>{marquer('titre')}</a>".encode()})

    parties = parties_de(surligner(DocumentCompose(octets, "", "", "")).octets)

    gras = "<w:b/>"
    jaune = f'{gras}<w:highlight w:val="yellow"/><w:lang w:val="fr-FR"/>'
    ecrit = parties[CORPS].decode()
    assert ecrit.count(jaune) == 2
    assert re.sub(r"<[^>]+>", "", ecrit).strip() == "avant un entredeux"
    assert ecrit.index("<w:br/>") < ecrit.index("deux")
    assert parties["docProps/core.xml"] == b"<a>titre</a>"
