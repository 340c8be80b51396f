"""Régler les relances d'une campagne : tous les refus à la fois, et jamais rien qui reparte."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from modeles.base import lecture, unite_de_travail
from modeles.campagne import Campagne
from modeles.journal import LigneJournal
from modeles.vocabulaire_annuel import GenreCampagne
from tests.workflows.contrats_d_essai import auteur
from tests.workflows.relances.dossiers_relances import (
    INDICATEURS,
    PLAGE,
    actifs,
    designer,
    ouvrir_les_indicateurs,
    passer,
    passer_le,
    relances,
    un_instant,
)
from tests.workflows.relances.fabriques_relances import de_jour_en_jour, departs, une_attente
from workflows.campagnes import campagne_designee, clore
from workflows.refus import Empeche
from workflows.relances.apercu import apercevoir
from workflows.relances.echelles import echelle_de
from workflows.relances.gestes import valider
from workflows.relances.reglage import regler_l_echelle, revenir_a_la_region
from workflows.relances.verification import peut_partir

LE_7_AVRIL, LE_15_AVRIL = date(2026, 4, 7), date(2026, 4, 15)


def la_campagne(session: Session) -> Campagne:
    return campagne_designee(session, "76", INDICATEURS, 2025)


def regler(*demandes: dict[str, Any], **options: Any) -> None:
    with unite_de_travail() as session:
        regler_l_echelle(session, la_campagne(session), demandes, "Camille Exemple", **options)


def refus(*demandes: dict[str, Any], **options: Any) -> list[str]:
    """Tous les obstacles, dans l'ordre ; rien n'est alors écrit."""
    with pytest.raises(Empeche) as leve:
        regler(*demandes, **options)
    with lecture() as session:
        assert la_campagne(session).echelle is None
    return [o.message for o in leve.value.obstacles]


def niveaux_qui_partent(jours: Iterable[date]) -> list[str]:
    passer(jours)
    return sorted(r.niveau for r in relances().values() if r.etat.value in ("remise", "partie"))


def test_un_delai_regle_deplace_la_relance_de_cette_campagne_seule(base: str) -> None:
    ouvrir_les_indicateurs()
    regler({"code": "R1", "jours": 10})

    with lecture() as session:
        campagne = la_campagne(session)
        echelle = echelle_de(campagne)
        autre = Campagne(region="76", genre=GenreCampagne.RAPPORT_EXECUTION, exercice=2025)
        assert [n.jours for n in echelle.niveaux if n.code == "R1"] == [10]
        assert [n.jours for n in echelle_de(autre).niveaux if n.code == "R1"] == [7]
    assert niveaux_qui_partent([LE_7_AVRIL, date(2026, 4, 9)]) == []
    assert niveaux_qui_partent([date(2026, 4, 10)]) == ["R1"]


def test_l_apercu_dit_quelle_echelle_a_parle(base_sqlite: object) -> None:
    ouvrir_les_indicateurs()
    with lecture() as session:
        avant = (
            apercevoir(session, LE_7_AVRIL, LE_7_AVRIL).journee.envois[0].lignes[0].attente.echelle.libelle
        )
    regler({"code": "R1", "ton": "cordial"})
    with lecture() as session:
        apres = (
            apercevoir(session, LE_7_AVRIL, LE_7_AVRIL).journee.envois[0].lignes[0].attente.echelle.libelle
        )

    assert avant == "Échelle par défaut"
    assert apres == "Échelle de la campagne « remontée des indicateurs 2025 »"


def test_ce_qui_est_parti_ne_repart_pas_quand_le_delai_change(base: str) -> None:
    ouvrir_les_indicateurs()
    passer_le(LE_7_AVRIL)

    regler({"code": "R1", "jours": 12}, {"code": "R2", "jours": 20})

    assert niveaux_qui_partent(date(2026, 4, j) for j in range(8, 20)) == ["R1"]
    assert len(actifs()) == 1


def test_un_niveau_arrete_ne_laisse_pas_repartir_ceux_d_en_dessous(base_sqlite: object) -> None:
    """R2 partie, puis arrêtée : R1, qu'elle avait dépassée, ne part pas après elle."""
    (gers,) = ouvrir_les_indicateurs()
    passer_le(LE_15_AVRIL)
    with unite_de_travail() as session:
        valider(session, designer(session, gers, "R2"), "Camille Exemple", un_instant(LE_15_AVRIL))
    passer_le(date(2026, 4, 16))

    regler({"code": "R2", "actif": False})

    assert niveaux_qui_partent([date(2026, 4, 24), date(2026, 4, 27)]) == ["R2"]


