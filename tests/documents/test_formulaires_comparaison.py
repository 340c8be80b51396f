"""Le formulaire revenu se compare champ par champ à ce que la base tient maintenant."""

import pytest

from documents.formulaires.champs import CHAMPS
from documents.formulaires.comparaison import Comparaison, Ecart, Etat, comparer
from documents.formulaires.lecture import lire_formulaire
from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from tests.documents.formulaires_abimes import CONSTAT, remplacer, sans_identite, une_fiche_envoyee


def la_comparaison(octets: bytes, demarche: Demarche, fiche: FicheAction) -> Comparaison:
    return comparer(lire_formulaire(octets, "fiche.docx"), fiche, demarche.millesime)


def les_differents(comparaison: Comparaison) -> dict[str, Ecart]:
    return {e.champ.cle: e for e in comparaison.ecarts if e.etat is not Etat.IDENTIQUE}


def test_un_formulaire_intact_est_identique_champ_par_champ() -> None:
    demarche, fiche, octets = une_fiche_envoyee()

    comparaison = la_comparaison(octets, demarche, fiche)

    assert len(comparaison.ecarts) == len(CHAMPS)
    assert les_differents(comparaison) == {}
    assert comparaison.avertissements == ()


def test_on_distingue_ce_que_le_formulaire_change_de_ce_que_l_outil_a_change() -> None:
    demarche, fiche, octets = une_fiche_envoyee()
    octets = remplacer(octets, CONSTAT, "Reçu.")
    octets = remplacer(octets, "Tout le département", "Auch")
    fiche.perimetre = "Le Grand Auch"
    fiche.porteur = "Un autre porteur fictif"

    comparaison = la_comparaison(octets, demarche, fiche)

    assert {cle: e.etat for cle, e in les_differents(comparaison).items()} == {
        "constat": Etat.MODIFIE,
        "perimetre": Etat.CONFLIT,
        "porteur": Etat.DEPASSE,
    }
    assert comparaison.avertissements == ("La fiche a changé dans l'outil depuis l'envoi du formulaire.",)
    assert [cle for cle, e in les_differents(comparaison).items() if e.sans_conflit] == ["constat"]


def test_des_espaces_changees_par_le_traitement_de_texte_ne_sont_pas_une_difference() -> None:
    demarche, fiche, octets = une_fiche_envoyee()
    insecable = "Tout\N{NO-BREAK SPACE}le  département"

    comparaison = la_comparaison(remplacer(octets, "Tout le département", insecable), demarche, fiche)

    assert les_differents(comparaison) == {}


def test_la_meme_valeur_ecrite_autrement_n_est_pas_une_difference() -> None:
    demarche, fiche, octets = une_fiche_envoyee()
    octets = remplacer(octets, ">12345678900012<", ">123 456 789 00012<")
    octets = remplacer(octets, ">120<", ">1 250<")
    fiche.effectif_estime = 1250

    assert les_differents(la_comparaison(octets, demarche, fiche)) == {}


def test_une_version_plus_ancienne_et_un_budget_retouche_sont_dits() -> None:
    demarche, fiche, octets = une_fiche_envoyee()
    retouche = remplacer(octets, "146\N{NO-BREAK SPACE}072", "200\N{NO-BREAK SPACE}000")
    fiche.version = 2

    assert la_comparaison(retouche, demarche, fiche).avertissements == (
        "Le formulaire est parti de la version 0 de la fiche ; elle en est à la version 2.",
        "Le tableau du budget a été modifié : ces montants se saisissent dans l'outil, ils ne sont pas repris.",
    )


def test_sans_identite_une_difference_ne_dit_plus_qui_a_change() -> None:
    demarche, fiche, octets = une_fiche_envoyee()

    comparaison = la_comparaison(sans_identite(remplacer(octets, CONSTAT, "Reçu.")), demarche, fiche)

    assert {cle: e.etat for cle, e in les_differents(comparaison).items()} == {"constat": Etat.DIFFERENT}
    assert comparaison.avertissements == (
        "Le formulaire a perdu son identité ; il est reconnu par la référence de son pied de page. "
        "Ce qui a changé depuis l'envoi ne se distingue plus.",
    )


@pytest.mark.parametrize(
    ("avant", "apres", "champ", "faute"),
    [
        ("120", "beaucoup", "effectif_estime", "attendu : un nombre entier, en chiffres seulement"),
        ("12345678900012", "123 456", "siret", "attendu : quatorze chiffres"),
        ("Action nouvelle", "Autre", "nature", "attendu : l'un des choix de la liste"),
        (
            "logement@exemple.fr",
            "demander à Paul",
            "referent_courriel",
            "attendu : une adresse de courriel",
        ),
        (
            "Création d'une antenne de prévention des expulsions locatives",
            " ",
            "titre",
            "attendu : il ne peut pas être vide",
        ),
        (
            "2024 : Recrutement du binôme",
            "Recrutement du binôme",
            "jalons",
            "attendu : un jalon par ligne, avec son année : « 2026 : ouverture du lieu »",
        ),
    ],
)
def test_une_valeur_qui_ne_convient_pas_dit_ce_qu_on_attend(
    avant: str, apres: str, champ: str, faute: str
) -> None:
    demarche, fiche, octets = une_fiche_envoyee()

    ecart = les_differents(la_comparaison(remplacer(octets, f">{avant}<", f">{apres}<"), demarche, fiche))[
        champ
    ]

    assert (ecart.etat, ecart.faute) == (Etat.MODIFIE, faute)


def test_les_valeurs_recues_prennent_la_forme_de_la_fiche() -> None:
    demarche, fiche, octets = une_fiche_envoyee()
    for avant, apres in (("120", "1 250"), ("Action nouvelle", "Renforcement d'une action existante")):
        octets = remplacer(octets, f">{avant}<", f">{apres}<")

    differents = les_differents(la_comparaison(octets, demarche, fiche))

    assert {cle: e.valeur for cle, e in differents.items()} == {
        "effectif_estime": 1250,
        "nature": "renforcee",
    }
