"""L'intégrité d'un PDF signé, quand pyHanko est installé (`pip install jalons[signature]`).

Aucun réseau, aucune liste de confiance : on dit si le fichier a changé depuis qu'il a été signé, et ce que
chaque signature couvre. On ne dit ni que le certificat est de confiance, ni que la signature vaut en droit.
"""

import logging
from io import BytesIO
from typing import Any

try:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext
except ModuleNotFoundError:
    PYHANKO = False
else:
    PYHANKO = True
    COUVERTURES = {
        SignatureCoverageLevel.ENTIRE_FILE: "tout le fichier",
        SignatureCoverageLevel.ENTIRE_REVISION: "le fichier tel qu'il était avant d'être complété",
    }

# pyHanko écrirait au journal la trace de chaque certificat qui n'est pas de confiance, donc de tous.
for _nom in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_nom).setLevel(logging.CRITICAL)

SANS_PYHANKO = (
    "L'intégrité n'a pas été contrôlée : pyHanko n'est pas installé (pip install jalons[signature])."
)

ILLISIBLE = "L'intégrité n'a pas pu être contrôlée : une signature de ce fichier n'a pas une forme connue."


def controler(octets: bytes) -> tuple[str, ...]:
    """Une phrase par signature, ou la raison pour laquelle rien n'a été contrôlé."""
    if not PYHANKO:
        return (SANS_PYHANKO,)
    try:
        signatures = PdfFileReader(BytesIO(octets), strict=False).embedded_signatures
    except (PdfError, ValueError):
        return (ILLISIBLE,)
    return tuple(_dire(signature) for signature in signatures)


def _dire(signature: Any) -> str:
    debut = f"Signature « {signature.field_name} »"
    try:
        # Sans racine de confiance ni réseau : seule l'intégrité est regardée.
        confiance = ValidationContext(trust_roots=[], allow_fetching=False)
        etat = validate_pdf_signature(signature, confiance)
    except (SignatureValidationError, PdfError, ValueError):
        return f"{debut} : elle ne peut pas être contrôlée, le fichier a été modifié ou mal signé."
    signataire = signature.signer_cert.subject.native.get("common_name", "non nommé")
    if not (etat.intact and etat.valid):
        return f"{debut} ({signataire}) : elle n'est plus intacte, le fichier a été modifié après elle."
    partie = "une partie seulement du fichier"
    couverture = COUVERTURES.get(etat.coverage, partie) if etat.coverage else partie
    return f"{debut} ({signataire}) : elle est intacte et couvre {couverture}."