def test_une_lettre_en_attente_d_un_niveau_arrete_devient_sans_objet(base_sqlite: object) -> None:
    (gers,) = ouvrir_les_indicateurs()
    passer_le(LE_15_AVRIL)
    regler({"code": "R2", "actif": False})

    with pytest.raises(Empeche, match="n'est plus due"), unite_de_travail() as session:
        valider(session, designer(session, gers, "R2"), "Camille Exemple", un_instant(LE_15_AVRIL))
    passer_le(date(2026, 4, 16))

    assert relances()["R2"].motif == "le niveau R2 est arrêté pour cette campagne"


def test_un_message_pret_d_un_niveau_arrete_ne_part_pas(base_sqlite: object) -> None:
    ouvrir_les_indicateurs()
    (message,) = passer_le(LE_7_AVRIL).messages
    regler({"code": "R1", "actif": False})

    assert not peut_partir(message, un_instant(LE_7_AVRIL), PLAGE)
    assert actifs() == []


def test_un_niveau_arrete_se_saute_et_les_suivants_gardent_leur_moment() -> None:
    attente = une_attente()
    niveaux = tuple(n.model_copy(update={"actif": n.code != "R2"}) for n in attente.echelle.niveaux)
    sans_r2 = attente._replace(echelle=attente.echelle.model_copy(update={"niveaux": niveaux}))

    journees = de_jour_en_jour([sans_r2], date(2026, 4, 1), date(2026, 6, 30), valides=lambda _niveau: True)

    assert [x.split(" →")[0] for x in departs(journees)] == [
        "07/04 R1",
        "04/05 R3",
        "18/05 R4",
        "02/06 D29M",
    ]


def test_revenir_a_la_region_efface_le_reglage_mais_pas_le_journal(base: str) -> None:
    ouvrir_les_indicateurs()
    regler({"code": "R1", "jours": 10})

    with unite_de_travail() as session:
        revenir_a_la_region(session, la_campagne(session), "Dominique Exemple")

    with lecture() as session:
        assert la_campagne(session).echelle is None
        lignes = session.exec(select(LigneJournal).where(LigneJournal.nature == "campagne")).all()
    assert [x.par for x in sorted(lignes, key=lambda x: x.numero) if "echelle" in x.champs][-2:] == [
        "Camille Exemple",
        "Dominique Exemple",
    ]
    with pytest.raises(Empeche, match="la suit déjà"), unite_de_travail() as session:
        revenir_a_la_region(session, la_campagne(session), "Dominique Exemple")


def test_un_reglage_egal_a_celui_de_la_region_n_en_est_pas_un(base_sqlite: object) -> None:
    ouvrir_les_indicateurs()
    regler({"code": "R1", "jours": 10})
    regler({"code": "R1", "jours": 7}, plafond_jours="7")

    with lecture() as session:
        assert la_campagne(session).echelle is None


