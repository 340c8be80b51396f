"""La fiche part en formulaire Word, revient remplie, et l'on choisit champ par champ ce que l'on en garde."""

from pathlib import Path

from documents.production import TYPE_MIME
from modeles.compte import Role
from tests.documents.formulaires_abimes import remplacer
from tests.navigateur.conftest import Ouvrir
from tests.navigateur.histoires.redaction import creer, un_territoire
from tests.navigateur.serveur import Serveur

DEPART = {"titre": "Prévenir les expulsions", "constat": "Le constat de départ.", "porteur": "Association A"}


def test_une_fiche_word_revient_et_se_reprend_champ_par_champ(ouvrir: Ouvrir, serveur: Serveur) -> None:
    fiches = un_territoire(serveur, "46")
    page = ouvrir(f"{fiches}/nouvelle", secret=serveur.secret(Role.ETAT, "Camille Fictif", territoire="46"))
    fiche = creer(page, **DEPART)

    with page.expect_download() as telechargement:
        page.get_by_role("link", name="Formulaire Word").click()
    assert telechargement.value.suggested_filename == "46-DRO-EXP-01_formulaire_v0.docx"
    recu = Path(telechargement.value.path()).read_bytes()
    for avant, apres in (
        ("Le constat de départ.", "Un constat plus juste."),
        ("Association A", "Association B"),
    ):
        recu = remplacer(recu, avant, apres)

    page.get_by_role("link", name="Déposer un formulaire rempli").click()
    rempli = {"name": "revenu de chez le porteur.docx", "mimeType": TYPE_MIME, "buffer": recu}
    page.get_by_label("Le formulaire Word rempli").set_input_files(rempli)
    page.get_by_role("button", name="Déposer").click()
    page.get_by_role("heading", level=1, name="Ce que propose le formulaire").wait_for()
    propose = page.get_by_role("main").inner_text()
    assert [x for x in ("Un constat plus juste.", "Association B") if x not in propose] == []

    # Le constat est accepté, le porteur refusé : sa case, proposée cochée, se décoche.
    page.get_by_role("group", name="Porteur").get_by_text("Prendre ce que dit le formulaire").click()
    page.get_by_role("button", name="Écrire les champs cochés dans la fiche").click()
    page.wait_for_url("**?fait=acceptation")
    assert page.url.startswith(fiche)
    garde = page.get_by_role("main").inner_text()
    assert [x for x in ("Un constat plus juste.", "Association A") if x not in garde] == []
    assert "Association B" not in garde
