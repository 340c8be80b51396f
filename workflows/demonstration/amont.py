"""Du lancement aux ateliers : les chapitres que toutes les histoires partagent, et leurs accidents."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.vocabulaire import AvisComite, DecisionPiste, NatureReunion, StatutEnveloppe
from workflows.commandes.pistes import CRITERES
from workflows.demonstration.decor import DEBUT, FIN, MILLESIME, Fiche
from workflows.demonstration.recit import Recit
from workflows.demonstration.reunions import convoquer, reporter, tenir

CLS = "cls"
# Durée cible de toutes les étapes réunies, avec un peu de marge.
JOURS_DU_CALENDRIER = 420
PISTE_ECARTEE = ("Acheter une flotte de véhicules pour les agents", "TRA-MOB")


def lancer(
    r: Recit,
    *,
    reports: Sequence[str] = (),
    convention_unique: bool = False,
    ecartes: dict[str, str] | None = None,
    enveloppe_connue: bool = True,
) -> None:
    """Personnes, axes, enveloppe ; comité de lancement convoqué, reporté autant de fois qu'il y a de motifs, tenu."""
    _reunir_l_equipe(r)
    retenir_les_axes(r, convention_unique, ecartes or {})
    if enveloppe_connue:
        saisir_les_enveloppes(r, StatutEnveloppe.PRENOTIFIE)
    else:
        r.saisir("enveloppe_inconnue")
    r.faire(Geste.OUVRIR)
    r.passer(4)
    le = convoquer(r, NatureReunion.COMITE_LANCEMENT)
    r.clore("Comité de lancement convoqué")
    for motif in reports:
        r.aller_au(le)
        r.passer(-2)
        le = reporter(r, motif, 24)
        r.clore("Comité de lancement reporté")
    _adopter_le_cadrage(r, le)


def _reunir_l_equipe(r: Recit) -> None:
    for personne in r.decor.personnes:
        r.saisir(
            "contact",
            partie=personne.poste.partie.value,
            role=personne.poste.role.value,
            civilite=personne.civilite.value,
            prenom=personne.prenom,
            nom=personne.nom,
            fonction=personne.fonction,
            organisme=personne.organisme,
            type_partenaire=personne.poste.type_partenaire,
            courriel=personne.courriel,
        )


def retenir_les_axes(r: Recit, convention_unique: bool, ecartes: dict[str, str]) -> None:
    """Les axes du type de contrat, numérotés comme ce contrat les numérote ; un axe écarté dit pourquoi."""
    contrat = registre().type_de_contrat(CLS)
    axes = contrat.axes_convention_unique if convention_unique else contrat.axes
    r.saisir(
        "axes",
        convention_unique=convention_unique,
        axes=[{"axe": axe, "numero": n, "justification": ecartes.get(axe)} for n, axe in enumerate(axes, 1)],
    )


def saisir_les_enveloppes(r: Recit, statut: StatutEnveloppe, baisse_pour_cent: int = 0) -> None:
    """Le même plafond fictif chaque année ; rien pour les années qu'un contrat tardif ne couvre plus."""
    moyens = r.decor.moyens
    plafond = moyens.plafond_euros * (100 - baisse_pour_cent)
    for annee in range(DEBUT, FIN + 1):
        ouverte = annee >= r.decor.premiere_annee
        r.saisir(
            "enveloppe",
            annee=annee,
            plafond_centimes=plafond if ouverte else 0,
            reliquat_centimes=moyens.reliquat_euros * 100 if annee == DEBUT else 0,
            statut=statut.value,
            notifiee_le=r.le.isoformat(),
        )


def _adopter_le_cadrage(r: Recit, le: date) -> None:
    tenir(
        r,
        le,
        "Les deux coprésidents installent le comité de suivi et arrêtent la méthode (compte rendu de démonstration).",
        [
            "Le cadre national est présenté ; les principes de parité et de nouveauté sont rappelés.",
            "Les axes proposés sont retenus ; le comité de suivi est constitué.",
            "Le calendrier est adopté ; les entretiens commencent le mois suivant.",
        ],
        "Adopter la note de cadrage et le calendrier",
    )
    r.passer(3)
    r.saisir("calendrier", cible_le=r.dans(JOURS_DU_CALENDRIER).isoformat())
    r.faire(Geste.VALIDER_CADRAGE)
    r.clore("Cadrage validé")


def etudier(r: Recit) -> None:
    """Sources, entretiens, constats, enjeux : de quoi écrire le diagnostic."""
    quand = r.le.year
    for titre, producteur, recul in (
        ("Fichier localisé social et fiscal", "Insee", 3),
        ("Observatoire des prestations familiales", "Caisse d'allocations familiales", 1),
        ("Tableau de bord de l'accès aux droits", r.decor.territoire.collectivite, 1),
    ):
        r.saisir(
            "source", titre=titre, producteur=producteur, annee=quand - recul, maille="intercommunale", fiabilite="A"
        )
    _mener_les_entretiens(r)
    for rang, constat in enumerate(r.decor.constats, 1):
        r.saisir(
            "constat",
            axe=constat.axe,
            texte=constat.texte,
            preuve=constat.preuve,
            gravite=1 + rang % 3,
            publics=constat.publics,
            zones=constat.zones,
            source="Observatoire des prestations familiales" if rang == 1 else "Tableau de bord de l'accès aux droits",
        )
        r.saisir("enjeu", axe=constat.axe, libelle=constat.enjeu, constats=[rang])


