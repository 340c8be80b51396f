"""Une région installe son gabarit : ses documents en sont faits, ceux des autres non, et l'on peut revenir."""

from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from documents.depot import Depot, FichierAltere
from documents.gabarits import DOSSIER_DES_GABARITS, Gabarits, fichier_de, trouver
from documents.moteur.validite import texte
from documents.verification import GabaritRefuse
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import Introuvable
from modeles.gabarit import VersionGabarit
from modeles.requetes import effets_restants
from modeles.requetes_gabarits import versions_de_gabarits
from tests.documents.gabarits_hostiles import l_invitation, paragraphes
from tests.workflows.archives import archive, parties_de
from tests.workflows.dossier_d_essai import LE_6_JANVIER, convoquer, ouvrir_le_gers
from workflows.commandes.bordereau import Auteur
from workflows.effets import Atelier, accomplir
from workflows.gabarits import installer, portee, retablir

CAMILLE = Auteur("Camille Exemple", LE_6_JANVIER, maintenant())
D01 = trouver("D01")


# Essayer un gabarit prend des secondes : seul ce qui s'écrit dans la base est éprouvé sur les deux.
SUR_SQLITE = pytest.mark.parametrize("base", ["sqlite"], indirect=True)


@pytest.fixture
def gabarits(base: str) -> Gabarits:
    return Gabarits(DOSSIER_DES_GABARITS, Depot(configuration().donnees))


def _installer(gabarits: Gabarits, phrase: str, region: str | None = None) -> bytes:
    octets = l_invitation(paragraphes(phrase))
    installer(octets, "mien.docx", portee(D01, region), gabarits, CAMILLE)
    return octets


def _en_vigueur(gabarits: Gabarits, region: str) -> bytes:
    with lecture() as session:
        return gabarits.chemin(session, "D01", region).read_bytes()


def _livre() -> bytes:
    return (DOSSIER_DES_GABARITS / fichier_de("D01")).read_bytes()


def test_sans_rien_d_installe_le_gabarit_est_celui_qui_est_livre(gabarits: Gabarits) -> None:
    with lecture() as session:
        assert gabarits.dossier(session, "76") == DOSSIER_DES_GABARITS


@SUR_SQLITE
def test_la_region_prend_le_sien_les_autres_celui_de_toutes(gabarits: Gabarits) -> None:
    de_toutes = _installer(gabarits, "Pour toutes.")
    d_occitanie = _installer(gabarits, "Pour l'Occitanie.", "76")

    assert _en_vigueur(gabarits, "76") == d_occitanie
    assert _en_vigueur(gabarits, "53") == de_toutes


def test_chaque_version_est_gardee_avec_qui_et_quand(gabarits: Gabarits) -> None:
    _installer(gabarits, "Une.", "76")
    _installer(gabarits, "Deux.", "76")
    retablir(portee(D01, "76"), 1, gabarits, Auteur("Dominique Exemple", LE_6_JANVIER, maintenant()))

    with lecture() as session:
        versions = versions_de_gabarits(session, "D01")

    assert [(v.version, v.region, v.par) for v in versions] == [
        (1, "76", "Camille Exemple"),
        (2, "76", "Camille Exemple"),
        (3, "76", "Dominique Exemple"),
    ]
    assert versions[2].empreinte == versions[0].empreinte
    assert versions[0].installe_le == CAMILLE.saisi_le


@SUR_SQLITE
def test_retablir_sans_version_revient_au_livre(gabarits: Gabarits) -> None:
    _installer(gabarits, "Une.")

    retablir(portee(D01, None), None, gabarits, CAMILLE)

    assert _en_vigueur(gabarits, "76") == _livre()


@SUR_SQLITE
def test_retablir_ce_qui_n_existe_pas_est_refuse(gabarits: Gabarits) -> None:
    with pytest.raises(Introuvable, match="Le gabarit D01 est déjà l'original"):
        retablir(portee(D01, "76"), None, gabarits, CAMILLE)

    _installer(gabarits, "Une.", "76")
    with pytest.raises(Introuvable, match=r"n'a pas de version 7\. Ses versions : 1\."):
        retablir(portee(D01, "76"), 7, gabarits, CAMILLE)


