"""Une année de relances, jour par jour : exactement ces messages-là, et aucun autre."""

from datetime import date

from modeles.vocabulaire_annuel import NatureAmenagement
from modeles.vocabulaire_relances import Fonction
from tests.workflows.relances.fabriques_relances import (
    RAPPORT,
    de_jour_en_jour,
    departs,
    un_carnet,
    un_report,
    une_attente,
    une_personne,
    une_suspension,
)
from workflows.relances.attentes import Absence, Arret, Attente
from workflows.relances.simulation import Journee

PREMIER, DERNIER = date(2026, 1, 1), date(2026, 12, 31)


def l_annee(*attentes: Attente) -> list[str]:
    """Ce qui part dans l'année ; chaque lettre est supposée validée le lendemain de sa préparation."""
    return departs(de_jour_en_jour(attentes, PREMIER, DERNIER, valides=lambda _niveau: True))


def jours_de(lignes: list[str]) -> list[str]:
    """« 02/03 R0-1 » : le jour et le niveau seulement."""
    return [ligne.partition(" →")[0] for ligne in lignes]


def le_jour(journees: list[Journee], jour: date) -> str:
    return next(j.lignes[0].raison for j in journees if j.jour == jour)


def test_un_contrat_muet_recoit_toute_l_echelle_une_fois_et_les_jours_ouvres() -> None:
    assert l_annee(une_attente()) == [
        "02/03 R0-1 → referent 32 : Indicateurs 2025 Gers",  # le 1er mars est un dimanche
        "16/03 R0-2 → referent 32 : Indicateurs 2025 Gers",
        "24/03 R0-3 → referent 32 : Indicateurs 2025 Gers",
        "31/03 R0-4 → referent 32 : Indicateurs 2025 Gers",  # le 30, il y aurait eu deux messages en six jours
        "07/04 R1 → referent 32 : Indicateurs 2025 Gers",
        "16/04 R2 → direction 32 : Indicateurs 2025 Gers",
        "04/05 R3 → executif 32 : Indicateurs 2025 Gers",  # préparée le 30 avril ; 1er mai, puis week-end
        "18/05 R4 → prefet 32, délégation chargée de la lutte contre la pauvreté (Gers) : Indicateurs 2025 Gers",
        "02/06 D29M → executif 32 : Indicateurs 2025 Gers",
    ]


def test_sans_validation_aucune_lettre_ne_part() -> None:
    journees = de_jour_en_jour([une_attente()], PREMIER, DERNIER)

    assert jours_de(departs(journees))[-1] == "07/04 R1"
    assert [(f"{j.jour:%d/%m}", x.niveau.code) for j in journees for x in j.a_valider if x.niveau] == [
        ("15/04", "R2"),
        ("30/04", "R3"),
        ("15/05", "R4"),
        ("01/06", "D29M"),
    ]


def test_qui_repond_avant_l_echeance_ne_recoit_plus_rien() -> None:
    assert jours_de(l_annee(une_attente(recu_le=date(2026, 3, 20)))) == ["02/03 R0-1", "16/03 R0-2"]


def test_une_reponse_arrivee_entre_la_lettre_et_sa_validation_l_arrete() -> None:
    assert jours_de(l_annee(une_attente(recu_le=date(2026, 4, 16))))[-1] == "07/04 R1"


def test_une_reponse_assez_complete_vaut_reponse() -> None:
    presque = une_attente(attendus=10, manquants=("a", "b"), seuil=80)
    pas_assez = presque._replace(manquants=("a", "b", "c"))

    assert l_annee(presque) == []
    assert len(l_annee(pas_assez)) == 9


def test_une_reponse_complete_ne_vaut_qu_a_sa_date() -> None:
    """Vu d'un jour où elle n'était pas encore arrivée, tout est déjà saisi, mais rien n'était reçu."""
    attente = une_attente(recu_le=date(2026, 3, 20), attendus=10, manquants=(), seuil=80)

    assert jours_de(l_annee(attente)) == ["02/03 R0-1", "16/03 R0-2"]


def test_un_report_deplace_toute_l_echelle_des_qu_il_est_accorde() -> None:
    attente = une_attente(report=un_report(date(2026, 4, 15), date(2026, 3, 25)))

    # J-7 est parti pour l'ancienne date ; pour la nouvelle, il reste J-1.
    assert jours_de(l_annee(attente)) == [
        "02/03 R0-1",
        "16/03 R0-2",
        "24/03 R0-3",
        "14/04 R0-4",
        "22/04 R1",
        "04/05 R2",
        "18/05 R3",
        "02/06 R4",
        "16/06 D29M",
    ]


def test_une_difficulte_expliquee_suspend_l_echelle() -> None:
    difficulte = une_suspension(NatureAmenagement.DIFFICULTE, date(2026, 4, 2), date(2026, 4, 17))

    # R1 n'est pas rattrapée : à la fin de la suspension, c'est R2 qui est due.
    assert jours_de(l_annee(une_attente(suspensions=(difficulte,))))[3:6] == [
        "31/03 R0-4",
        "21/04 R2",
        "04/05 R3",
    ]


def test_une_promesse_est_attendue_jusqu_au_bout() -> None:
    promesse = une_suspension(NatureAmenagement.PROMESSE, date(2026, 4, 1), date(2026, 4, 10))

    assert jours_de(l_annee(une_attente(suspensions=(promesse,))))[4] == "13/04 R1"


def test_une_personne_absente_est_suppleee() -> None:
    suppleant = une_personne("32", Fonction.DIRECTION, nom="suppléante 32")
    absence = Absence(date(2026, 3, 10), date(2026, 3, 20), suppleant)

    assert [x.split(" : ")[0] for x in l_annee(une_attente(carnet=un_carnet("32", [absence])))][:3] == [
        "02/03 R0-1 → referent 32",
        "16/03 R0-2 → suppléante 32",
        "24/03 R0-3 → referent 32",
    ]


