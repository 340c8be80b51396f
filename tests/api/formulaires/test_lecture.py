"""Un formulaire rend ce qu'on y a tapé : lu en bordereau, ou toutes ses fautes à leur case."""

from datetime import date, time
from typing import Any

import pytest
from pydantic import BaseModel

from api.pages.formulaires.champs import Champ, decrire
from api.pages.formulaires.choix import Cadre
from api.pages.formulaires.formulaire import Formulaire
from api.pages.formulaires.lecture import Lu
from api.pages.formulaires.saisie import Saisie
from modeles.etapes import Etape
from modeles.reunion import Participant, PointOrdreDuJour
from modeles.vocabulaire import NatureReunion, Partie
from tests.fabriques import une_demarche, une_fiche, une_reunion
from workflows.commandes.diagnostic import DonneesAdoption, DonneesRetour
from workflows.commandes.fiches import SaisieFiche
from workflows.commandes.lancement import SaisieAxes, SaisieContact, SaisieEnveloppe
from workflows.commandes.registre import GESTES, SAISIES
from workflows.commandes.relecture import fiche_saisie
from workflows.commandes.reunions import SaisieReunion
from workflows.commandes.tenue import DonneesTenue

BORDEREAUX = {**{g.value: d.donnees for g, d in GESTES.items()}, **{n: s.donnees for n, s in SAISIES.items()}}


def _lire(schema: type[BaseModel], **cases: str | list[str]) -> Lu:
    saisie = Saisie({c.replace("__", "."): v if isinstance(v, list) else [v] for c, v in cases.items()})
    return Formulaire(schema, Cadre(une_demarche(Etape.FICHES)), saisie).lire()


@pytest.mark.parametrize("nom", BORDEREAUX)
def test_chaque_champ_de_chaque_bordereau_a_un_nom_francais(nom: str) -> None:
    def noms(champs: tuple[Champ, ...]) -> list[str]:
        return [n for c in champs for n in (c.libelle, *noms(c.champs)) if c.nom]

    for libelle in noms(decrire(BORDEREAUX[nom])):
        assert libelle
        assert libelle[0].isupper()
        assert "_" not in libelle


@pytest.mark.parametrize("nom", BORDEREAUX)
def test_un_formulaire_vierge_dit_tous_ses_champs_obligatoires(nom: str) -> None:
    schema = BORDEREAUX[nom]
    formulaire = Formulaire.vierge(schema, Cadre(une_demarche(Etape.FICHES)), {})

    fautes = formulaire.lire().fautes

    assert set(fautes) == {c.nom for c in decrire(schema) if c.obligatoire}
    assert all(faute.endswith(" : le champ est obligatoire.") for faute in fautes.values())


def test_une_fiche_entiere_ressort_du_formulaire_comme_elle_y_est_entree() -> None:
    demarche = une_demarche(Etape.FICHES)
    fiche = une_fiche(demarche, montant_centimes=12_500_50, jalons=[{"annee": 2025, "jalon": "Ouverture"}])
    donnees = fiche_saisie(fiche)

    lu = Formulaire.vierge(SaisieFiche, Cadre(demarche), donnees).lire()

    assert lu.fautes == {}
    assert SaisieFiche.model_validate(lu.donnees) == SaisieFiche.model_validate(donnees)


def test_des_lignes_ajoutees_et_retirees_gardent_ce_qui_est_tape() -> None:
    formulaire = Formulaire.vierge(DonneesAdoption, Cadre(une_demarche()), {})
    for _ in range(3):
        formulaire.agir("ajouter:reserves")
    formulaire.saisie.valeurs |= {
        "reserves.0.libelle": ["La première"],
        "reserves.2.libelle": ["La troisième"],
        "reserves.2.responsable": ["DDETS"],
        "reserves.2.echeance_le": ["2026-03-31"],
    }
    formulaire.agir("retirer:reserves.0")

    lu = formulaire.lire()

    assert formulaire.saisie.rangs("reserves") == ["1", "2"]
    assert lu.fautes == {}
    assert lu.donnees["reserves"] == [
        {"libelle": "La troisième", "responsable": "DDETS", "echeance_le": "2026-03-31"}
    ]


def test_une_faute_dans_une_ligne_se_dit_a_la_case_de_cette_ligne() -> None:
    lu = _lire(
        DonneesAdoption,
        reserves__0__libelle="",
        reserves__4__libelle="Chiffrer",
        reserves__4__echeance_le="31/02/2026",
    )

    assert lu.fautes == {
        "reserves.4.echeance_le": "Pour le : écrivez une date qui existe, jj/mm/aaaa.",
        "reserves.4.responsable": "Réserves, ligne 1, Qui y répond : le champ est obligatoire.",
    }


