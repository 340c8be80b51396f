"""Les réglages de l'accès : l'adresse publique, la lecture sans compte depuis la machine."""

from typing import Annotated

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from modeles.types_de_reglages import OuiNon, Texte, exige


class ReglagesAcces(BaseSettings):
    """Sur un poste, rien à régler : un lien de connexion s'affiche au démarrage."""

    url_publique: Annotated[str, Field(pattern=r"^https?://[^/\s]+$")] | None = Field(
        default=None,
        description="L'adresse où les personnes trouvent Jalons, celle qu'écrivent les invitations.",
        json_schema_extra=exige("une adresse sans barre finale, par exemple https://jalons.exemple.fr"),
    )
    oidc_emetteur: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = Field(
        default=None,
        description="Le fournisseur d'identité (OpenID Connect), par exemple ProConnect. Sans lui, on entre par "
        "un lien à usage unique.",
        json_schema_extra=exige("l'adresse de l'émetteur, telle qu'il la publie"),
    )
    oidc_nom: Texte = Field(
        default="ProConnect",
        description="Le nom du fournisseur d'identité, écrit sur le bouton de connexion.",
        json_schema_extra=exige("un nom, par exemple ProConnect"),
    )
    oidc_client: Texte | None = Field(
        default=None,
        description="L'identifiant que le fournisseur a donné à Jalons.",
        json_schema_extra=exige("un identifiant, avec JALONS_OIDC_EMETTEUR"),
    )
    oidc_secret: SecretStr | None = Field(
        default=None,
        description="Le secret que le fournisseur a donné à Jalons.",
        json_schema_extra=exige("un secret, avec JALONS_OIDC_EMETTEUR et JALONS_OIDC_CLIENT", secret=True),
    )
    oidc_portees: Texte = Field(
        default="openid given_name usual_name email",
        description="Ce que Jalons demande à savoir de la personne. Le défaut est celui de ProConnect.",
        json_schema_extra=exige("des portées séparées par des espaces, par exemple openid profile email"),
    )
    oidc_acr: Texte | None = Field(
        default=None,
        description="Les niveaux d'authentification admis ; un autre est refusé. ProConnect : eidas1.",
        json_schema_extra=exige("un ou plusieurs niveaux séparés par des espaces, par exemple eidas1"),
    )
    lecture_locale: OuiNon = Field(
        default=True,
        description="Laisser les programmes de cette machine lire sans compte où en sont les territoires, "
        "tant que Jalons n'est ouvert à personne d'autre.",
        json_schema_extra=exige("oui ou non"),
    )

    @field_validator("oidc_secret", mode="after")
    @classmethod
    def _fournisseur_entier(cls, secret: SecretStr | None, lus: ValidationInfo) -> SecretStr | None:
        presents = {
            secret is not None,
            *(lus.data.get(c) is not None for c in ("oidc_emetteur", "oidc_client")),
        }
        if len(presents) > 1:
            raise ValueError("fournisseur")
        return secret
