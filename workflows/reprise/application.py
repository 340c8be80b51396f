"""Reprendre un classeur : tout dans une transaction, que l'aperçu défait et que l'import garde."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session

from documents.depot import Depot
from documents.production import chemin_lisible
from modeles.base import unite_de_travail
from modeles.demarche import Demarche, Passage
from modeles.document import Document
from modeles.erreurs import ErreurMetier, Obstacle
from modeles.etapes import Etape
from modeles.journalisation import signer
from modeles.reference.registre import registre
from modeles.requetes import demarche_de, demarche_verrouillee
from workflows.commandes.bordereau import Auteur
from workflows.commandes.fiches import contractualiser
from workflows.dossier import creer_demarche, reserver_la_creation
from workflows.parcours import reprendre_l_existant
from workflows.permission import Permission, tout_permis
from workflows.regles.commun import Circonstances
from workflows.regles.fiches import obstacles_a_la_fiche
from workflows.regles.finances import fiches_retenues, obstacles_d_equilibre, obstacles_financiers
from workflows.reprise.contrats import joindre_la_copie, reprendre_le_contrat
from workflows.reprise.copies import Copie
from workflows.reprise.fautes import ClasseurRefuse, Faute
from workflows.reprise.feuilles import CONTRATS, TERRITOIRES, places_dans_l_ordre
from workflows.reprise.feuilles_des_fiches import TYPE_DE_CONTRAT
from workflows.reprise.fiches import reprendre_les_fiches
from workflows.reprise.lignes import Classeur, Ligne
from workflows.reprise.plan import Champ, Plan, PlanDuTerritoire
from workflows.reprise.regroupement import TerritoireLu, par_territoire
from workflows.reprise.territoire import (
    Reprise,
    reprendre_les_axes,
    reprendre_les_contacts,
    reprendre_les_enveloppes,
    reprendre_les_referents,
)
from workflows.suites import effets_de

DANS_LA_DEMONSTRATION = Obstacle(
    "cette démarche est une démonstration, aux données inventées : ce que dit le classeur s'y mêlerait",
    "Reprenez vos dossiers dans une base vide (JALONS_DEMONSTRATION=non).",
)


class Appel(NamedTuple):
    """Le classeur à reprendre, qui le reprend, le dossier des copies signées, et ce que la personne peut reprendre."""

    classeur: Classeur
    auteur: Auteur
    pieces: Path | None
    exiger: Permission


class Depose(NamedTuple):
    """Une copie signée à garder, et le document qui la décrit."""

    copie: Copie
    document: Document


class ApercuPerime(ErreurMetier):
    """Ce que l'import ferait n'est plus ce que la personne a lu."""

    def __init__(self, fichier: str) -> None:
        super().__init__(
            f"Le classeur « {fichier} » n'a pas été importé ; rien n'a été écrit.",
            "Depuis cet aperçu, le classeur, ses copies ou les dossiers ont changé : l'import ferait autre chose.",
            "Relisez l'aperçu à jour, puis confirmez.",
        )


def apercevoir(
    classeur: Classeur, auteur: Auteur, pieces: Path | None, exiger: Permission = tout_permis
) -> Plan:
    """Ce que l'import ferait : il est fait pour de bon, puis défait. Rien n'est écrit, ni base ni fichier."""
    with unite_de_travail() as session:
        plan, _ = reprendre(session, Appel(classeur, auteur, pieces, exiger))
        session.rollback()
    return plan


def importer(
    classeur: Classeur,
    auteur: Auteur,
    pieces: Path | None,
    depot: Depot,
    exiger: Permission = tout_permis,
    *,
    apercu: str = "",
) -> Plan:
    """Écrit tout le classeur, ou rien. Lève `ClasseurRefuse` avec toutes les fautes.

    `apercu` : l'empreinte de l'aperçu que la personne a lu ; lève `ApercuPerime` si l'import ferait autre chose.
    """
    with unite_de_travail() as session:
        plan, deposes = reprendre(session, Appel(classeur, auteur, pieces, exiger))
        if plan.fautes:
            raise ClasseurRefuse(plan.fichier, plan.fautes)
        if apercu and plan.changements and plan.empreinte_de_l_apercu != apercu:
            raise ApercuPerime(plan.fichier)
        for depose in deposes:
            depot.ranger(depose.copie.octets)
    for depose in deposes:
        depot.publier(depose.copie.empreinte, chemin_lisible(depose.document.demarche, depose.document))
    plan.ecrit = True
    return plan


def reprendre(session: Session, appel: Appel) -> tuple[Plan, list[Depose]]:
    """Applique toutes les lignes valides ; rend ce qui a changé et les copies à garder.

    L'appelant garde la transaction ou la défait : avec des fautes, il la défait.
    """
    reserver_la_creation(session)
    signer(session, appel.auteur.par)
    plan = Plan(appel.classeur.fichier, appel.classeur.empreinte, fautes=list(appel.classeur.fautes))
    deposes: list[Depose] = []
    for lu in par_territoire(appel.classeur):
        if defendues := _hors_perimetre(lu, appel.exiger):
            plan.fautes += defendues
        elif lu.ligne is None or lu.ligne.valide:
            # Un territoire fautif se défait seul : on lit encore les suivants.
            point = session.begin_nested()
            fautes = _reprendre_un_territoire(session, lu, appel, plan, deposes)
            plan.fautes += fautes
            point.rollback() if fautes else point.commit()
    plan.fautes = places_dans_l_ordre(plan.fautes)
    return plan, deposes


def _hors_perimetre(lu: TerritoireLu, exiger: Permission) -> list[Faute]:
    """Une faute par ligne qui nomme le territoire, si la personne ne peut pas le reprendre."""
    try:
        exiger(lu.code)
    except ErreurMetier:
        attendu = "un territoire de votre périmètre, où vous pouvez créer une démarche (voir « Mon compte »)"
        return [ligne.faute("territoire", attendu) for ligne in lu.lignes]
    return []


def _reprendre_un_territoire(
    session: Session, lu: TerritoireLu, appel: Appel, plan: Plan, deposes: list[Depose]
) -> list[Faute]:
    du_territoire = PlanDuTerritoire(lu.code, registre().territoire(lu.code).nom)
    demarche = _demarche(session, lu, du_territoire)
    if demarche is None:
        return list(_sans_demarche(lu))
    plan.territoires.append(du_territoire)
    if demarche.fictive:
        du_territoire.fictive = True
        du_territoire.avertissements.append(DANS_LA_DEMONSTRATION)
    reprise = Reprise(demarche, appel.auteur, du_territoire)
    with session.no_autoflush:
        copie = _reprendre_les_lignes(reprise, lu, appel.pieces)
        passage = _poser_l_etape(reprise, lu, appel.classeur)
    if not reprise.fautes:
        session.flush()
        if passage is not None:
            contractualiser(demarche)
            session.add_all(effets_de(demarche, passage))
        if copie is not None and (document := joindre_la_copie(reprise, copie)) is not None:
            deposes.append(Depose(copie, document))
        du_territoire.avertissements += _controles(demarche)
    return reprise.fautes


def _reprendre_les_lignes(reprise: Reprise, lu: TerritoireLu, pieces: Path | None) -> Copie | None:
    if lu.ligne is not None:
        reprendre_les_axes(reprise, lu.ligne)
        reprendre_les_referents(reprise, lu.ligne)
    reprendre_les_contacts(reprise, lu.contacts)
    reprendre_les_enveloppes(reprise, lu.enveloppes)
    reprendre_les_fiches(reprise, lu.fiches, signe=lu.contrat is not None)
    if lu.contrat is not None and lu.contrat.valide:
        with reprise.imputer(lu.contrat, "scan" if lu.contrat["scan"] else "territoire"):
            return reprendre_le_contrat(reprise, lu.contrat, pieces)
    return None


def _demarche(session: Session, lu: TerritoireLu, plan: PlanDuTerritoire) -> Demarche | None:
    """La démarche du territoire, réservée, ou créée si le classeur dit où elle en est."""
    connue = demarche_de(session, lu.code, TYPE_DE_CONTRAT)
    if connue is not None:
        return demarche_verrouillee(session, connue.id)
    if lu.ligne is None:
        return None
    plan.noter("Démarche", [], creation=True)
    return creer_demarche(session, lu.code, lu.ligne["depuis_le"], type_contrat=TYPE_DE_CONTRAT)


def _sans_demarche(lu: TerritoireLu) -> Iterator[Faute]:
    attendu = f"un territoire de la feuille « {TERRITOIRES} » : celui-ci n'a pas encore de démarche"
    return (ligne.faute("territoire", attendu) for ligne in lu.lignes)


def _poser_l_etape(reprise: Reprise, lu: TerritoireLu, classeur: Classeur) -> Passage | None:
    """L'étape ne se pose qu'une fois, sur une démarche que l'outil ne suit pas encore."""
    demarche, ligne = reprise.demarche, lu.ligne
    if ligne is None:
        return None
    vers = Etape(ligne["etape"])
    if demarche.etape is vers:
        reprise.plan.noter(f"Étape « {vers.libelle} »", [])
    elif demarche.etape is not Etape.A_LANCER:
        reprise.plan.avertissements.append(_l_outil_fait_foi(demarche, vers))
    elif vers is not Etape.EXECUTION or demarche.signe_le is not None:
        return _passer(reprise, ligne, vers, classeur)
    elif lu.contrat is None:
        reprise.fautes.append(
            ligne.faute("etape", f"avec cette étape, une ligne de la feuille « {CONTRATS} »")
        )
    return None


