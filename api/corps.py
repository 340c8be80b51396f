"""Le corps d'une demande qui est un fichier, et ce que la description OpenAPI en dit."""

from typing import Annotated, Any

from fastapi import Depends, Request

from documents.pdf import TYPE_MIME_PDF
from documents.production import TYPE_MIME


def corps_binaire(*types: str) -> dict[str, Any]:
    """Ce que la description OpenAPI dit d'un corps de l'un de ces types."""
    contenus = {genre: {"schema": {"type": "string", "format": "binary"}} for genre in types}
    return {"requestBody": {"required": True, "content": contenus}}


CORPS_WORD = corps_binaire(TYPE_MIME)
CORPS_WORD_OU_PDF = corps_binaire(TYPE_MIME, TYPE_MIME_PDF)
CORPS_SIGNE = corps_binaire(TYPE_MIME_PDF, "image/jpeg", "image/png")


async def _corps(requete: Request) -> bytes:
    return await requete.body()


Octets = Annotated[bytes, Depends(_corps)]
