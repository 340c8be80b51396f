"""Un avenant : il ne change le contrat qu'à sa signature, jamais le passé, et rien ne s'en perd."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from modeles.avenant import EtatAvenant
from modeles.demarche import Demarche
from modeles.enveloppe import Enveloppe
from modeles.erreurs import SaisieInvalide
from modeles.etapes import Etape, Geste
from modeles.fiche import FicheAction
from modeles.vocabulaire import Partie, RoleContact, StatutEnveloppe, StatutFiche
from tests.fabriques import SAISI, des_faits, un_contact, un_document, une_demarche, une_fiche
from workflows.calculs.avenants import comme_signe
from workflows.commandes.bordereau import Auteur
from workflows.commandes.faire import faire_geste, saisir
from workflows.refus import MotifManquant, PassageBloque
from workflows.regles.finances import fiches_retenues, part_etat

OUVERT, EFFET = date(2026, 9, 1), date(2027, 1, 1)
FIGE, ENVOI, SEANCE = date(2026, 9, 15), date(2026, 10, 1), date(2026, 10, 20)
PUBLIE, SIGNE = date(2026, 10, 22), date(2026, 11, 2)
EMPREINTE = "e" * 64


@pytest.fixture
def contrat() -> Demarche:
    """Un contrat signé de deux fiches à 10 000 € par an et par partie, sous un plafond de 40 000 €."""
    demarche = une_demarche(Etape.EXECUTION, signe_le=date(2024, 3, 1), prend_effet_le=date(2024, 1, 1))
    for partie in (Partie.ETAT, Partie.COLLECTIVITE):
        un_contact(demarche, partie, RoleContact.SIGNATAIRE)
    for _ in range(2):
        une_fiche(demarche, statut=StatutFiche.CONTRACTUALISEE)
    demarche.enveloppes = [
        Enveloppe(
            demarche_id=demarche.id,
            annee=annee,
            plafond_centimes=40_000_00,
            statut=StatutEnveloppe.NOTIFIE,
            notifiee_le=date(2024, 1, 5),
        )
        for annee in demarche.annees
    ]
    return demarche


def _geste(demarche: Demarche, geste: Geste, le: date, donnees: Mapping[str, Any] = {}, **faits: Any) -> None:
    faire_geste(demarche, geste, donnees, des_faits(le, **faits))


def _saisir(demarche: Demarche, nature: str, quand: date, **donnees: Any) -> None:
    saisir(demarche, nature, donnees, Auteur("Camille Exemple", quand, SAISI))


def _ouvrir(demarche: Demarche, **donnees: Any) -> None:
    objet = {"objet": "Montants 2027", "effet_le": EFFET.isoformat()} | donnees
    _geste(demarche, Geste.OUVRIR_AVENANT, OUVERT, objet)


def _augmenter(demarche: Demarche, centimes: int = 15_000_00, annee: int = 2027, **autres: Any) -> None:
    ligne = {"annee": annee, "part_etat_centimes": centimes, "part_collectivite_centimes": centimes}
    _saisir(
        demarche,
        "changement_d_avenant",
        OUVERT,
        fiche="32-DRO-EXP-01",
        operation="modifier",
        motif="Montée en charge",
        budget=[ligne],
        **autres,
    )


def _ecrire(demarche: Demarche) -> None:
    """Le document que l'exécuteur produirait pour le dernier texte figé."""
    projet = demarche.projets[-1]
    demarche.documents.append(
        un_document(
            demarche,
            code="D20",
            titre="Avenant",
            objet=f"avenant {projet.avenant_numero} projet {projet.version}",
            etape=Etape.EXECUTION,
            date_document=FIGE,
        )
    )


def _figer(demarche: Demarche) -> None:
    _geste(demarche, Geste.FIGER_AVENANT, FIGE)
    _ecrire(demarche)
    for visa in ("visa_dreets", "accord_collectivite"):
        _saisir(demarche, visa, FIGE, le=FIGE.isoformat(), par="Camille Exemple")


def _voter(demarche: Demarche) -> None:
    seance = {"seance_le": SEANCE.isoformat(), "en_exercice": 31}
    _geste(demarche, Geste.CONVOQUER_ASSEMBLEE, ENVOI, seance)
    _saisir(demarche, "vote", SEANCE, presents=20, pour=19, contre=0, abstentions=1, numero="2026-10-7")
    _saisir(
        demarche,
        "transmission",
        PUBLIE,
        transmise_le=PUBLIE.isoformat(),
        accuse_le=PUBLIE.isoformat(),
        accuse_numero="A1",
        publiee_le=PUBLIE.isoformat(),
        mode_publication="électronique",
    )
    _geste(demarche, Geste.RENDRE_EXECUTOIRE, PUBLIE)


def _signer(demarche: Demarche) -> None:
    for partie in ("collectivite", "etat"):
        _saisir(
            demarche,
            "signature",
            SIGNE,
            partie=partie,
            signataire="Camille EXEMPLE",
            qualite="signataire",
            signee_le=SIGNE.isoformat(),
        )
    _geste(demarche, Geste.SIGNER_AVENANT, SIGNE)


