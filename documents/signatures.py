"""Lire un exemplaire signé : combien de signatures, de qui, et ce que chacune couvre. Jamais sa valeur en droit.

Un PDF signé s'enregistre par ajouts : la première signature couvre le fichier de son époque, la dernière le
fichier entier. Le fichier n'est ni corrigé ni réenregistré : le moindre octet changé défait une signature.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf.models.metadata import decode_pdf_date
from pydantic import BaseModel, ConfigDict

from documents.formats import accorder, date_courte, octets_lisibles
from documents.integrite import controler
from documents.moteur.environnement import caracteres_permis
from modeles.erreurs import SaisieInvalide

OCTETS_AU_PLUS = 50_000_000
OBJETS_AU_PLUS = 500_000
LONGUEUR_DE_TEXTE = 200
TYPE_PDF = "application/pdf"
TYPES_DE_SCAN = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
RESERVE = "Jalons ne se prononce pas sur la valeur juridique d'une signature."
TOUT, AVANT_DES_AJOUTS = "tout le fichier", "le fichier tel qu'il était avant d'être complété"
EN_PARTIE = "une partie seulement du fichier"
_ACTIONS = re.compile(rb"/S\s*/(JavaScript|Launch)\b")
_HEXADECIMAL = re.compile(rb"<[0-9A-Fa-f\s]*>")
_FIN_DE_PDF = 1024


class ExemplaireRefuse(SaisieInvalide):
    """Le fichier déposé n'est pas un exemplaire signé que l'on puisse garder."""

    def __init__(self, pourquoi: str, remede: str) -> None:
        super().__init__("Ce fichier ne peut pas être déposé.", pourquoi, remede)


class _Lecture(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChampDeSignature(_Lecture):
    """Une place prévue pour signer. `signataire` et `le` sont déclarés par le fichier, sans preuve."""

    nom: str
    rempli: bool
    signataire: str = ""
    le: str = ""
    couvre: str = ""


class Examen(_Lecture):
    """Ce que l'on sait d'un exemplaire ; `integrite` est vide si rien n'a pu la contrôler."""

    type_mime: str
    constat: str
    pages: int | None = None
    champs: tuple[ChampDeSignature, ...] = ()
    integrite: tuple[str, ...] = ()
    avertissements: tuple[str, ...] = ()

    @property
    def signatures(self) -> tuple[ChampDeSignature, ...]:
        return tuple(champ for champ in self.champs if champ.rempli)


def type_de_scan(octets: bytes) -> str | None:
    """Le type d'une image numérisée ; rien si ce n'en est pas une."""
    return next((mime for debut, mime in TYPES_DE_SCAN.items() if octets.startswith(debut)), None)


def examiner(octets: bytes) -> Examen:
    """Lit un PDF, ou la numérisation (JPEG, PNG) d'un exemplaire papier, sans rien y changer.

    Lève `ExemplaireRefuse` : vide, plus de 50 Mo, autre format, tronqué, à mot de passe, ou contenant un
    programme.
    """
    _exiger_une_taille_raisonnable(len(octets))
    if scan := type_de_scan(octets):
        constat = "Ce fichier est une image : seule une personne peut y lire les signatures."
        return Examen(type_mime=scan, constat=constat)
    _exiger_un_pdf_entier(octets)
    try:
        with pikepdf.open(BytesIO(octets)) as pdf:
            return _examiner_le_pdf(pdf, octets)
    except pikepdf.PasswordError as erreur:
        raise ExemplaireRefuse(
            "Il est protégé par un mot de passe : il ne pourrait plus être relu sans lui.",
            "Demandez l'exemplaire sans mot de passe.",
        ) from erreur
    except pikepdf.PdfError as erreur:
        raise _abime() from erreur


def _exiger_une_taille_raisonnable(taille: int) -> None:
    if not 0 < taille <= OCTETS_AU_PLUS:
        raise ExemplaireRefuse(
            f"Il pèse {octets_lisibles(taille)} ; on en garde jusqu'à {octets_lisibles(OCTETS_AU_PLUS)}.",
            "Vérifiez le fichier, ou numérisez-le en plus petit.",
        )


def _exiger_un_pdf_entier(octets: bytes) -> None:
    if b"%PDF-" not in octets[:_FIN_DE_PDF]:
        raise ExemplaireRefuse(
            "Ce n'est ni un PDF, ni une image JPEG ou PNG.",
            "Déposez le PDF signé, ou la numérisation de l'exemplaire papier.",
        )
    if b"%%EOF" not in octets[-_FIN_DE_PDF:]:
        raise _abime()


def _abime() -> ExemplaireRefuse:
    return ExemplaireRefuse(
        "Ce PDF est abîmé ou tronqué.", "Téléchargez-le de nouveau depuis sa source, puis recommencez."
    )


def _examiner_le_pdf(pdf: pikepdf.Pdf, octets: bytes) -> Examen:
    _refuser_les_programmes(pdf)
    champs = tuple(_lire(champ, octets) for champ in _champs(pdf))
    signes = [champ for champ in champs if champ.rempli]
    return Examen(
        type_mime=TYPE_PDF,
        constat=_constat(len(signes), len(champs)),
        pages=len(pdf.pages),
        champs=champs,
        integrite=controler(octets) if signes else (),
        avertissements=tuple(_avertissements(pdf, champs)),
    )


