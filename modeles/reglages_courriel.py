"""Les réglages du courriel : par quel serveur les messages partent, et où reviennent les avis d'échec."""

from enum import StrEnum
from typing import Annotated

from pydantic import DirectoryPath, Field, FilePath, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from modeles.types_de_reglages import Port, Texte, exige


class SecuriteSmtp(StrEnum):
    """Comment la liaison avec le serveur est protégée."""

    AUCUNE = "aucune"
    STARTTLS = "starttls"
    TLS = "tls"


PORTS = {SecuriteSmtp.AUCUNE: 25, SecuriteSmtp.STARTTLS: 587, SecuriteSmtp.TLS: 465}
# Les mêmes bornes que l'adresse d'un contact : ce qui se saisit doit pouvoir partir.
Adresse = Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$", max_length=254)]


class ReglagesCourriel(BaseSettings):
    """Sans `smtp_hote`, rien ne part : les messages attendent dans la boîte d'envoi, et cela se voit."""

    smtp_hote: Texte | None = Field(
        default=None,
        description="Le serveur SMTP par lequel les messages partent. Sans lui, ils attendent.",
        json_schema_extra=exige("le nom d'un serveur, par exemple smtp.exemple.fr"),
    )
    smtp_securite: SecuriteSmtp = Field(
        default=SecuriteSmtp.STARTTLS,
        description="La protection de la liaison : `aucune` n'admet pas de mot de passe.",
        json_schema_extra=exige("aucune, starttls ou tls"),
    )
    smtp_port: Port = Field(
        default_factory=lambda champs: PORTS[champs["smtp_securite"]],
        description="Le port du serveur SMTP. Par défaut, celui de sa protection : 25, 587 ou 465.",
        json_schema_extra=exige("un nombre entier de 1 à 65535, par exemple 587"),
    )
    smtp_autorite: FilePath | None = Field(
        default=None,
        description="Le certificat (PEM) de l'autorité qui a signé celui du serveur, si elle n'est pas publique.",
        json_schema_extra=exige("le chemin d'un fichier PEM qui existe"),
    )
    smtp_utilisateur: Texte | None = Field(
        default=None,
        description="Le nom du compte sur le serveur SMTP, s'il en demande un.",
        json_schema_extra=exige("le nom d'un compte"),
    )
    smtp_mot_de_passe: SecretStr | None = Field(
        default=None,
        description="Le mot de passe de ce compte. Il exige une liaison protégée.",
        json_schema_extra=exige(
            "un mot de passe avec JALONS_SMTP_UTILISATEUR, et une liaison starttls ou tls", secret=True
        ),
    )
    smtp_expediteur: Adresse | None = Field(
        default=None,
        description="L'adresse d'où partent les messages ; les réponses vont au chargé de mission.",
        json_schema_extra=exige("une adresse de courriel, par exemple contrats@exemple.fr"),
    )
    smtp_delai_s: Annotated[float, Field(gt=0, le=600)] = Field(
        default=30,
        description="Le nombre de secondes d'attente d'une réponse du serveur SMTP.",
        json_schema_extra=exige("un nombre de secondes, de 1 à 600"),
    )
    retours_de_courriel: DirectoryPath | None = Field(
        default=None,
        description="Le dossier (Maildir, ou fichiers .eml) où arrivent les avis d'échec. Il n'est que lu.",
        json_schema_extra=exige("le chemin d'un dossier qui existe"),
    )

    @field_validator("smtp_mot_de_passe", mode="after")
    @classmethod
    def _compte_complet(cls, secret: SecretStr | None, lus: ValidationInfo) -> SecretStr | None:
        en_clair = lus.data.get("smtp_securite") is SecuriteSmtp.AUCUNE
        if (secret is None) != (lus.data.get("smtp_utilisateur") is None) or (secret and en_clair):
            raise ValueError("compte")
        return secret

    @field_validator("smtp_expediteur", mode="after")
    @classmethod
    def _expediteur_connu(cls, adresse: str | None, lus: ValidationInfo) -> str | None:
        if adresse is None and lus.data.get("smtp_hote"):
            raise ValueError("expéditeur")
        return adresse

    @property
    def domaine_du_courriel(self) -> str | None:
        """Le domaine de l'expéditeur, s'il est réglé : celui des identifiants de messages."""
        return self.smtp_expediteur.rpartition("@")[2] if self.smtp_expediteur else None