def _mener_les_entretiens(r: Recit) -> None:
    """Un entretien par organisme partenaire ; le dernier n'a pas pu se tenir."""
    partenaires = [p for p in r.decor.personnes if p.poste.partie.value == "partenaire"]
    for rang, personne in enumerate(partenaires, 1):
        tenu = rang < len(partenaires)
        r.saisir(
            "entretien",
            organisme=personne.organisme,
            fonction=personne.poste.masculin,
            prevu_le=r.le.isoformat(),
            realise_le=r.le.isoformat() if tenu else None,
            axes=["DROITS"],
            propositions="Partager un même annuaire et se voir chaque trimestre." if tenu else "",
        )


def proposer_les_pistes(r: Recit) -> None:
    """Une piste par fiche à venir, et une qui ne sera pas retenue."""
    rangs = {constat.axe: rang for rang, constat in enumerate(r.decor.constats, 1)}
    for fiche in r.decor.fiches:
        r.saisir("piste", enjeu=rangs.get(fiche.axe), **_piste(r, fiche))
    titre, sous_axe = PISTE_ECARTEE
    r.saisir("piste", titre=titre, sous_axe=sous_axe, notes=dict.fromkeys(CRITERES, 1), nature="nouvelle")


def _piste(r: Recit, fiche: Fiche) -> dict[str, Any]:
    return {
        "titre": fiche.titre,
        "sous_axe": fiche.sous_axe,
        "public": fiche.contenu["public_cible"],
        "porteur_pressenti": fiche.contenu["porteur"],
        "cout_estime_centimes": sum(sum(x.values()) - x["annee"] for x in r.decor.budget(fiche)),
        "nature": fiche.contenu["nature"],
        "notes": {critere: 2 + (rang + fiche.poids) % 2 for rang, critere in enumerate(CRITERES)},
    }


def deposer_le_diagnostic(r: Recit) -> date:
    """Convoque le comité de suivi et dépose le rapport ; rend la date du comité."""
    le = convoquer(r, NatureReunion.COMITE_SUIVI)
    r.passer(6)
    r.faire(Geste.DEPOSER_DIAGNOSTIC)
    r.clore("Diagnostic déposé")
    return le


def tenir_le_comite_de_suivi(r: Recit, le: date, avis: AvisComite, decision: str) -> None:
    """Le comité de suivi entend le diagnostic et se prononce."""
    tenir(
        r,
        le,
        f"Le comité examine le diagnostic. Sa décision : {decision[:1].lower()}{decision[1:]}.",
        [
            "Les constats sont présentés axe par axe, avec leurs sources et leurs limites.",
            "Les membres demandent que les zones et les publics soient nommés.",
            "La décision est prise par les deux coprésidents, après un tour de table.",
        ],
        decision,
        avis,
    )
    r.passer(2)


def arbitrer(r: Recit) -> None:
    """Les pistes des fiches sont retenues, la dernière est écartée avec son motif."""
    for numero in range(1, len(r.decor.fiches) + 1):
        r.saisir("arbitrage", piste=numero, decision=DecisionPiste.RETENUE.value)
    r.saisir(
        "arbitrage",
        piste=len(r.decor.fiches) + 1,
        decision=DecisionPiste.ECARTEE.value,
        motif="Dépense de fonctionnement courant, sans effet direct sur les publics",
    )


def tenir_les_ateliers(r: Recit, *, jusqu_au: int | None = None) -> None:
    """Un atelier par axe des fiches ; `jusqu_au` : le rang du dernier qui se tient, le suivant n'est que convoqué."""
    axes = list(dict.fromkeys(f.axe for f in r.decor.fiches))
    for rang, axe in enumerate(axes, 1):
        siennes = {n: f for n, f in enumerate(r.decor.fiches, 1) if f.axe == axe}
        le = convoquer(
            r,
            NatureReunion.ATELIER,
            theme=registre().referentiel(MILLESIME).axe(axe).court,
            sous_axes=sorted({f.sous_axe for f in siennes.values()}),
        )
        r.clore("Atelier convoqué")
        if jusqu_au is not None and rang > jusqu_au:
            return
        _tenir_un_atelier(r, le, siennes)


def _tenir_un_atelier(r: Recit, le: date, siennes: dict[int, Fiche]) -> None:
    tenir(
        r,
        le,
        "Trois groupes ont travaillé sur les publics, les moyens et la façon de mesurer.",
        ["Les enjeux sont rappelés.", "Chaque piste est précisée.", "Les ébauches de fiches sont réparties."],
        "Rédiger les ébauches de fiches avant la prochaine séance",
        personnes_concernees=4,
        productions={
            n: f"Ébauche : {f.contenu['objectifs_operationnels'][0][:1].lower()}{f.contenu['objectifs_operationnels'][0][1:]}"
            for n, f in siennes.items()
        },
    )
    r.clore("Atelier tenu")
    r.passer(3)


def clore_les_ateliers(r: Recit) -> None:
    """Toutes les pistes sont passées en atelier."""
    r.faire(Geste.CLORE_ATELIERS)
