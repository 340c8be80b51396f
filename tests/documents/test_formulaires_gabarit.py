"""Un formulaire modifié dans Word garde un contrôle par champ, ou l'on dit lesquels manquent."""

import pytest

from documents.formulaires.controles import fautes_des_controles
from documents.gabarits import DOSSIER_DES_GABARITS, trouver
from documents.moteur.archive import parties_de
from documents.verification import GabaritRefuse, verifier
from tests.workflows.archives import archive

FORMULAIRE = trouver("D13F")
CORPS = "word/document.xml"


def _le_formulaire(*echanges: tuple[str, str]) -> dict[str, bytes]:
    parties = parties_de((DOSSIER_DES_GABARITS / FORMULAIRE.fichier).read_bytes())
    for avant, apres in echanges:
        assert avant.encode() in parties[CORPS]
        parties[CORPS] = parties[CORPS].replace(avant.encode(), apres.encode())
    return parties


def test_le_formulaire_livre_a_tous_ses_controles() -> None:
    assert fautes_des_controles(_le_formulaire(), FORMULAIRE.fichier) == []


def test_un_controle_perdu_double_ou_inconnu_est_nomme() -> None:
    parties = _le_formulaire(
        ('<w:tag w:val="constat"/>', '<w:tag w:val="constta"/>'),
        ('<w:tag w:val="porteur"/>', '<w:tag w:val="perimetre"/>'),
    )

    assert [f.message for f in fautes_des_controles(parties, FORMULAIRE.fichier)] == [
        "le champ « Constat » n'a plus de contrôle : remettez-en un, d'étiquette « constat »",
        "le champ « Périmètre géographique » a 2 contrôles : n'en gardez qu'un",
        "le champ « Porteur » n'a plus de contrôle : remettez-en un, d'étiquette « porteur »",
        "le contrôle « constta » n'est celui d'aucun champ (peut-être « constat »)",
    ]


def test_un_formulaire_sans_un_de_ses_champs_ne_s_installe_pas() -> None:
    octets = archive(_le_formulaire(('<w:tag w:val="constat"/>', "")))

    with pytest.raises(GabaritRefuse, match="le champ « Constat » n'a plus de contrôle"):
        verifier(octets, "mien.docx", FORMULAIRE, DOSSIER_DES_GABARITS)