REFUS: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "un niveau inconnu": ([{"code": "R9", "jours": 3}], ["le niveau « R9 » n'existe pas"]),
    "un niveau réglé deux fois": (
        [{"code": "R1", "jours": 8}, {"code": "R1", "jours": 9}],
        ["le niveau R1 est réglé deux fois"],
    ),
    "un délai qui dépasse le suivant": (
        [{"code": "R1", "jours": 15}],
        ["R2 (J+15) doit venir après R1 (J+15)"],
    ),
    "un rappel après l'échéance": (
        [{"code": "R0-4", "jours": 2, "reponse_sous_jours": 8}],
        ["R0-4 est un rappel : il part au plus tard le jour de l'échéance"],
    ),
    "une relance avant l'échéance": (
        [{"code": "R1", "jours": 0, "document": None}],
        ["R1 est une relance : elle ne part qu'après l'échéance"],
    ),
    "la lettre du préfet sans validation": (
        [{"code": "R3", "validation": False, "canal": "courriel"}],
        ["R3 : ce que signe le préfet ne part jamais sans la validation d'une personne"],
    ),
    "la lettre de la direction sans validation": (
        [{"code": "R2", "validation": False, "canal": "courriel"}],
        ["R2 demande la validation d'une personne : il ne peut pas devenir automatique"],
    ),
    "un courrier qui n'attend personne": (
        [{"code": "D29M", "validation": False}],
        [
            "D29M : un envoi par courrier demande la validation d'une personne ; "
            "ce que signe le préfet ne part jamais sans la validation d'une personne"
        ],
    ),
    "la collectivité qui signe": (
        [{"code": "R0-1", "emetteur": "direction"}],
        ["R0-1 : une relance est signée par l'État, jamais par « direction de la collectivité »"],
    ),
    "une lettre adressée à un autre": (
        [{"code": "R2", "destinataires": ["referent"]}],
        [
            "R2 : la lettre R2 est écrite par « direction du service de l'État » à « direction de la collectivité »"
        ],
    ),
    "une note à la collectivité": (
        [{"code": "R4", "destinataires": ["prefet", "executif"]}],
        ["R4 : une note ne sort pas des services de l'État : à la collectivité, on adresse un courrier"],
    ),
    "personne à qui écrire": (
        [{"code": "R1", "destinataires": []}],
        [
            "R1 : il faut au moins un destinataire ; "
            "la lettre R1 est écrite par « chargé de mission de l'État » à « référent de la collectivité »"
        ],
    ),
    "deux fois la même personne": (
        [{"code": "R1", "copies": ["referent", "charge_de_mission"]}],
        [
            "R1 : celui qui signe (« chargé de mission de l'État ») ne s'écrit pas à lui-même ; "
            "destinataire et en copie à la fois : référent de la collectivité"
        ],
    ),
    "un délai en lettres": (
        [{"code": "R1", "jours": "dix"}],
        ["R1, le délai doit être un nombre entier (lu : « dix »)"],
    ),
    "une formulation fautive": (
        [{"code": "R1", "corps": "{{ inconnue }}"}],
        ["R1 : « corps » : « inconnue » n'est pas une variable connue"],
    ),
    "un champ qui ne se règle pas": (
        [{"code": "R1", "classeur": False}],
        ["R1 : « classeur » ne se règle pas"],
    ),
}


@pytest.mark.parametrize(("demandes", "attendus"), REFUS.values(), ids=REFUS)
def test_un_reglage_fautif_est_refuse_avec_sa_raison(
    base_sqlite: object, demandes: list[dict[str, Any]], attendus: list[str]
) -> None:
    ouvrir_les_indicateurs()

    assert refus(*demandes) == attendus


def test_toutes_les_fautes_viennent_ensemble(base_sqlite: object) -> None:
    ouvrir_les_indicateurs()

    assert refus(
        {"code": "R9"}, {"code": "R1", "jours": 40}, {"code": "R3", "ton": ""}, plafond_jours="beaucoup"
    ) == [
        "le niveau « R9 » n'existe pas",
        "R3, le ton ne peut pas être vide (lu : «  »)",
        "R2 (J+15) doit venir après R1 (J+40)",
        "l'écart entre deux messages à une personne est de 1 à 60 jours (lu : « beaucoup »)",
    ]


def test_une_campagne_close_ne_se_regle_plus(base_sqlite: object) -> None:
    ouvrir_les_indicateurs()
    with unite_de_travail() as session:
        clore(session, la_campagne(session), auteur(date(2026, 7, 1)))

    assert refus({"code": "R1", "jours": 10}) == ["la campagne est close : elle ne relance plus personne"]
