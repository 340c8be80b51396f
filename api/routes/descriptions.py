"""Ce que la description OpenAPI dit des refus, une fois pour toutes les routes."""

from typing import Any

# Le modèle `Probleme` est déclaré par la route de santé ; ailleurs, on y renvoie sous son vrai type MIME.
SCHEMA = {"$ref": "#/components/schemas/Probleme"}


def _refus(statut: int, description: str) -> dict[int | str, dict[str, Any]]:
    return {
        statut: {
            "description": description,
            "content": {"application/problem+json": {"schema": SCHEMA}},
        }
    }


REFUS_422 = _refus(422, "La demande est mal remplie : toutes les fautes sont dites à la fois.")
REFUS_404 = _refus(404, "Introuvable ; des noms proches sont proposés.") | REFUS_422
REFUS_DU_PDF = _refus(409, "La mise en page a échoué, ou ce document n'est pas un document Word.") | _refus(
    501, "LibreOffice n'est pas installé sur ce serveur ; le document Word reste téléchargeable."
)
REFUS = (
    _refus(409, "Refusé : ce n'est pas le moment, ou il reste des choses à régler.")
    | _refus(413, "Le corps de la demande est trop grand.")
    | REFUS_404
)