@SUR_SQLITE
def test_une_version_qui_ne_convient_plus_n_est_pas_retablie(gabarits: Gabarits) -> None:
    perimee = l_invitation(paragraphes("{{ champ_disparu }}"))
    with unite_de_travail() as session:
        empreinte = gabarits.depot.ranger(perimee)
        session.add(
            VersionGabarit(code="D01", version=1, empreinte=empreinte, par="x", installe_le=maintenant())
        )
        session.add(VersionGabarit(code="D01", version=2, empreinte="", par="x", installe_le=maintenant()))

    with pytest.raises(GabaritRefuse, match="« champ_disparu » n'existe pas"):
        retablir(portee(D01, None), 1, gabarits, CAMILLE)

    assert _en_vigueur(gabarits, "76") == _livre()


def test_une_version_inscrite_ne_change_plus(gabarits: Gabarits) -> None:
    _installer(gabarits, "Une.")

    for ordre in ("UPDATE version_gabarit SET par = 'x'", "DELETE FROM version_gabarit"):
        with (
            pytest.raises(DBAPIError, match="une ligne inscrite ne change plus"),
            unite_de_travail() as session,
        ):
            session.connection().execute(text(ordre))


@SUR_SQLITE
def test_la_provenance_distingue_la_version_installee_de_celle_qui_est_livree(gabarits: Gabarits) -> None:
    _installer(gabarits, "Une.")
    deuxieme = sha256(_installer(gabarits, "Deux.")).hexdigest()
    sources = [(fichier_de("D01"), deuxieme), ("corps_fiche.docx", "0" * 64)]

    with lecture() as session:
        provenance = gabarits.provenance(session, "76", sources)

    assert [(p["region"], p["version"]) for p in provenance] == [("", 2), (None, None)]


@SUR_SQLITE
@pytest.mark.parametrize("code", ["D15", "D22", "R3", "D13F"])
def test_un_gabarit_a_la_demande_s_installe_comme_les_autres(gabarits: Gabarits, code: str) -> None:
    gabarit = trouver(code)
    parties = parties_de((DOSSIER_DES_GABARITS / gabarit.fichier).read_bytes())
    paragraphes("À la mode d'Occitanie.")(parties)
    octets = archive(parties)

    installer(octets, "mien.docx", portee(gabarit, "76"), gabarits, CAMILLE)

    with lecture() as session:
        assert gabarits.chemin(session, code, "76").read_bytes() == octets
        assert gabarits.chemin(session, code, "53").parent == gabarits.livres


def test_un_gabarit_refuse_ne_change_rien(gabarits: Gabarits) -> None:
    with pytest.raises(GabaritRefuse, match="« objt » n'existe pas"):
        _installer(gabarits, "{{ objt }}")

    assert _en_vigueur(gabarits, "76") == _livre()
    with lecture() as session:
        assert list(versions_de_gabarits(session)) == []


@SUR_SQLITE
def test_un_exemplaire_modifie_a_la_main_est_remis(gabarits: Gabarits) -> None:
    octets = _installer(gabarits, "Une.")
    with lecture() as session:
        exemplaire = gabarits.chemin(session, "D01", "76")
    exemplaire.chmod(0o644)
    exemplaire.write_bytes(b"abime")

    assert _en_vigueur(gabarits, "76") == octets


@SUR_SQLITE
def test_un_gabarit_altere_dans_le_depot_n_est_pas_employe(gabarits: Gabarits) -> None:
    _installer(gabarits, "Une.")
    with lecture() as session:
        empreinte = versions_de_gabarits(session)[0].empreinte
    garde: Path = configuration().donnees / "fichiers" / empreinte[:2] / empreinte[2:]
    garde.chmod(0o644)
    garde.write_bytes(b"abime")

    with pytest.raises(FichierAltere):
        _en_vigueur(gabarits, "76")


@SUR_SQLITE
def test_les_documents_de_la_region_sont_faits_de_son_gabarit(gabarits: Gabarits) -> None:
    demarche_id = ouvrir_le_gers()
    _installer(gabarits, "Invitation à la mode d'Occitanie.", "76")
    convoquer(demarche_id)

    with lecture() as session:
        cles = [e.cle for e in effets_restants(session, demarche_id) if e.parametres.get("code") == "D01"]
    for cle in cles:
        accomplir(cle, "essai", Atelier(DOSSIER_DES_GABARITS, gabarits.depot))

    with lecture() as session:
        documents: list[Document] = session.get_one(Demarche, demarche_id).documents
        attendue = versions_de_gabarits(session)[0].empreinte
    assert [d.empreinte_gabarit for d in documents] == [attendue]
    assert documents[0].gabarits == [
        {"fichier": fichier_de("D01"), "empreinte": attendue, "region": "76", "version": 1}
    ]
    assert "Invitation à la mode d'Occitanie." in texte(gabarits.depot.lire(documents[0].empreinte_fichier))
