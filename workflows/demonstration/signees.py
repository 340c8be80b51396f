"""Les histoires qui finissent par un contrat signé."""

from datetime import date

from modeles.etapes import Geste
from modeles.vocabulaire import AvisComite, Organe
from workflows.demonstration.chapitres import avenant, contrat, diagnostic, fiches, lancement, pistes
from workflows.demonstration.histoires import (
    des_ateliers_au_livrable,
    diagnostiquer,
    du_projet_au_vote,
    jusqu_au_diagnostic,
    parcours_entier,
    preselectionner,
    voter_et_signer,
)
from workflows.demonstration.recit import Recit


def gers(r: Recit) -> None:
    parcours_entier(r)
    contrat.evaluer(r, date(2026, 1, 12), date(2026, 5, 27))


def ariege(r: Recit) -> None:
    """L'assemblée vote en augmentant sa part : le texte change, l'assemblée vote de nouveau."""
    jusqu_au_diagnostic(r)
    des_ateliers_au_livrable(r)
    contrat.voter(r, du_projet_au_vote(r))
    r.faire(
        Geste.AMENDEMENT,
        r.collectivite,
        motif="L'assemblée porte l'effort du Département à 10 % de plus sur la première fiche",
    )
    r.clore("Vote avec amendement")
    r.passer(8)
    motif = "Budget modifié par l'amendement de l'assemblée"
    fiches.reprendre(r, r.decor.fiches[0], motif, effort=10)
    contrat.figer_le_projet(r, notifier=False)
    contrat.viser(r)
    voter_et_signer(r, contrat.inscrire(r))


def aveyron(r: Recit) -> None:
    """Le quorum manque d'une voix : la séance se tient trois jours plus tard."""
    jusqu_au_diagnostic(r)
    des_ateliers_au_livrable(r)
    seance = contrat.constater_la_carence(r, du_projet_au_vote(r))
    contrat.voter(r, seance, presents_pour_cent=40)
    contrat.rendre_executoire(r)
    contrat.signer_et_notifier(r)
    contrat.evaluer(r, date(2026, 2, 2), date(2026, 6, 10))


def haute_garonne(r: Recit) -> None:
    """Des compléments demandés, deux fiches d'un an, un vote en commission permanente."""
    lancement.lancer(r)
    diagnostiquer(r, AvisComite.COMPLEMENTS, "Demander des compléments avant d'adopter")
    r.faire(
        Geste.DEMANDER_COMPLEMENTS,
        motif="Les publics âgés ne sont décrits que pour la moitié du département",
        griefs=["Décrire les publics âgés dans les cantons ruraux", "Dater la source sur les transports"],
        echeance_le=r.dans(30).isoformat(),
    )
    r.clore("Compléments demandés")
    r.passer(20)
    seance = diagnostic.deposer_le_diagnostic(r, urgence=True)
    diagnostic.presenter(r, seance, AvisComite.ADOPTE, "Adopter le diagnostic complété")
    r.faire(Geste.ADOPTER_DIAGNOSTIC)
    preselectionner(r)
    des_ateliers_au_livrable(r)
    voter_et_signer(r, du_projet_au_vote(r, Organe.COMMISSION_PERMANENTE))


def herault(r: Recit) -> None:
    """Une fiche renvoyée pour un texte recopié, puis un plafond notifié plus bas que prévu : tout est recalé."""
    jusqu_au_diagnostic(r)
    pistes.tenir_les_ateliers(r)
    pistes.clore_les_ateliers(r)
    r.passer(32)
    premiere, deuxieme, *_ = r.decor.fiches
    fiches.instruire(r, sauf=[deuxieme.code])
    fiches.faire_corriger(
        r,
        deuxieme,
        "La description est celle d'une autre fiche : elle ne parle pas des expulsions",
        description=premiere.contenu["description"],
    )
    fiches.figer(r)
    fiches.valider_le_livrable(r)
    r.passer(6)
    r.faire(Geste.RECALER_MONTANTS, motif="Le plafond notifié est inférieur de 8 % au plafond pré-notifié")
    r.passer(12)
    for fiche in r.decor.fiches:
        fiches.reprendre(r, fiche, "Part de l'État ramenée au plafond notifié", baisse=8)
    fiches.figer(r)
    fiches.valider_le_livrable(r)
    r.passer(5)
    contrat.figer_le_projet(r, baisse_pour_cent=8)
    contrat.viser(r)
    voter_et_signer(r, contrat.inscrire(r))
    contrat.evaluer(r, date(2026, 3, 2), date(2026, 6, 26))


def lozere(r: Recit) -> None:
    """L'axe de l'accès aux droits est écarté, par écrit ; une réserve est levée ; un avenant est signé."""
    ecartes = {
        "DROITS": "Les crédits d'accès aux droits sont déjà portés par une convention départementale (motif fictif)"
    }
    lancement.lancer(r, ecartes=ecartes)
    diagnostiquer(r, AvisComite.ADOPTE_AVEC_RESERVES, "Adopter le diagnostic avec une réserve")
    reserve = "Préciser les besoins de transport des collégiens internes"
    r.faire(
        Geste.ADOPTER_DIAGNOSTIC,
        reserves=[
            {
                "libelle": reserve,
                "responsable": r.collectivite.fonction,
                "echeance_le": r.dans(45).isoformat(),
            }
        ],
    )
    preselectionner(r)
    r.saisir("reserve_levee", r.collectivite, libelle=reserve, levee_le=r.le.isoformat())
    des_ateliers_au_livrable(r)
    voter_et_signer(r, du_projet_au_vote(r))
    contrat.evaluer(r, date(2026, 1, 19), date(2026, 6, 22))
    avenant.conclure(r, date(2026, 9, 7), date(2027, 1, 1))


def toulouse(r: Recit) -> None:
    """Le comité de lancement est reporté deux fois ; ensuite, tout s'enchaîne."""
    lancement.lancer(
        r,
        reports=(
            "La présidence de la métropole est retenue par un conseil exceptionnel",
            "Les services de l'État sont mobilisés par un épisode climatique",
        ),
    )
    diagnostiquer(r, AvisComite.ADOPTE)
    r.faire(Geste.ADOPTER_DIAGNOSTIC)
    preselectionner(r)
    des_ateliers_au_livrable(r)
    voter_et_signer(r, du_projet_au_vote(r))