def _passer(reprise: Reprise, ligne: Ligne, vers: Etape, classeur: Classeur) -> Passage | None:
    depuis = f"{vers.libelle}, depuis le {ligne['depuis_le']:%d/%m/%Y}"
    reprise.plan.noter("Étape", [Champ("Étape atteinte", reprise.demarche.etape.libelle, depuis)])
    motif = f"Reprise de l'existant : fichier {classeur.fichier}, empreinte {classeur.empreinte}"
    faits = Circonstances(reprise.auteur.par, ligne["depuis_le"], reprise.auteur.saisi_le, motif)
    donnees = {"fichier": classeur.fichier, "empreinte": classeur.empreinte, "ligne": ligne.numero}
    with reprise.imputer(ligne, "depuis_le"):
        return reprendre_l_existant(reprise.demarche, vers, faits, donnees)
    return None


def _l_outil_fait_foi(demarche: Demarche, dit: Etape) -> Obstacle:
    return Obstacle(
        f"l'outil en est à « {demarche.etape.libelle} », le classeur dit « {dit.libelle} » : l'étape ne change pas",
        "Avancez la démarche par ses gestes, dans l'outil.",
        ou="etape",
    )


def _controles(demarche: Demarche) -> Iterator[Obstacle]:
    """Les contrôles du métier sur ce qui a été repris : ils préviennent, l'import n'est pas une étape franchie."""
    for fiche in fiches_retenues(demarche):
        yield from obstacles_a_la_fiche(demarche, fiche)
    yield from obstacles_financiers(demarche)
    yield from obstacles_d_equilibre(demarche)