def _fiche(demarche: Demarche, code: str = "32-DRO-EXP-01") -> FicheAction:
    return next(f for f in demarche.fiches if f.code == code)


def test_un_avenant_mene_a_sa_signature_change_le_contrat_des_annees_a_venir(contrat: Demarche) -> None:
    _ouvrir(contrat)
    _augmenter(contrat, cibles=[{"indicateur": "MEN", "annee": 2027, "valeur_centiemes": 150_00}])
    _figer(contrat)
    _voter(contrat)
    assert part_etat(fiches_retenues(contrat), 2027) == 20_000_00

    _signer(contrat)

    assert [part_etat(fiches_retenues(contrat), a) for a in contrat.annees] == [20_000_00] * 3 + [25_000_00]
    cibles = {c.annee: c.valeur_centiemes for c in _fiche(contrat).indicateurs[0].cibles}
    assert (cibles[2026], cibles[2027]) == (100_00, 150_00)
    (avenant,) = contrat.avenants
    assert (avenant.numero, avenant.etat, avenant.signe_le) == (1, EtatAvenant.SIGNE, SIGNE)
    assert contrat.etape is Etape.EXECUTION
    assert _fiche(contrat).versions[-1].contenu["budget"][-1]["part_etat_centimes"] == 15_000_00


def test_le_texte_fige_est_le_contrat_consolide_et_le_contrat_ne_bouge_pas(contrat: Demarche) -> None:
    avant = contrat.fiches[0].model_dump()
    _ouvrir(contrat)
    _augmenter(contrat)

    _geste(contrat, Geste.FIGER_AVENANT, FIGE)

    assert contrat.projets[-1].contenu["montant_etat_centimes"] == 85_000_00
    assert part_etat(fiches_retenues(contrat)) == 80_000_00
    assert contrat.fiches[0].model_dump() == avant
    assert contrat.avenants[0].etat is EtatAvenant.FIGE


def test_une_fiche_retiree_garde_ses_annees_passees(contrat: Demarche) -> None:
    _ouvrir(contrat)
    _saisir(
        contrat,
        "changement_d_avenant",
        OUVERT,
        fiche="32-DRO-EXP-02",
        operation="retirer",
        motif="Porteur défaillant",
    )
    _figer(contrat)
    _voter(contrat)
    _signer(contrat)

    retiree = _fiche(contrat, "32-DRO-EXP-02")
    assert (retiree.statut, retiree.annee_fin) == (StatutFiche.ACHEVEE, 2026)
    assert [part_etat(fiches_retenues(contrat), a) for a in contrat.annees] == [20_000_00] * 3 + [10_000_00]


def test_une_fiche_ajoutee_ne_compte_qu_a_la_signature(contrat: Demarche) -> None:
    une_fiche(
        contrat, code="32-TRA-MOB-01", axe="TRANSITION", sous_axe="TRA-MOB", titre="Ouvrir un garage solidaire",
        description="Un garage.", annee_debut=2027, duree_annees=1,
    )  # fmt: skip
    _ouvrir(contrat)
    _saisir(
        contrat, "changement_d_avenant", OUVERT, fiche="32-TRA-MOB-01", operation="ajouter", motif="Besoin"
    )
    assert part_etat(fiches_retenues(contrat), 2027) == 20_000_00

    _figer(contrat)
    _voter(contrat)
    _signer(contrat)

    assert part_etat(fiches_retenues(contrat), 2027) == 30_000_00
    assert _fiche(contrat, "32-TRA-MOB-01").statut is StatutFiche.CONTRACTUALISEE


def test_un_avenant_ne_change_ni_montant_ni_cible_d_une_annee_passee(contrat: Demarche) -> None:
    _ouvrir(contrat)

    with pytest.raises(SaisieInvalide, match="il ne change ni montant ni cible de 2025, 2026") as refus:
        _augmenter(contrat, annee=2026, cibles=[{"indicateur": "MEN", "annee": 2025, "valeur_centiemes": 1}])

    assert contrat.avenants[0].changements == []
    assert "prend effet en 2027" in refus.value.pourquoi


def test_toutes_les_fautes_d_un_changement_sont_dites_ensemble(contrat: Demarche) -> None:
    _ouvrir(contrat)

    with pytest.raises(SaisieInvalide) as refus:
        _saisir(
            contrat,
            "changement_d_avenant",
            OUVERT,
            fiche="32-DRO-EXP-01",
            operation="ajouter",
            motif="Essai",
            cibles=[{"indicateur": "INCONNU", "annee": 2025, "valeur_centiemes": 1}],
        )

    assert len(refus.value.obstacles) == 4


def test_une_date_d_effet_passee_est_refusee(contrat: Demarche) -> None:
    with pytest.raises(SaisieInvalide, match="ne change pas le passé"):
        _ouvrir(contrat, effet_le="2026-08-31")

    assert contrat.avenants == []