def test_toutes_les_fautes_sont_dites_a_la_fois() -> None:
    lu = _lire(SaisieContact, partie="etat", role="pape", courriel="chez moi", nom=" ")

    assert lu.fautes["role"] == "Rôle : choisissez dans la liste."
    assert lu.fautes["courriel"] == "Courriel : le texte n'a pas la forme attendue."
    assert set(lu.fautes) == {"role", "courriel", "nom", "fonction", "organisme"}


def test_un_axe_sans_numero_n_est_pas_envoye() -> None:
    lu = _lire(SaisieAxes, axes__DROITS__numero="1", axes__ENFANCE__numero="")

    assert lu.donnees["axes"] == [{"axe": "DROITS", "numero": 1}]


def test_un_axe_ecarte_sans_numero_est_refuse_a_sa_case() -> None:
    lu = _lire(SaisieAxes, axes__ENFANCE__justification="Traité ailleurs")

    assert lu.fautes == {"axes.ENFANCE.numero": "Axes, ligne 1, Numéro : le champ est obligatoire."}


def test_une_case_de_texte_libre_donne_une_liste() -> None:
    lu = _lire(DonneesRetour, griefs="Citer les sources\r\n\r\n  Dater \r\n", echeance_le="2026-03-31")

    assert lu.donnees["griefs"] == ["Citer les sources", "Dater"]


def test_un_montant_vide_n_est_pas_zero() -> None:
    lu = _lire(SaisieEnveloppe, annee="2025", plafond_centimes="", statut="notifie", notifiee_le="2025-01-02")

    assert lu.fautes == {"plafond_centimes": "Plafond de la part de l'État : le champ est obligatoire."}


def test_une_reunion_se_lit_avec_son_ordre_du_jour() -> None:
    cases: dict[str, Any] = {
        "nature": "comite_suivi",
        "prevue_le": "2026-03-31",
        "heure": "14h30",
        "lieu": "Auch",
        "points__0__intitule": "Diagnostic",
        "points__0__duree_minutes": "40",
        "participants__0__nom": "A. EXEMPLE",
        "participants__0__organisme": "DDETS",
        "participants__0__preside": "true",
    }

    lu = _lire(SaisieReunion, **cases)

    assert lu.fautes == {}
    saisie = SaisieReunion.model_validate(lu.donnees)
    assert (saisie.prevue_le, saisie.heure) == (date(2026, 3, 31), time(14, 30))
    assert saisie.participants[0].preside


def test_la_tenue_propose_les_convives_de_la_reunion_et_les_pointe_tous() -> None:
    demarche = une_demarche(Etape.LANCEMENT)
    reunion = une_reunion(demarche, NatureReunion.COMITE_LANCEMENT)
    reunion.participants = [
        Participant(
            reunion_id=reunion.id, numero=n, partie=Partie.ETAT, organisme="DDETS", nom=f"EXEMPLE {n}"
        )
        for n in (1, 2)
    ]
    reunion.points = [PointOrdreDuJour(reunion_id=reunion.id, numero=1, intitule="Méthode")]
    formulaire = Formulaire.vierge(DonneesTenue, Cadre(demarche, reunion="1"), {"reunion": 1})

    assert set(formulaire.lire().fautes) == {"presences.1.presence", "presences.2.presence"}
    assert formulaire.agir("remplir:presences.presence=present") == "presences"
    formulaire.saisie.valeurs["points.1"] = ["Le calendrier est présenté."]

    lu = formulaire.lire()

    assert lu.fautes == {}
    assert lu.donnees["presences"] == [
        {"participant": "1", "presence": "present"},
        {"participant": "2", "presence": "present"},
    ]
    assert lu.donnees["points"] == ["Le calendrier est présenté."]


@pytest.mark.parametrize("action", ["ajouter:rien", "retirer:rien.0", "remplir:rien.x=1", "", "autre"])
def test_un_bouton_inconnu_ne_casse_rien(action: str) -> None:
    formulaire = Formulaire.vierge(DonneesAdoption, Cadre(une_demarche()), {})

    formulaire.agir(action)

    assert formulaire.lire().fautes == {}


def test_un_texte_mutile_est_refuse_a_sa_case() -> None:
    lu = _lire(SaisieContact, nom="A\ud800", organisme="\0")

    assert lu.fautes["nom"].startswith("Nom : un texte contient un caractère incomplet")
    assert lu.fautes["organisme"].startswith("Organisme : un texte contient un caractère nul")