def test_sans_suppleance_on_attend_le_retour() -> None:
    absence = Absence(date(2026, 3, 10), date(2026, 3, 20))
    journees = de_jour_en_jour([une_attente(carnet=un_carnet("32", [absence]))], PREMIER, DERNIER)

    assert jours_de(departs(journees))[:3] == ["02/03 R0-1", "23/03 R0-2", "30/03 R0-4"]
    assert le_jour(journees, date(2026, 3, 16)) == (
        "échéance dans 15 jours : période 2025, échéance 31/03/2026 ; "
        "absence de referent 32 jusqu'au 20/03/2026, sans suppléance : rien ne part d'ici là"
    )


def test_une_demarche_suspendue_ne_se_relance_plus() -> None:
    attente = une_attente(arret=Arret(date(2026, 4, 8), "la démarche est suspendue"))

    assert jours_de(l_annee(attente))[-1] == "07/04 R1"


def test_le_vendredi_saint_arrete_la_moselle_et_pas_le_gers() -> None:
    due = date(2026, 3, 27)

    gers, moselle = (jours_de(l_annee(une_attente(code, echeance_le=due))) for code in ("32", "57"))

    assert (gers[4], moselle[4]) == ("03/04 R1", "07/04 R1")  # lundi 6 avril : Pâques


def test_l_abolition_de_l_esclavage_arrete_la_reunion() -> None:
    """Le 20 décembre 2027 est un lundi."""
    attente = une_attente("974", echeance_le=date(2027, 12, 13), ouverte_le=date(2027, 12, 12))

    journees = de_jour_en_jour([attente], date(2027, 12, 12), date(2027, 12, 23))

    assert jours_de(departs(journees)) == ["13/12 R0-4", "21/12 R1"]


def test_la_pause_d_aout_et_la_fin_d_annee_ferment_l_envoi() -> None:
    ete = une_attente(echeance_le=date(2026, 7, 27))
    hiver = une_attente(echeance_le=date(2026, 12, 21), ouverte_le=date(2026, 12, 21))

    # Due le 3 août, R1 est dépassée : R2 se prépare à la reprise, le 21, et part une fois validée.
    assert jours_de(l_annee(ete))[3:5] == ["27/07 R0-4", "24/08 R2"]
    assert jours_de(departs(de_jour_en_jour([hiver], PREMIER, date(2027, 1, 4)))) == [
        "21/12 R0-4",
        "04/01 R1",
    ]


def test_apres_un_arret_de_quarante_jours_un_seul_niveau_part() -> None:
    """L'outil n'a pas tourné du 1er mars au 12 avril."""
    journees = de_jour_en_jour([une_attente()], date(2026, 4, 13), date(2026, 4, 14))

    assert jours_de(departs(journees)) == ["13/04 R1"]


def test_une_meme_personne_recoit_tout_dans_un_seul_message() -> None:
    indicateurs, metropole = une_attente("32"), une_attente("31", carnet=un_carnet("32"))
    rapport = une_attente("32", RAPPORT, 2024)

    tout = "Indicateurs 2025 Gers + Indicateurs 2025 Haute-Garonne + Rapport d'exécution 2024 Gers"
    assert l_annee(indicateurs, metropole, rapport)[:2] == [
        f"02/03 R0-1 → referent 32 : {tout}",
        f"16/03 R0-2 → referent 32 : {tout}",
    ]


def test_ce_que_la_personne_doit_par_ailleurs_est_rappele_dans_le_meme_message() -> None:
    indicateurs = une_attente(echeance_le=date(2026, 3, 31))
    rapport = une_attente(genre=RAPPORT, echeance_le=date(2026, 6, 30))
    journees = de_jour_en_jour([indicateurs, rapport], PREMIER, DERNIER)

    (relance,) = (e for j in journees for e in j.envois if j.jour == date(2026, 4, 7))

    assert [x.attente.libelle for x in relance.lignes] == ["Indicateurs 2025"]
    assert [x.attente.libelle for x in relance.aussi] == ["Rapport d'exécution 2025"]


def test_deux_lettres_ne_visent_pas_la_meme_personne_le_meme_jour() -> None:
    """La mise en demeure d'une échéance et la lettre du préfet d'une autre tombent le même jour."""
    ancienne = une_attente(
        genre=RAPPORT, exercice=2024, echeance_le=date(2026, 3, 1), ouverte_le=date(2026, 2, 20)
    )
    recente = une_attente(echeance_le=date(2026, 3, 31))

    lignes = l_annee(ancienne, recente)

    a_l_executif = [x for x in lignes if "executif" in x]
    assert jours_de(a_l_executif) == ["01/04 R3", "04/05 D29M", "11/05 R3", "02/06 D29M"]


def test_chaque_jour_dit_pourquoi_rien_ne_part() -> None:
    journees = de_jour_en_jour(
        [une_attente(report=un_report(date(2026, 4, 5), date(2026, 3, 30)))], PREMIER, DERNIER
    )

    assert le_jour(journees, date(2026, 2, 2)) == (
        "échéance dans 57 jours : période 2025, échéance 31/03/2026 ; rappel avant l'échéance (R0-1) le 02/03/2026"
    )
    assert le_jour(journees, date(2026, 4, 8)) == (
        "en retard de 3 jours : période 2025, échéance 31/03/2026, report de 5 jours accordé le 30/03/2026 par "
        "Camille Exemple ; relance du référent (R1) le 13/04/2026"
    )
    assert le_jour(journees, date(2026, 5, 1)).endswith(
        "jour férié (Fête du Travail) : rien ne part avant le 04/05/2026"
    )