def test_un_avenant_qui_depasse_le_plafond_ne_se_fige_pas(contrat: Demarche) -> None:
    _ouvrir(contrat)
    _augmenter(contrat, centimes=31_000_00)

    with pytest.raises(PassageBloque) as refus:
        _geste(contrat, Geste.FIGER_AVENANT, FIGE)

    assert [o.code for o in refus.value.obstacles] == ["FIN-01"]
    assert part_etat(fiches_retenues(contrat), 2027) == 20_000_00


def test_un_avenant_vide_ne_se_fige_pas(contrat: Demarche) -> None:
    _ouvrir(contrat)

    with pytest.raises(PassageBloque, match="ne change rien"):
        _geste(contrat, Geste.FIGER_AVENANT, FIGE)


def test_deux_avenants_ne_s_ouvrent_pas_ensemble(contrat: Demarche) -> None:
    _ouvrir(contrat)

    with pytest.raises(PassageBloque, match="en préparation"):
        _ouvrir(contrat)


def test_un_avenant_ne_se_presente_pas_sans_texte(contrat: Demarche) -> None:
    _ouvrir(contrat)

    with pytest.raises(SaisieInvalide, match="aucun avenant n'est figé"):
        _geste(contrat, Geste.CONVOQUER_ASSEMBLEE, ENVOI, {"seance_le": "2026-10-20", "en_exercice": 31})


def test_un_avenant_ne_se_signe_pas_avant_d_etre_executoire(contrat: Demarche) -> None:
    _ouvrir(contrat)
    _augmenter(contrat)
    _figer(contrat)

    with pytest.raises(PassageBloque) as refus:
        _geste(contrat, Geste.SIGNER_AVENANT, SIGNE)

    dits = [o.message for o in refus.value.obstacles]
    assert dits == [
        "la délibération de l'avenant n° 1 n'est pas exécutoire",
        "l'État n'a pas signé",
        "la collectivité n'a pas signé",
    ]


def test_un_vote_amende_rend_l_avenant_a_sa_preparation(contrat: Demarche) -> None:
    _ouvrir(contrat)
    _augmenter(contrat)
    _figer(contrat)
    seance = {"seance_le": SEANCE.isoformat(), "en_exercice": 31}
    _geste(contrat, Geste.CONVOQUER_ASSEMBLEE, ENVOI, seance)
    _saisir(contrat, "vote", SEANCE, presents=20, pour=19, contre=0, abstentions=1)

    _geste(contrat, Geste.AMENDEMENT, SEANCE, motif="Montant ramené à 12 000 €")
    _augmenter(contrat, centimes=12_000_00)
    _geste(contrat, Geste.FIGER_AVENANT, date(2026, 10, 25))

    assert [p.version for p in contrat.projets] == [1, 2]
    assert contrat.projets[-1].contenu["montant_etat_centimes"] == 82_000_00


def test_un_avenant_abandonne_laisse_le_contrat_et_le_suivant_prend_le_numero_d_apres(
    contrat: Demarche,
) -> None:
    _ouvrir(contrat)
    _augmenter(contrat)
    with pytest.raises(MotifManquant):
        _geste(contrat, Geste.ABANDONNER_AVENANT, FIGE)

    _geste(contrat, Geste.ABANDONNER_AVENANT, FIGE, motif="Crédits non notifiés")
    _geste(contrat, Geste.OUVRIR_AVENANT, FIGE, {"objet": "Nouvel essai", "effet_le": EFFET.isoformat()})

    assert [(a.numero, a.etat) for a in contrat.avenants] == [
        (1, EtatAvenant.ABANDONNE),
        (2, EtatAvenant.EN_PREPARATION),
    ]
    assert part_etat(fiches_retenues(contrat)) == 80_000_00


def test_comme_signe_ne_laisse_rien_meme_si_le_bloc_echoue(contrat: Demarche) -> None:
    _ouvrir(contrat)
    _augmenter(contrat)

    with pytest.raises(ZeroDivisionError), comme_signe(contrat, contrat.avenants[0]):
        assert part_etat(fiches_retenues(contrat)) == 85_000_00
        raise ZeroDivisionError

    assert part_etat(fiches_retenues(contrat)) == 80_000_00


def test_un_changement_se_remplace_et_se_retire(contrat: Demarche) -> None:
    _ouvrir(contrat)
    _augmenter(contrat)
    _augmenter(contrat, centimes=11_000_00)
    (changement,) = contrat.avenants[0].changements
    assert changement["budget"][0]["part_etat_centimes"] == 11_000_00

    _saisir(contrat, "renoncement_d_avenant", OUVERT, fiche="32-DRO-EXP-01")

    assert contrat.avenants[0].changements == []
    with pytest.raises(SaisieInvalide, match="ne change pas la fiche"):
        _saisir(contrat, "renoncement_d_avenant", OUVERT, fiche="32-DRO-EXP-01")
