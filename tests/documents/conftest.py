"""Les documents mis en page par LibreOffice : un seul lot pour tous les tests, et pour tous les processus de tests."""

from pathlib import Path

import pytest

from documents.moteur.ouverture import OutilAbsent
from documents.pdf import en_pdf
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_contrat import la_convention, le_document
from tests.documents.formulaires_abimes import remplacer, une_fiche_envoyee
from tests.documents.tout_le_catalogue import tout_le_catalogue
from tests.partage import une_fois


@pytest.fixture(scope="session")
def pdf_communs(dossier_commun: Path) -> dict[str, bytes]:
    """Le PDF de chaque document du catalogue, par son nom, puis ceux que `_autres` nomme."""
    try:
        return une_fois(dossier_commun, "pdf", _mettre_en_page)
    except OutilAbsent as absence:
        pytest.skip(absence.pourquoi)


def _mettre_en_page() -> dict[str, bytes]:
    documents = {nom: compose.octets for nom, compose in tout_le_catalogue().items()} | _autres()
    return dict(zip(documents, en_pdf(list(documents.values())), strict=True))


def _autres() -> dict[str, bytes]:
    gers = un_contrat_du_gers()
    _, _, fiche = une_fiche_envoyee()
    return {
        "convention du Gers": la_convention(gers),
        "livrable du Gers": le_document(gers, "D14", ""),
        "fiche envoyée": fiche,
        "fiche retouchée": remplacer(fiche, "Deux postes à temps plein", "Trois postes à temps plein"),
    }
