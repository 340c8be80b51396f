"""Les chiffres publiés en 2020 : les cinq taux de l'aide sociale à l'enfance se recalculent, quatre du RSA non."""

from typing import Any

import pytest

from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.reference.registre import registre
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import StatutValeur
from tests.fabriques import une_demarche
from tests.workflows.contrats_d_essai import auteur
from workflows.calculs.agregats import Agregat, Reponse, agreger, avec_sa_part
from workflows.commandes.indicateurs_de_fiche import SaisieIndicateur, ecrire_indicateur
from workflows.regles.indicateurs import depassements, obstacles_au_resultat_donne, ruptures_d_entonnoir

ASE = {"CAL-ASE-1": 945, "CAL-ASE-2": 827, "CAL-ASE-3": 989, "CAL-ASE-4": 817, "CAL-ASE-5": 749}
RSA = {
    "CAL-RSA-0": 64873,
    "CAL-RSA-1": 17551,
    "CAL-RSA-2": 7964,
    "CAL-RSA-3": 2246,
    "CAL-RSA-4": 12750,
    "CAL-RSA-5": 6713,
}
PUBLIES = {"CAL-RSA-1": 58, "CAL-RSA-2": 12, "CAL-RSA-3": 33, "CAL-RSA-4": 31, "CAL-RSA-5": 44}
TERRITOIRES = ("30", "31", "34", "65")


def du_catalogue(*codes: str, **autres: Any) -> dict[str, Indicateur]:
    """Les indicateurs du catalogue, tels qu'une fiche les porte."""
    fiche = FicheAction(
        demarche_id=une_demarche().id, code="76-CAL-01", titre="t", axe="DROITS", annee_debut=2020
    )
    for code in codes:
        definition = registre().definition(code)
        assert definition is not None
        vide = Indicateur(fiche_id=fiche.id, code=code, libelle="", unite="")
        saisi = {"code": code, "libelle": definition.libelle, "unite": definition.unite} | autres
        fiche.indicateurs.append(ecrire_indicateur(vide, SaisieIndicateur.model_validate(saisi)))
    return {i.code: i for i in fiche.indicateurs}


def en_territoires(total: int) -> list[Reponse]:
    """Le total publié, partagé entre quatre territoires ; deux autres n'ont pas renseigné."""
    part = total // len(TERRITOIRES)
    parts = [part] * (len(TERRITOIRES) - 1) + [total - part * (len(TERRITOIRES) - 1)]
    donnees = [Reponse(t, StatutValeur.SAISI, n * 100) for t, n in zip(TERRITOIRES, parts, strict=True)]
    return [*donnees, Reponse("46", StatutValeur.NON_RENSEIGNE), Reponse("66", StatutValeur.ATTENDU)]


def valeurs(nombres: dict[str, int], indicateurs: dict[str, Indicateur]) -> dict[str, ValeurIndicateur]:
    return {
        code: ValeurIndicateur(
            indicateur_id=indicateurs[code].id,
            exercice=2020,
            numero=1,
            statut=StatutValeur.SAISI,
            valeur_centiemes=n * 100,
            origine="publication",
            par="Camille Exemple",
            saisi_le=auteur().saisi_le,
        )
        for code, n in nombres.items()
    }


def agregats_ase() -> dict[str, Agregat]:
    indicateurs = du_catalogue("CAL-ASE-0", *ASE)
    base = agreger(indicateurs["CAL-ASE-0"], en_territoires(3030))
    return {
        code: avec_sa_part(agreger(indicateurs[code], en_territoires(n)), base) for code, n in ASE.items()
    }


def test_les_cinq_taux_de_l_aide_sociale_a_l_enfance_sont_ceux_publies() -> None:
    agregats = agregats_ase()

    parts = {code: a.part for code, a in agregats.items()}
    assert parts == {
        "CAL-ASE-1": 3119,
        "CAL-ASE-2": 2729,
        "CAL-ASE-3": 3264,
        "CAL-ASE-4": 2696,
        "CAL-ASE-5": 2472,
    }
    assert [round((p or 0) / 100, 1) for p in parts.values()] == [31.2, 27.3, 32.6, 27.0, 24.7]


def test_les_departements_silencieux_ne_sont_pas_des_zeros() -> None:
    agregat = agregats_ase()["CAL-ASE-3"]

    assert (agregat.valeur, agregat.perimetre.replace("\u00a0", " ")) == (989_00, "4 territoires sur 6")


def test_989_jeunes_loges_ne_sont_pas_une_partie_des_945_suivis() -> None:
    indicateurs = du_catalogue("CAL-ASE-1", "CAL-ASE-3", sous_population_de="CAL-ASE-1")
    indicateurs["CAL-ASE-1"].sous_population_de = None
    connues = valeurs({"CAL-ASE-1": 945, "CAL-ASE-3": 989}, indicateurs)

    ((partie, tout, obstacle),) = depassements(list(indicateurs.values()), connues)

    assert (partie, tout, obstacle.code) == ("CAL-ASE-3", "CAL-ASE-1", "IND-02")


def test_quatre_pourcentages_du_rsa_sur_cinq_ne_se_recalculent_pas() -> None:
    indicateurs = du_catalogue(*RSA)
    alertes = {}
    for code, publie in PUBLIES.items():
        indicateur = indicateurs[code]
        base = RSA[indicateur.sous_population_de or ""]
        indicateur.unite = "%"
        trouves = obstacles_au_resultat_donne(indicateur, publie * 100, RSA[code] * 100, base * 100, pas=100)
        alertes[code] = [o.message.replace("\u00a0", " ").split(" : ")[1] for o in trouves]

    assert alertes == {
        "CAL-RSA-1": ["58 % ne se recalcule pas, 17 551 sur 64 873 font 27,05 %"],
        "CAL-RSA-2": [],
        "CAL-RSA-3": ["33 % ne se recalcule pas, 2 246 sur 7 964 font 28,2 %"],
        "CAL-RSA-4": ["31 % ne se recalcule pas, 12 750 sur 64 873 font 19,65 %"],
        "CAL-RSA-5": ["44 % ne se recalcule pas, 6 713 sur 12 750 font 52,65 %"],
    }


def test_plus_de_contrats_signes_que_de_rendez_vous_se_remarque() -> None:
    indicateurs = du_catalogue(*RSA)

    messages = [
        o.message for o in ruptures_d_entonnoir(list(indicateurs.values()), valeurs(RSA, indicateurs))
    ]

    assert [m.replace("\u00a0", " ") for m in messages] == [
        "« Contrats d'engagements réciproques signés » (12 750 personnes) dépasse l'étape d'avant, "
        "« Premiers rendez-vous fixés » (7 964 personnes)"
    ]


@pytest.mark.parametrize("code", list(ASE) + list(PUBLIES))
def test_les_indicateurs_des_conventions_d_appui_restent_historiques(code: str) -> None:
    catalogue = registre().catalogue_de(code)

    assert catalogue is not None
    assert catalogue.statut.value == "historique"
