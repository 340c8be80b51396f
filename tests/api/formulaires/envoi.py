"""Ce que le navigateur renverrait : les cases d'un formulaire, telles que la page les montre."""

from html.parser import HTMLParser
from typing import Any

Cases = dict[str, list[str]]


class _Lecteur(HTMLParser):
    """Relève les formulaires d'une page ; ni les boutons, ni ce qui n'est pas coché, ne s'envoient."""

    def __init__(self) -> None:
        super().__init__()
        self.formulaires: list[tuple[str, Cases]] = []
        self.cases: Cases | None = None
        self.zone = ""
        self.liste = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.cases = {}
            self.formulaires.append((a.get("action", ""), self.cases))
        if self.cases is None:
            return
        if (
            tag == "input"
            and a.get("name")
            and (a.get("type") not in ("checkbox", "radio") or "checked" in a)
        ):
            self.cases.setdefault(a["name"], []).append(a.get("value") or "")
        elif tag == "textarea":
            self.zone = a["name"]
            self.cases.setdefault(self.zone, []).append("")
        elif tag == "select":
            self.liste = a["name"]
            self.cases.setdefault(self.liste, [])
        elif tag == "option" and self.liste and (not self.cases[self.liste] or "selected" in a):
            self.cases[self.liste] = [a.get("value") or ""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.cases = None
        elif tag == "textarea":
            self.zone = ""
        elif tag == "select":
            self.liste = ""

    def handle_data(self, data: str) -> None:
        if self.zone and self.cases is not None:
            # Le saut de ligne qui suit la balise n'est pas du texte.
            self.cases[self.zone][-1] += data.removeprefix("\n")


def formulaire_de(page: str, action: str = "") -> tuple[str, Cases]:
    """Le formulaire de la page qui a le plus de cases, ou celui dont l'adresse finit ainsi."""
    lecteur = _Lecteur()
    lecteur.feed(page)
    voulus = [f for f in lecteur.formulaires if f[0].endswith(action)]
    return max(voulus, key=lambda f: len(f[1]))


def cases_de(page: str) -> Cases:
    """Les cases du grand formulaire de la page."""
    return formulaire_de(page)[1]
