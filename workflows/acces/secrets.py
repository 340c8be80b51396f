"""Les secrets qu'on remet à une personne : tirés au hasard, montrés une fois, gardés par leur empreinte."""

import secrets
from hashlib import sha256

OCTETS_DE_HASARD = 32


def nouveau_secret() -> str:
    """256 bits de hasard, en caractères qui passent dans une adresse."""
    return secrets.token_urlsafe(OCTETS_DE_HASARD)


def empreinte_de(secret: str) -> str:
    """Ce que la base garde : assez pour reconnaître le secret, pas pour le retrouver.

    Un hachage simple suffit : le secret est tiré au hasard, aucune liste ne le devine.
    """
    return sha256(secret.encode()).hexdigest()
