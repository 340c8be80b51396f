"""La recherche trouve sans accents ni casse, sur les deux bases, et suit ce qui s'écrit."""

from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from sqlmodel import col, select

from documents.depot import Depot
from modeles.base import lecture, unite_de_travail
from modeles.contact import Contact
from modeles.erreurs import SaisieInvalide
from modeles.fiche import FicheAction
from modeles.indexation import normaliser
from modeles.recherche import TexteCherche
from tests.fabriques import un_document
from workflows.dossier import creer_demarche
from workflows.recherche import Groupe, chercher, extrait, lire_les_documents, reindexer

LE = date(2025, 3, 3)


def _chercher(demande: str, **autres: object) -> list[Groupe]:
    with lecture() as session:
        return chercher(session, demande, **autres)  # type: ignore[arg-type]


def _titres(demande: str) -> list[str]:
    return [t.titre for g in _chercher(demande) for t in g.trouvailles]


@pytest.fixture
def gers(base: str) -> None:
    """Le Gers et une fiche sur les garages solidaires."""
    del base
    with unite_de_travail() as session:
        demarche = creer_demarche(session, "Gers", LE)
        session.add(
            FicheAction(
                demarche_id=demarche.id,
                code="32-TRA-MOB-01",
                titre="Ouvrir un garage solidaire",
                axe="TRANSITION",
                annee_debut=2025,
                description="Réparer les véhicules des ménages éloignés de l'emploi, cœur de l'action.",
            )
        )


@pytest.mark.parametrize(
    "demande", ["GARAGE", "vehicules", "Éloignés", "coeur", "gara sol", "ménag", "32-tra-mob"]
)
def test_accents_casse_ligatures_et_debuts_de_mots_trouvent(gers: None, demande: str) -> None:
    assert _titres(demande) == ["32-TRA-MOB-01 – Ouvrir un garage solidaire"]


@pytest.mark.parametrize("demande", ["garage aquatique", "arage", "véhiculer"])
def test_tous_les_mots_doivent_y_etre_par_leur_debut(gers: None, demande: str) -> None:
    assert _titres(demande) == []


def test_le_territoire_se_trouve_par_son_nom(gers: None) -> None:
    assert _titres("gers") == ["Gers"]


def test_une_fiche_reecrite_ne_se_trouve_plus_par_son_ancien_titre(gers: None) -> None:
    with unite_de_travail() as session:
        session.exec(select(FicheAction)).one().titre = "Prêter des vélos"

    assert (_titres("garage"), _titres("velos")) == ([], ["32-TRA-MOB-01 – Prêter des vélos"])


def test_une_fiche_supprimee_ne_se_trouve_plus(gers: None) -> None:
    with unite_de_travail() as session:
        session.delete(session.exec(select(FicheAction)).one())

    assert _titres("garage") == []


def test_ce_qu_on_n_a_pas_le_droit_de_voir_ne_se_trouve_pas(gers: None) -> None:
    assert _chercher("garage", territoires=["46"]) == []
    assert _chercher("garage", permise=lambda t: t.nature != "fiche_action") == []


@pytest.mark.parametrize("demande", ["", "  ", "!?", "'\"*"])
def test_une_demande_sans_mot_est_refusee(gers: None, demande: str) -> None:
    with pytest.raises(SaisieInvalide, match="rien à chercher"):
        _chercher(demande)


@pytest.mark.parametrize(
    "demande", ['garage" OR "x', "garage*", "garage & !x", "NEAR(garage)", "garage; DROP TABLE"]
)
def test_la_syntaxe_des_bases_n_est_que_du_texte(gers: None, demande: str) -> None:
    _chercher(demande)


def _un_word(texte: str) -> bytes:
    document, sortie = docx.Document(), BytesIO()
    document.add_paragraph(texte)
    document.save(sortie)
    return sortie.getvalue()


def _deposer(tmp_path: Path, texte: str, version: int = 1) -> Depot:
    depot = Depot(tmp_path)
    octets = _un_word(texte)
    with unite_de_travail() as session:
        demarche = session.exec(select(FicheAction)).one().demarche
        session.add(
            un_document(
                demarche,
                code="D04",
                titre="Compte rendu",
                objet="comité de lancement 1",
                version=version,
                nom_fichier=f"v{version}.docx",
                taille_octets=len(octets),
                empreinte_fichier=depot.ranger(octets),
            )
        )
    return depot


def test_le_texte_d_un_document_se_trouve_une_fois_lu(gers: None, tmp_path: Path) -> None:
    depot = _deposer(tmp_path, "Le comité retient l'itinérance de l'épicerie sociale.")
    assert _titres("itinerance") == []

    assert (lire_les_documents(depot), lire_les_documents(depot)) == (1, 0)

    (groupe,) = _chercher("itinerance")
    assert groupe.libelle == "Documents"
    assert "itinérance de l'épicerie sociale" in groupe.trouvailles[0].extrait


def test_d_un_document_une_seule_version_est_montree(gers: None, tmp_path: Path) -> None:
    _deposer(tmp_path, "Première épicerie.")
    lire_les_documents(_deposer(tmp_path, "Seconde épicerie.", version=2))

    (groupe,) = _chercher("epicerie")
    assert [t.extrait for t in groupe.trouvailles] == ["Seconde épicerie."]


def test_un_fichier_perdu_n_arrete_pas_la_lecture(gers: None, tmp_path: Path) -> None:
    _deposer(tmp_path, "Perdu.")
    (tmp_path / "ailleurs").mkdir()

    assert lire_les_documents(Depot(tmp_path / "ailleurs")) == 1
    assert _titres("compte rendu") == ["Compte rendu, comité de lancement 1"]


def test_reindexer_retrouve_tout(gers: None, tmp_path: Path) -> None:
    depot = _deposer(tmp_path, "L'épicerie.")
    with unite_de_travail() as session:
        nombre = reindexer(session)
    lire_les_documents(depot)

    assert nombre == 3
    assert _titres("epicerie") == ["Compte rendu, comité de lancement 1"]
    with lecture() as session:
        assert len(session.exec(select(TexteCherche).where(col(TexteCherche.lu).is_(False))).all()) == 0


def test_un_contact_se_trouve_par_son_organisme(gers: None) -> None:
    with unite_de_travail() as session:
        demarche = session.exec(select(FicheAction)).one().demarche
        session.add(
            Contact(
                demarche_id=demarche.id,
                partie="partenaire",
                role="membre",
                prenom="Camille",
                nom="EXEMPLE",
                fonction="directrice",
                organisme="Mission locale fictive",
            )
        )

    assert _titres("mission locale") == ["Camille EXEMPLE"]


def test_l_extrait_entoure_le_mot_trouve() -> None:
    texte = " ".join(f"mot{n}" for n in range(50))

    assert extrait(texte, ["mot30"]) == f"… {' '.join(f'mot{n}' for n in range(18, 42))} …"
    assert extrait("Épicerie sociale", ["epic"]) == "Épicerie sociale"


def test_normaliser_est_sans_accent_ni_ponctuation() -> None:
    assert normaliser("L’Œuvre : ÉTÉ « n° 3 »") == "l oeuvre ete n 3"
