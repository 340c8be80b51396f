"""Les commandes dont les essais ont besoin, telles qu'on les tape."""

import json
from functools import cache
from typing import Any
from unittest.mock import patch

from typer.main import get_command
from typer.testing import CliRunner, Result

from api.cli.outils import console
from api.cli.principal import application

# Le lanceur de Typer relirait toutes les commandes à chaque appel : une fois suffit.
_commandes = cache(get_command)
REFERENT = {"role": "referent", "nom": "Exemple", "fonction": "référent", "organisme": "DDETS"}


def jalons(*arguments: str) -> Result:
    """La commande, telle qu'on la tape dans un terminal de 200 colonnes, où que les essais tournent."""
    console.width = 200
    with patch("typer.testing._get_command", _commandes):
        return CliRunner(env={"COLUMNS": "200"}).invoke(application, list(arguments))


def en_json(*arguments: str) -> Any:
    """Ce que la commande écrit avec --json."""
    resultat = jalons(*arguments, "--json")
    assert resultat.exit_code == 0, resultat.output
    return json.loads(resultat.stdout)


def preparer() -> None:
    """Crée la démarche du Gers, prête à ouvrir."""
    assert jalons("creer", "Gers", "--le", "10/01/2024").exit_code == 0
    for partie in ("etat", "collectivite"):
        assert (
            jalons(
                "saisir", "Gers", "contact", "--donnees", json.dumps(REFERENT | {"partie": partie})
            ).exit_code
            == 0
        )
    axes = json.dumps({"axes": [{"axe": "DROITS", "numero": 1}]})
    assert jalons("saisir", "Gers", "axes", "--donnees", axes).exit_code == 0
    assert jalons("saisir", "Gers", "enveloppe_inconnue").exit_code == 0


def ouvrir() -> Result:
    """Ouvre la démarche du Gers."""
    return jalons("avancer", "Gers", "ouvrir", "--le", "2024-01-15", "--par", "Camille Exemple")
