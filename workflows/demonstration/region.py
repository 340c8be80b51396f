"""Les seize histoires d'Occitanie, une par territoire."""

from datetime import date

from modeles.etapes import Geste
from modeles.vocabulaire import AvisComite, Organe, Partie, StatutFiche
from workflows.demonstration import amont, contrat, fiches
from workflows.demonstration.histoires import (
    Histoire,
    des_ateliers_au_livrable,
    diagnostiquer,
    du_projet_au_vote,
    jusqu_au_diagnostic,
    parcours_entier,
    preselectionner,
    voter_et_signer,
)
from workflows.demonstration.recit import Recit

S = StatutFiche


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


def haute_garonne(r: Recit) -> None:
    """Des compléments demandés, deux fiches d'un an, un vote en commission permanente."""
    amont.lancer(r)
    diagnostiquer(r, AvisComite.COMPLEMENTS, "Demander des compléments avant d'adopter")
    r.faire(
        Geste.DEMANDER_COMPLEMENTS,
        motif="Les publics âgés ne sont décrits que pour la moitié du département",
        griefs=["Décrire les publics âgés dans les cantons ruraux", "Dater la source sur les transports"],
        echeance_le=r.dans(30).isoformat(),
    )
    r.clore("Compléments demandés")
    r.passer(20)
    le = amont.deposer_le_diagnostic(r)
    amont.tenir_le_comite_de_suivi(r, le, AvisComite.ADOPTE, "Adopter le diagnostic complété")
    r.faire(Geste.ADOPTER_DIAGNOSTIC)
    preselectionner(r)
    des_ateliers_au_livrable(r)
    voter_et_signer(r, du_projet_au_vote(r, Organe.COMMISSION_PERMANENTE))


def herault(r: Recit) -> None:
    """Une fiche renvoyée pour un texte recopié, puis un plafond notifié plus bas que prévu : tout est recalé."""
    jusqu_au_diagnostic(r)
    amont.tenir_les_ateliers(r)
    amont.clore_les_ateliers(r)
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


def lozere(r: Recit) -> None:
    """L'axe de l'accès aux droits est écarté, par écrit ; le diagnostic est adopté avec une réserve."""
    ecartes = {
        "DROITS": "Les crédits d'accès aux droits sont déjà portés par une convention départementale (motif fictif)"
    }
    amont.lancer(r, ecartes=ecartes)
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


