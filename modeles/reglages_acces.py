"""Les réglages de l'accès : l'adresse publique, la lecture sans compte depuis la machine."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings

from modeles.types_de_reglages import OuiNon, exige


class ReglagesAcces(BaseSettings):
    """Sur un poste, rien à régler : un lien de connexion s'affiche au démarrage."""

    url_publique: Annotated[str, Field(pattern=r"^https?://[^/\s]+$")] | None = Field(
        default=None,
        description="L'adresse où les personnes trouvent Jalons, celle qu'écrivent les invitations.",
        json_schema_extra=exige("une adresse sans barre finale, par exemple https://jalons.exemple.fr"),
    )
    lecture_locale: OuiNon = Field(
        default=True,
        description="Laisser les programmes de cette machine lire sans compte où en sont les territoires, "
        "tant que Jalons n'est ouvert à personne d'autre.",
        json_schema_extra=exige("oui ou non"),
    )
