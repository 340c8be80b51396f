"""Deux agents, chacun dans son navigateur, écrivent la même fiche : personne n'écrase personne."""

from modeles.compte import Role
from tests.navigateur.conftest import Ouvrir
from tests.navigateur.histoires.redaction import creer, ecrire, enregistrer, un_territoire
from tests.navigateur.serveur import Serveur


def test_deux_agents_ecrivent_la_meme_fiche_et_choisissent_ce_qui_reste(
    ouvrir: Ouvrir, serveur: Serveur
) -> None:
    fiches = un_territoire(serveur, "12")
    dominique = serveur.secret(Role.ETAT, "Dominique Fictif", territoire="12")
    claude = serveur.secret(Role.COLLECTIVITE, "Claude Fictif", territoire="12")
    chez_dominique = ouvrir(f"{fiches}/nouvelle", secret=dominique)
    adresse = creer(chez_dominique, titre="Prévenir les expulsions") + "/modifier"
    chez_claude = ouvrir(adresse, secret=claude)
    chez_dominique.goto(adresse)

    ecrire(chez_dominique, titre="Prévenir plus tôt les expulsions", public_cible="Ménages en impayé")
    enregistrer(chez_dominique)
    chez_dominique.wait_for_url("**?fait=fiche")
    ecrire(chez_claude, titre="Prévenir ensemble les expulsions", description="Une visite à domicile")
    enregistrer(chez_claude)

    chez_claude.get_by_role("heading", level=1, name="a changé pendant que vous l'écriviez").wait_for()
    choix = chez_claude.get_by_role("main").inner_text()
    assert "Prévenir plus tôt les expulsions" in choix
    assert "Prévenir ensemble les expulsions" in choix
    chez_claude.get_by_text("Garder ce que j'ai écrit").click()
    enregistrer(chez_claude, "Enregistrer ces choix")
    chez_claude.wait_for_url("**?fait=fiche")

    fiche = chez_claude.get_by_role("main").inner_text()
    ecrits = ("Prévenir ensemble les expulsions", "Ménages en impayé", "Une visite à domicile")
    assert [texte for texte in ecrits if texte not in fiche] == []
