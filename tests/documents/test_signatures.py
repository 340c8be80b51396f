"""Un exemplaire signé se lit sans y toucher : ce qu'il porte est dit, ce qui est dangereux est refusé."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from documents.integrite import ILLISIBLE, PYHANKO, SANS_PYHANKO, controler
from documents.signatures import (
    AVANT_DES_AJOUTS,
    EN_PARTIE,
    OCTETS_AU_PLUS,
    RESERVE,
    TOUT,
    ExemplaireRefuse,
    examiner,
)
from tests.documents.exemplaires_signes import un_pdf, un_pdf_a_champs

avec_pyhanko = pytest.mark.skipif(
    not PYHANKO, reason="pyHanko n'est pas installé (extra facultatif « signature »)"
)
AJOUT = b"\n9 0 obj\n<< >>\nendobj\n%%EOF\n"


def test_on_compte_les_champs_et_l_on_nomme_ceux_qui_sont_remplis() -> None:
    examen = examiner(un_pdf_a_champs("État", "Collectivité", signes=1))

    assert [(c.nom, c.rempli) for c in examen.champs] == [("État", True), ("Collectivité", False)]
    (signature,) = examen.signatures
    assert (signature.signataire, signature.le, signature.couvre) == ("Camille Exemple", "02/03/2026", TOUT)
    assert examen.constat == (
        "Ce PDF a 2\N{NO-BREAK SPACE}champs de signature : 1\N{NO-BREAK SPACE}est rempli. " + RESERVE
    )


def test_un_fichier_complete_apres_la_signature_est_signale() -> None:
    examen = examiner(un_pdf_a_champs("État", signes=1) + AJOUT)

    assert examen.signatures[0].couvre == AVANT_DES_AJOUTS
    assert "Le fichier a été complété après la dernière signature." in examen.avertissements


def test_une_signature_qui_ne_commence_pas_au_debut_ne_couvre_qu_une_partie() -> None:
    octets = un_pdf_a_champs("État", signes=1).replace(b"/ByteRange [ 0 ", b"/ByteRange [ 9 ")

    examen = examiner(octets)

    assert examen.signatures[0].couvre == EN_PARTIE
    assert examen.avertissements == ("La signature « État » ne couvre qu'une partie du fichier.",)


def test_un_contenu_glisse_dans_le_trou_de_la_signature_ne_passe_pas_pour_couvert() -> None:
    octets = un_pdf_a_champs("État", signes=1).replace(b"/Contents <0000", b"/Contents <00/0")

    assert examiner(octets).signatures[0].couvre == EN_PARTIE


def test_un_scan_en_pdf_ou_en_image_ne_pretend_rien() -> None:
    pdf, image = examiner(un_pdf()), examiner(b"\xff\xd8\xff\xe0 une image")

    assert (pdf.pages, pdf.champs, pdf.integrite) == (1, (), ())
    assert pdf.constat.startswith("Ce PDF n'a aucun champ de signature : c'est sans doute la numérisation")
    assert image.type_mime == "image/jpeg"
    assert image.constat == "Ce fichier est une image : seule une personne peut y lire les signatures."


def au_demarrage(action: Dictionary) -> bytes:
    return un_pdf(lambda pdf: setattr(pdf.Root, "OpenAction", action))


REFUSES = {
    "vide": (b"", "Il pèse 0\N{NO-BREAK SPACE}octet"),
    "trop lourd": (b"%PDF-" + bytes(OCTETS_AU_PLUS), "on en garde jusqu'à"),
    "un document Word": (b"PK\x03\x04", "Ce n'est ni un PDF, ni une image JPEG ou PNG."),
    "tronqué": (un_pdf()[:-60], "Ce PDF est abîmé ou tronqué."),
    "sans rien à lire": (b"%PDF-1.7\nbonjour\n%%EOF", "Ce PDF est abîmé ou tronqué."),
    "à mot de passe": (
        un_pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
        "Il est protégé par un mot de passe",
    ),
    "JavaScript": (
        au_demarrage(Dictionary(S=Name.JavaScript, JS="app.alert(1)")),
        "Il contient un programme (JavaScript ou lancement d'une application)",
    ),
    "lancement": (au_demarrage(Dictionary(S=Name.Launch, F="x.exe")), "Il contient un programme"),
    "JavaScript du document": (
        un_pdf(lambda pdf: setattr(pdf.Root, "Names", Dictionary(JavaScript=Dictionary()))),
        "Il contient un programme",
    ),
}


@pytest.mark.parametrize(("octets", "pourquoi"), REFUSES.values(), ids=list(REFUSES))
def test_un_fichier_dangereux_ou_illisible_est_refuse(octets: bytes, pourquoi: str) -> None:
    with pytest.raises(ExemplaireRefuse) as refus:
        examiner(octets)

    assert refus.value.quoi == "Ce fichier ne peut pas être déposé."
    assert pourquoi in refus.value.pourquoi


def joindre(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["annexe.xlsx"] = b"PK"


AVERTIS = {
    "fichier joint": (un_pdf(joindre), "1\N{NO-BREAK SPACE}fichier est joint à ce PDF"),
    "copie interdite": (
        un_pdf(encryption=pikepdf.Encryption(owner="o", user="")),
        "Ce PDF restreint l'impression ou la copie",
    ),
    "table abîmée": (
        un_pdf().replace(b"startxref\n", b"startxref\n9"),
        "La structure de ce PDF a des défauts",
    ),
}


@pytest.mark.parametrize(("octets", "debut"), AVERTIS.values(), ids=list(AVERTIS))
def test_ce_qui_est_inhabituel_est_dit_sans_etre_refuse(octets: bytes, debut: str) -> None:
    (avertissement,) = examiner(octets).avertissements

    assert avertissement.startswith(debut)


def boucler(pdf: pikepdf.Pdf) -> None:
    """Un formulaire dont un champ se contient, et dont les listes ne sont pas des listes."""
    champ = pdf.make_indirect(Dictionary(T="boucle", FT=Name.Sig))
    champ.Kids = pikepdf.Array([champ, 3])
    signe = Dictionary(T="nul\x00", FT=Name.Sig, V=Dictionary(ByteRange=Name.Rien, M="hier"))
    pdf.Root.AcroForm = Dictionary(Fields=pikepdf.Array([champ, 12, signe]))


def test_un_formulaire_absurde_se_lit_sans_panne() -> None:
    examen = examiner(un_pdf(boucler))

    assert [(c.nom, c.rempli, c.le, c.couvre) for c in examen.champs] == [("nul", True, "", EN_PARTIE)]


@pytest.mark.skipif(PYHANKO, reason="pyHanko est installé : l'intégrité est contrôlée")
def test_sans_pyhanko_l_examen_dit_que_l_integrite_n_est_pas_controlee() -> None:
    assert examiner(un_pdf_a_champs("État", signes=1)).integrite == (SANS_PYHANKO,)


@avec_pyhanko
def test_pyhanko_dit_ce_qui_est_intact_et_ce_que_chacun_couvre() -> None:
    octets = signer(signer(un_pdf(), "Etat"), "Collectivite")

    assert controler(octets) == (
        f"Signature « Etat » (Camille Exemple) : elle est intacte et couvre {AVANT_DES_AJOUTS}.",
        f"Signature « Collectivite » (Camille Exemple) : elle est intacte et couvre {TOUT}.",
    )


@avec_pyhanko
def test_un_octet_change_ou_un_reenregistrement_defait_les_signatures() -> None:
    octets = signer(un_pdf(), "Etat")
    altere = octets.replace(b"/MediaBox", b"/MediaBax", 1)
    memoire = BytesIO()
    with pikepdf.open(BytesIO(octets)) as pdf:
        pdf.save(memoire)

    for change in (altere, memoire.getvalue()):
        (phrase,) = controler(change)
        assert phrase.endswith("elle n'est plus intacte, le fichier a été modifié après elle.")


@avec_pyhanko
def test_une_signature_contrefaite_ne_peut_pas_etre_controlee() -> None:
    assert controler(un_pdf_a_champs("Etat", signes=1)) == (ILLISIBLE,)


def signer(octets: bytes, champ: str) -> bytes:
    """Une vraie signature PAdES, avec un certificat fictif fait pour l'essai."""
    signers: Any = pytest.importorskip("pyhanko.sign.signers")
    fields: Any = pytest.importorskip("pyhanko.sign.fields")
    ecriture: Any = pytest.importorskip("pyhanko.pdf_utils.incremental_writer")
    sortie = BytesIO()
    demande = signers.PdfSignatureMetadata(field_name=champ, subfilter=fields.SigSeedSubFilter.PADES)
    document = ecriture.IncrementalPdfFileWriter(BytesIO(octets))
    signers.sign_pdf(document, demande, signer=un_signataire(signers), output=sortie)
    return sortie.getvalue()


def un_signataire(signers: Any) -> Any:
    x509: Any = pytest.importorskip("cryptography.x509")
    primitives: Any = pytest.importorskip("cryptography.hazmat.primitives.hashes")
    pkcs12: Any = pytest.importorskip("cryptography.hazmat.primitives.serialization.pkcs12")
    serialisation: Any = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    rsa: Any = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")
    cle = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    nom = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "Camille Exemple")])
    jour = datetime.now(UTC)
    certificat = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(1)
        .not_valid_before(jour - timedelta(days=1))
        .not_valid_after(jour + timedelta(days=1))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(cle, primitives.SHA256())
    )
    coffre = pkcs12.serialize_key_and_certificates(
        b"essai", cle, certificat, None, serialisation.BestAvailableEncryption(b"essai")
    )
    return signers.SimpleSigner.load_pkcs12_data(coffre, other_certs=[], passphrase=b"essai")