def _refuser_les_programmes(pdf: pikepdf.Pdf) -> None:
    """JavaScript ou lancement de programme, où qu'il soit dans le fichier."""
    if len(pdf.objects) > OBJETS_AU_PLUS:
        raise ExemplaireRefuse("Ce PDF est démesuré.", "Enregistrez-le plus simplement, puis recommencez.")
    noms = pdf.Root.get("/Names")
    au_demarrage = isinstance(noms, pikepdf.Dictionary) and "/JavaScript" in noms
    if au_demarrage or any(_ACTIONS.search(_en_clair(objet)) for objet in pdf.objects):
        raise ExemplaireRefuse(
            "Il contient un programme (JavaScript ou lancement d'une application), qui pourrait en changer l'aspect.",
            "Demandez un exemplaire sans contenu actif, par exemple au format PDF/A.",
        )


def _en_clair(objet: Any) -> bytes:
    """L'objet tel qu'il est écrit dans le fichier, sans les données d'un flux."""
    ecrit = objet.stream_dict if isinstance(objet, pikepdf.Stream) else objet
    return ecrit.unparse(resolved=True) if isinstance(ecrit, pikepdf.Object) else b""


def _champs(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Les champs de signature du formulaire, à toute profondeur ; un champ qui se contient est lu une fois."""
    formulaire = pdf.Root.get("/AcroForm")
    a_voir: list[tuple[pikepdf.Object, Any]] = [
        (champ, None) for champ in _dictionnaires(formulaire, "/Fields")
    ]
    vus: set[tuple[int, int]] = set()
    while a_voir:
        champ, herite = a_voir.pop(0)
        if champ.is_indirect and champ.objgen in vus:
            continue
        vus.add(champ.objgen)
        genre = champ.get("/FT", herite)
        enfants = [enfant for enfant in _dictionnaires(champ, "/Kids") if "/T" in enfant]
        a_voir += [(enfant, genre) for enfant in enfants]
        if genre == "/Sig" and not enfants:
            yield champ


def _dictionnaires(hote: Any, cle: str) -> list[pikepdf.Object]:
    """Les dictionnaires d'une liste de l'hôte ; vide si ce n'en est pas une : le fichier peut être quelconque."""
    liste = hote.get(cle) if isinstance(hote, pikepdf.Dictionary) else None
    return [x for x in liste if isinstance(x, pikepdf.Dictionary)] if isinstance(liste, pikepdf.Array) else []


def _lire(champ: pikepdf.Object, octets: bytes) -> ChampDeSignature:
    nom, signature = _texte(champ, "/T") or "sans nom", champ.get("/V")
    if not isinstance(signature, pikepdf.Dictionary):
        return ChampDeSignature(nom=nom, rempli=False)
    return ChampDeSignature(
        nom=nom,
        rempli=True,
        signataire=_texte(signature, "/Name"),
        le=_jour(_texte(signature, "/M")),
        couvre=_couverture(signature, octets),
    )


def _texte(hote: pikepdf.Object, cle: str) -> str:
    return caracteres_permis(str(hote.get(cle, "")))[:LONGUEUR_DE_TEXTE]


def _jour(date_pdf: str) -> str:
    try:
        return date_courte(decode_pdf_date(date_pdf).date())
    except ValueError:
        return ""


def _couverture(signature: pikepdf.Object, octets: bytes) -> str:
    """D'après /ByteRange (ISO 32000-2, § 12.8.1) : tout, sauf la signature elle-même, entre chevrons."""
    lue = signature.get("/ByteRange")
    plage = [int(n) for n in lue if isinstance(n, int)] if isinstance(lue, pikepdf.Array) else []
    if len(plage) != 4 or min(plage) < 0 or plage[0] != 0 or plage[1] >= plage[2]:
        return EN_PARTIE
    fin = plage[2] + plage[3]
    trou = octets[plage[1] : plage[2]]
    if fin > len(octets) or not _HEXADECIMAL.fullmatch(trou):
        return EN_PARTIE
    return AVANT_DES_AJOUTS if octets[fin:].strip() else TOUT


def _constat(signes: int, champs: int) -> str:
    if not champs:
        return (
            "Ce PDF n'a aucun champ de signature : c'est sans doute la numérisation d'un exemplaire papier, "
            "où seule une personne peut lire les signatures."
        )
    prevus = accorder(champs, "champ de signature", "champs de signature")
    signatures = accorder(signes, "est rempli", "sont remplis") if signes else "aucun n'est rempli"
    return f"Ce PDF a {prevus} : {signatures}. {RESERVE}"


def _avertissements(pdf: pikepdf.Pdf, champs: tuple[ChampDeSignature, ...]) -> Iterator[str]:
    signes = [champ for champ in champs if champ.rempli]
    for champ in signes:
        if champ.couvre == EN_PARTIE:
            yield f"La signature « {champ.nom} » ne couvre qu'une partie du fichier."
    couvertures = {champ.couvre for champ in signes}
    if AVANT_DES_AJOUTS in couvertures and TOUT not in couvertures:
        yield "Le fichier a été complété après la dernière signature."
    if pdf.attachments:
        joints = accorder(len(pdf.attachments), "fichier est joint", "fichiers sont joints")
        yield f"{joints} à ce PDF : ils n'ont pas été examinés, ne les ouvrez que si vous les attendiez."
    if pdf.is_encrypted:
        yield "Ce PDF restreint l'impression ou la copie : il ne se conserve pas aussi bien qu'un PDF/A."
    if pdf.get_warnings():
        yield "La structure de ce PDF a des défauts : vérifiez qu'il s'affiche en entier."
