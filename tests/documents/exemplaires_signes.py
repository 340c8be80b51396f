"""Des PDF à champs de signature, faits sans certificat : leur forme est juste, leur contenu est fictif."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

PLACES = 9_999_999_999


def un_pdf(changer: Callable[[pikepdf.Pdf], object] = id, **options: object) -> bytes:
    """Un PDF d'une page blanche."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    changer(pdf)
    memoire = BytesIO()
    pdf.save(memoire, **options)  # type: ignore[arg-type]
    return memoire.getvalue()


def un_pdf_a_champs(*noms: str, signes: int) -> bytes:
    """Un champ par nom ; les `signes` premiers sont remplis et couvrent tout le fichier."""

    def poser(pdf: pikepdf.Pdf) -> None:
        champs = [_champ(pdf, nom, rempli=rang < signes) for rang, nom in enumerate(noms)]
        pdf.Root.AcroForm = Dictionary(Fields=Array(champs), SigFlags=3)

    octets = un_pdf(poser, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for trouve in re.finditer(rb"/Contents (<0+>)", octets):
        octets = _remplir_la_plage(octets, *trouve.span(1))
    return octets


def _champ(pdf: pikepdf.Pdf, nom: str, *, rempli: bool) -> pikepdf.Object:
    champ = Dictionary(FT=Name.Sig, T=String(nom))
    if rempli:
        champ.V = pdf.make_indirect(
            Dictionary(
                Type=Name.Sig,
                SubFilter=Name("/ETSI.CAdES.detached"),
                ByteRange=Array([0, PLACES, PLACES, PLACES]),
                Contents=String(b"\x00" * 32),
                Name=String("Camille Exemple"),
                M=String("D:20260302103000+01'00'"),
            )
        )
    return pdf.make_indirect(champ)


def _remplir_la_plage(octets: bytes, debut: int, fin: int) -> bytes:
    """À longueur égale, pour que la table des objets reste juste."""
    reserve = f"[ 0 {PLACES} {PLACES} {PLACES} ]".encode()
    plage = f"[ 0 {debut} {fin} {len(octets) - fin} ]".encode().ljust(len(reserve))
    return octets.replace(reserve, plage, 1)
