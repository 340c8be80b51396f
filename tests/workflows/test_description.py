"""La page et le dessin du parcours disent tout ce que le tableau dit."""

import xml.etree.ElementTree as ET

from modeles.etapes import Etape
from workflows.description import PRINCIPALES, en_markdown, en_svg
from workflows.parcours import PARCOURS
from workflows.regles.controles import CONTROLES


def test_la_page_cite_chaque_etape_chaque_geste_et_chaque_controle() -> None:
    page = en_markdown()

    attendus = [f"## {e.libelle}" for e in Etape]
    attendus += [f"`{t.geste.value}`" for t in PARCOURS]
    attendus += [f"| {code} |" for code in CONTROLES]
    assert [a for a in attendus if a not in page] == []


def test_le_dessin_est_du_svg_lisible_qui_montre_chaque_etape_du_chemin() -> None:
    dessin = ET.fromstring(en_svg())

    textes = {"".join(t.itertext()) for t in dessin.iter("{http://www.w3.org/2000/svg}text")}
    assert {e.libelle for e in PRINCIPALES} <= textes
    assert dessin.find("{http://www.w3.org/2000/svg}title") is not None