def toulouse(r: Recit) -> None:
    """Le comité de lancement est reporté deux fois ; ensuite, tout s'enchaîne."""
    amont.lancer(
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


def montpellier(r: Recit) -> None:
    """Pas de présélection ; la métropole a signé, la signature de l'État se fait attendre."""
    amont.lancer(r)
    diagnostiquer(r, AvisComite.ADOPTE)
    r.faire(
        Geste.ADOPTER_SANS_PRESELECTION,
        motif="Quatre pistes seulement, toutes portées par les deux parties : le comité les retient d'emblée",
    )
    r.passer(4)
    amont.proposer_les_pistes(r)
    amont.arbitrer(r)
    des_ateliers_au_livrable(r)
    contrat.voter(r, du_projet_au_vote(r))
    contrat.rendre_executoire(r)
    r.passer(9)
    contrat.signer_pour(r, Partie.COLLECTIVITE)
    r.clore("Délibération exécutoire, signature de la métropole reçue")


def aude(r: Recit) -> None:
    """Une convention unique à quatre axes, inscrite à la prochaine séance."""
    amont.lancer(r, convention_unique=True)
    diagnostiquer(r, AvisComite.ADOPTE)
    r.faire(Geste.ADOPTER_DIAGNOSTIC)
    preselectionner(r)
    des_ateliers_au_livrable(r)
    du_projet_au_vote(r)


def pyrenees_orientales(r: Recit) -> None:
    """L'assemblée a voté contre ; un nouveau projet est figé, les visas sont attendus."""
    jusqu_au_diagnostic(r)
    des_ateliers_au_livrable(r)
    contrat.voter(r, du_projet_au_vote(r), contre_pour_cent=70)
    r.faire(
        Geste.VOTE_DEFAVORABLE,
        r.collectivite,
        motif="L'assemblée juge la part de la collectivité trop élevée sur la fiche alimentaire",
    )
    r.clore("Vote défavorable")
    r.passer(38)
    fiches.reprendre(r, r.decor.fiches[0], "Budget revu après le vote défavorable", baisse=15)
    contrat.figer_le_projet(r, notifier=False)


def gard(r: Recit) -> None:
    """Suspendue puis reprise ; des fiches renvoyées par la restitution, qui se tiendra de nouveau."""
    amont.lancer(r)
    r.passer(20)
    r.faire(
        Geste.SUSPENDRE,
        motif="Inondations de l'automne : les services sont mobilisés ailleurs (motif fictif)",
        jusqu_au=r.dans(50).isoformat(),
    )
    r.clore("Démarche suspendue")
    r.passer(47)
    r.faire(Geste.REPRENDRE)
    r.clore("Démarche reprise")
    diagnostiquer(r, AvisComite.ADOPTE)
    r.faire(Geste.ADOPTER_DIAGNOSTIC)
    preselectionner(r)
    amont.tenir_les_ateliers(r)
    amont.clore_les_ateliers(r)
    r.passer(28)
    fiches.instruire(r)
    fiches.figer(r)
    fiches.restituer(r, AvisComite.COMPLEMENTS, "Renvoyer une fiche dont le public n'est pas assez précis")
    fautive = r.decor.fiches[1]
    r.faire(
        Geste.RENVOYER_FICHES,
        motif="Le public visé doit être chiffré commune par commune",
        fiches=[fautive.code],
    )
    r.clore("Fiche renvoyée")
    r.passer(18)
    fiches.rediger(r, fautive, nouvelle=False)
    fiches.statuer(r, fautive, S.SOUMISE, S.VALIDEE)
    fiches.figer(r)
    fiches.convoquer_la_restitution(r)


def tarn(r: Recit) -> None:
    """Présélection dispensée ; une fiche rejetée fait rouvrir un atelier, les autres attendent l'instruction."""
    amont.lancer(r)
    diagnostiquer(r, AvisComite.ADOPTE)
    r.faire(Geste.ADOPTER_DIAGNOSTIC)
    r.faire(
        Geste.DISPENSER,
        motif="Les pistes ont été arrêtées par le comité de suivi lui-même",
        decideur=r.decor.personnes[0].fonction,
    )
    r.passer(4)
    amont.proposer_les_pistes(r)
    amont.arbitrer(r)
    amont.tenir_les_ateliers(r)
    amont.clore_les_ateliers(r)
    r.passer(25)
    rejetee, *autres = r.decor.fiches
    fiches.rediger(r, rejetee)
    motif = "L'action reprend à l'identique un dispositif déjà financé : elle n'est ni nouvelle, ni renforcée"
    fiches.statuer(r, rejetee, S.SOUMISE, S.EN_INSTRUCTION, S.REJETEE, motif=motif)
    r.faire(Geste.REOUVRIR_ATELIER, motif="Reprendre la fiche rejetée avec les communes")
    r.clore("Fiche rejetée, atelier rouvert")
    r.passer(16)
    amont.clore_les_ateliers(r)
    r.passer(20)
    for fiche in autres:
        fiches.rediger(r, fiche)
        fiches.statuer(r, fiche, S.SOUMISE)
    r.clore("Fiches en instruction")


def tarn_et_garonne(r: Recit) -> None:
    """Un atelier tenu, le suivant convoqué."""
    jusqu_au_diagnostic(r)
    amont.tenir_les_ateliers(r, jusqu_au=1)


def lot(r: Recit) -> None:
    """Le diagnostic est refusé, repris, déposé de nouveau : la première version reste."""
    amont.lancer(r)
    diagnostiquer(r, AvisComite.REFUSE, "Refuser le diagnostic en l'état")
    r.faire(
        Geste.REFUSER_DIAGNOSTIC,
        motif="Les constats sur le logement ne disent rien du parc privé",
        griefs=["Documenter les impayés du parc privé", "Entendre les bailleurs et les mairies"],
        echeance_le=r.dans(40).isoformat(),
    )
    r.clore("Diagnostic refusé")
    r.passer(28)
    r.saisir(
        "constat",
        axe="DROITS",
        texte="Dans le parc privé, un impayé sur trois n'est signalé à personne.",
        preuve="Donnée de démonstration : enquête auprès de quarante propriétaires bailleurs.",
        gravite=3,
        publics="Locataires du parc privé",
        zones="Centres-bourgs",
        source="Tableau de bord de l'accès aux droits",
    )
    amont.proposer_les_pistes(r)
    amont.deposer_le_diagnostic(r)


def perpignan(r: Recit) -> None:
    """L'axe de la transition est écarté ; la démarche est suspendue au-delà du terme annoncé."""
    ecartes = {"TRANSITION": "La transition relève ici du plan climat de la communauté urbaine (motif fictif)"}
    amont.lancer(r, ecartes=ecartes)
    diagnostiquer(r, AvisComite.ADOPTE)
    r.faire(Geste.ADOPTER_DIAGNOSTIC)
    r.passer(12)
    amont.proposer_les_pistes(r)
    r.faire(
        Geste.SUSPENDRE,
        motif="Le nouvel exécutif demande du temps pour reprendre les orientations (motif fictif)",
        jusqu_au=r.dans(90).isoformat(),
    )
    r.clore("Démarche suspendue")


def hautes_pyrenees(r: Recit) -> None:
    """Aucune fiche : le diagnostic s'éternise, les fiches actions ne sont pas disponibles."""
    amont.lancer(r, enveloppe_connue=False)
    amont.etudier(r)
    r.clore("Étude en cours, fiches actions non disponibles")


# fmt: off
HISTOIRES = {
    "09": Histoire("Un vote amendé : nouveau projet, nouveau vote", ariege, date(2023, 9, 25)),
    "11": Histoire("Une convention unique à quatre axes, bientôt en séance", aude, fini_depuis=6),
    "12": Histoire("Un quorum manqué, une séance trois jours plus tard", aveyron, date(2023, 10, 2)),
    "30": Histoire("Suspendue puis reprise, une fiche renvoyée par la restitution", gard, fini_depuis=7),
    "31": Histoire("Des compléments demandés, deux fiches d'un an", haute_garonne, date(2023, 9, 18)),
    "32": Histoire("Le parcours entier, jusqu'à l'évaluation à mi-parcours", gers, date(2023, 9, 20)),
    "34": Histoire("Un montant notifié plus bas : fiches recalées", herault, date(2023, 11, 6)),
    "46": Histoire("Un diagnostic refusé puis repris", lot, fini_depuis=9),
    "48": Histoire("Un axe écarté par écrit, une réserve levée", lozere, date(2023, 10, 9)),
    "65": Histoire("Un diagnostic qui s'éternise, sans fiches actions", hautes_pyrenees, fini_depuis=168),
    "66": Histoire("Un vote défavorable, un nouveau projet à viser", pyrenees_orientales, fini_depuis=12),
    "81": Histoire("Présélection dispensée, une fiche rejetée, un atelier rouvert", tarn, fini_depuis=72),
    "82": Histoire("Des ateliers qui durent", tarn_et_garonne, fini_depuis=5),
    "200027183": Histoire("Un axe écarté, une démarche toujours suspendue", perpignan, fini_depuis=112),
    "243100518": Histoire("Un comité de lancement reporté deux fois", toulouse, date(2024, 1, 15)),
    "243400017": Histoire("Sans présélection ; la signature de l'État est attendue", montpellier, fini_depuis=34),
}
# fmt: on
