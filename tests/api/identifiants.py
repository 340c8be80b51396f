"""Ce qu'une page désigne par un identifiant : il n'y en a qu'un, et il y est."""

from collections import Counter

from lxml import html

RENVOIS = ("aria-labelledby", "aria-describedby", "aria-controls")


def defauts_d_identifiants(page: str) -> list[str]:
    """Les identifiants en double, et les étiquettes ou les renvois qui n'en désignent aucun."""
    arbre = html.document_fromstring(page)
    identifiants = Counter(arbre.xpath("//@id"))
    voulus = [("for", i) for i in arbre.xpath("//label/@for")]
    voulus += [(nom, i) for nom in RENVOIS for valeur in arbre.xpath(f"//@{nom}") for i in valeur.split()]
    return [f"« {i} » {nombre} fois" for i, nombre in identifiants.items() if nombre > 1] + [
        f"{nom} désigne « {i} », qui n'y est pas" for nom, i in voulus if i not in identifiants
    ]
