"""Les écrans de `make planches` : chacun existe, à chaque largeur, en clair et en sombre ; sans outil, un refus."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.navigateur import planches
from tests.navigateur.serveur import Serveur


def test_un_ecran_se_photographie_a_trois_largeurs_en_clair_et_en_sombre(
    chromium: Browser, serveur: Serveur, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planches, "ECRANS", ("/territoires/32", "/connexion"))

    vues = dict(planches.photographier(serveur, chromium, tmp_path))

    assert sorted(f.name for f in vues if f.name.startswith("00")) == [
        f"00 territoires-32 {theme} {largeur}.png"
        for theme in ("clair", "sombre")
        for largeur in ("0320", "0768", "1280")
    ]
    assert len({f.read_bytes() for f in vues}) == 12
    assert [d for d in vues.values() if d] == []


def test_sans_chromium_on_dit_quoi_installer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(planches, "CHROMIUM", None)

    with pytest.raises(SystemExit, match="Chromium est introuvable"):
        planches.principal(tmp_path)
