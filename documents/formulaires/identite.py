"""Ce qu'un formulaire dit de lui-même : quelle fiche, dans quel état elle est partie."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from documents.moteur.ooxml import DECLARATION, entier, lire_xml

PARTIE = "docProps/custom.xml"
MODELE = "fiche_action/1"
_PROPRIETES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
# L'identifiant que la norme donne aux propriétés écrites par l'utilisateur.
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PREFIXE, _DE_BASE = "jalons_", "jalons_base_"
_IMPRIMEE = re.compile(r"([0-9A-Za-z]+(?:-[A-Z]+)+-\d{2,}) · ([0-9a-f]{8}) — version (\d+)")


class Identite(NamedTuple):
    """`empreinte` : le SHA-256 des champs au départ ; `base` : pour chaque champ, ses huit premiers chiffres.

    `budget` est l'empreinte du tableau en lecture seule. Lue au pied de page, l'identité n'a que le code, la
    version et le début de l'empreinte.
    """

    fiche: str
    code: str
    version: int
    empreinte: str
    modele: str = MODELE
    budget: str = ""
    base: Mapping[str, str] = {}

    @property
    def reference(self) -> str:
        """« 32-DRO-EXP-01 · 1a2b3c4d », au pied de chaque page."""
        return f"{self.code} · {self.empreinte[:8]}"

    @property
    def complete(self) -> bool:
        return bool(self.fiche)


def ecrire_identite(identite: Identite) -> bytes:
    """La partie des propriétés personnalisées : elle survit à Word et à LibreOffice."""
    proprietes = {
        **{f"{_PREFIXE}{nom}": str(v) for nom, v in identite._asdict().items() if nom != "base"},
        **{f"{_DE_BASE}{cle}": empreinte for cle, empreinte in identite.base.items()},
    }
    lignes = "".join(
        f'<property fmtid="{_FORMAT}" pid="{n}" name={quoteattr(nom)}>'
        f"<vt:lpwstr>{escape(v)}</vt:lpwstr></property>"
        for n, (nom, v) in enumerate(proprietes.items(), 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="{_PROPRIETES}" xmlns:vt="{_TYPES}">{lignes}</Properties>'.encode()
    )


def lire_identite(contenu: bytes | None, pieds: Iterable[str]) -> Identite | None:
    """L'identité des propriétés, ou à défaut celle qui est imprimée au pied de page ; `None` sans aucune."""
    lues = {str(p.get("name")): str(p.xpath("string()")) for p in lire_xml(contenu)} if contenu else {}
    version = entier(lues.get(f"{_PREFIXE}version", ""))
    if f"{_PREFIXE}fiche" in lues and version is not None:
        return Identite(
            fiche=lues[f"{_PREFIXE}fiche"],
            code=lues.get(f"{_PREFIXE}code", ""),
            version=version,
            empreinte=lues.get(f"{_PREFIXE}empreinte", ""),
            modele=lues.get(f"{_PREFIXE}modele", ""),
            budget=lues.get(f"{_PREFIXE}budget", ""),
            base={n.removeprefix(_DE_BASE): v for n, v in lues.items() if n.startswith(_DE_BASE)},
        )
    imprimee = next((trouve for pied in pieds if (trouve := _IMPRIMEE.search(pied))), None)
    return Identite("", imprimee[1], int(imprimee[3]), imprimee[2]) if imprimee else None
