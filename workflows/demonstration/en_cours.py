"""Les histoires qui ne sont pas finies : chacune attend quelqu'un."""

from modeles.etapes import Geste
from modeles.vocabulaire import AvisComite, Partie, StatutFiche
from workflows.demonstration.chapitres import contrat, diagnostic, fiches, lancement, pistes
from workflows.demonstration.histoires import (
    des_ateliers_au_livrable,
    diagnostiquer,
    du_projet_au_vote,
    jusqu_au_diagnostic,
    preselectionner,
)
from workflows.demonstration.recit import Recit

S = StatutFiche


def montpellier(r: Recit) -> None:
    """Pas de présélection ; la métropole a signé, la signature de l'État se fait attendre."""
    lancement.lancer(r)
    diagnostiquer(r, AvisComite.ADOPTE)
    r.faire(
        Geste.ADOPTER_SANS_PRESELECTION,
        motif="Quatre pistes seulement, toutes portées par les deux parties : le comité les retient d'emblée",
    )
    r.passer(4)
    pistes.proposer_les_pistes(r)
    pistes.arbitrer(r)
    des_ateliers_au_livrable(r)
    contrat.voter(r, du_projet_au_vote(r))
    contrat.rendre_executoire(r)
    r.passer(9)
    contrat.signer_pour(r, Partie.COLLECTIVITE)
    r.clore("Délibération exécutoire, signature de la métropole reçue")


def aude(r: Recit) -> None:
    """Une convention unique à quatre axes, inscrite à la prochaine séance."""
    lancement.lancer(r, convention_unique=True)
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
    lancement.lancer(r)
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
    pistes.tenir_les_ateliers(r)
    pistes.clore_les_ateliers(r)
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
    r.clore("Comité de restitution convoqué de nouveau")


def tarn(r: Recit) -> None:
    """Présélection dispensée ; une fiche rejetée fait rouvrir un atelier, les autres attendent l'instruction."""
    lancement.lancer(r)
    diagnostiquer(r, AvisComite.ADOPTE)
    r.faire(Geste.ADOPTER_DIAGNOSTIC)
    r.faire(
        Geste.DISPENSER,
        motif="Les pistes ont été arrêtées par le comité de suivi lui-même",
        decideur=r.decor.personnes[0].fonction,
    )
    r.passer(4)
    pistes.proposer_les_pistes(r)
    pistes.arbitrer(r)
    pistes.tenir_les_ateliers(r)
    pistes.clore_les_ateliers(r)
    r.passer(25)
    rejetee, *autres = r.decor.fiches
    fiches.rediger(r, rejetee)
    motif = "L'action reprend à l'identique un dispositif déjà financé : elle n'est ni nouvelle, ni renforcée"
    fiches.statuer(r, rejetee, S.SOUMISE, S.EN_INSTRUCTION, S.REJETEE, motif=motif)
    r.faire(Geste.REOUVRIR_ATELIER, motif="Reprendre la fiche rejetée avec les communes")
    r.clore("Fiche rejetée, atelier rouvert")
    r.passer(16)
    pistes.clore_les_ateliers(r)
    r.passer(20)
    for fiche in autres:
        fiches.rediger(r, fiche)
        fiches.statuer(r, fiche, S.SOUMISE)
    r.clore("Fiches en instruction")


def tarn_et_garonne(r: Recit) -> None:
    """Un atelier tenu, le suivant convoqué."""
    jusqu_au_diagnostic(r)
    pistes.tenir_les_ateliers(r, tenus=1)
    r.clore("Compte rendu du premier atelier validé")


def lot(r: Recit) -> None:
    """Le diagnostic est refusé, repris, déposé de nouveau : la première version reste."""
    lancement.lancer(r)
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
    pistes.proposer_les_pistes(r)
    diagnostic.deposer_le_diagnostic(r)
    r.clore("Diagnostic repris et déposé de nouveau")


def perpignan(r: Recit) -> None:
    """L'axe de la transition est écarté ; la démarche est suspendue au-delà du terme annoncé."""
    ecartes = {
        "TRANSITION": "La transition relève ici du plan climat de la communauté urbaine (motif fictif)"
    }
    lancement.lancer(r, ecartes=ecartes)
    diagnostiquer(r, AvisComite.ADOPTE)
    r.faire(Geste.ADOPTER_DIAGNOSTIC)
    r.passer(12)
    pistes.proposer_les_pistes(r)
    r.faire(
        Geste.SUSPENDRE,
        motif="Le nouvel exécutif demande du temps pour reprendre les orientations (motif fictif)",
        jusqu_au=r.dans(90).isoformat(),
    )
    r.clore("Démarche suspendue")


def hautes_pyrenees(r: Recit) -> None:
    """Aucune fiche : le diagnostic s'éternise, les fiches actions ne sont pas disponibles."""
    lancement.lancer(r, enveloppe_connue=False)
    diagnostic.etudier(r)
    r.clore("Étude en cours, fiches actions non disponibles")
