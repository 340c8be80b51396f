"""Défaire et refaire une archive, pour en abîmer une partie."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile


def parties_de(contenu: bytes) -> dict[str, bytes]:
    """Les parties d'une archive, dépliées."""
    with ZipFile(BytesIO(contenu)) as lue:
        return {nom: lue.read(nom) for nom in lue.namelist()}


def archive(parties: Mapping[str, bytes]) -> bytes:
    """Une archive faite de ces parties."""
    tampon = BytesIO()
    with ZipFile(tampon, "w", ZIP_DEFLATED) as ecrite:
        for nom, contenu in parties.items():
            ecrite.writestr(nom, contenu)
    return tampon.getvalue()
