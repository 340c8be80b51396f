"""Les contrôles d'une fiche action (REF-*, FIC-*, POP-*, RGP-*) et du recueil (AXE-01)."""

import re
from collections.abc import Iterator
from datetime import date

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.fiche import FicheAction
from modeles.reference.referentiels import Referentiel
from modeles.reference.registre import registre
from modeles.vocabulaire import NatureAction, StatutFiche
from workflows.calculs.ressemblance import se_ressemblent
from workflows.regles.controles import constat
from workflows.regles.finances import fiches_retenues, obstacles_financiers
from workflows.regles.populations import obstacles_au_public

TRANSVERSAL = "TRANSVERSAL"
# Un numéro de sécurité sociale n'a rien à faire dans une fiche : quinze chiffres, espacés ou non.
NUMERO_DE_SECURITE_SOCIALE = re.compile(r"\b[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?\b")

MONTANT_ECRIT = re.compile(r"(\d{1,3}(?:[ \u00a0\u202f]?\d{3})+)[ \u00a0\u202f]?€")


def obstacles_a_la_fiche(demarche: Demarche, fiche: FicheAction) -> Iterator[Obstacle]:
    """Tout ce qui cloche dans une fiche, hors argent."""
    yield from _champs_obligatoires(fiche)
    yield from _referentiel(demarche, fiche)
    yield from _nature(fiche)
    yield from _indicateurs(fiche)
    yield from _periode(demarche, fiche)
    yield from _voisines(demarche, fiche)
    yield from _donnees_nominatives(fiche)
    yield from _montants_du_texte(fiche)
    yield from obstacles_au_public(fiche, demarche.territoire_code)


def _champs_obligatoires(fiche: FicheAction) -> Iterator[Obstacle]:
    champs = {
        "le constat": fiche.constat,
        "l'objectif principal": fiche.objectif_principal,
        "les objectifs opérationnels": fiche.objectifs_operationnels,
        "la description": fiche.description,
        "le public visé": fiche.public_cible,
        "le périmètre": fiche.perimetre,
        "le porteur": fiche.porteur,
        "l'évaluation": fiche.evaluation,
    }
    vides = [libelle for libelle, valeur in champs.items() if not valeur]
    if vides:
        yield Obstacle(
            f"fiche {fiche.code} : à compléter ({', '.join(vides)})",
            "Complétez la fiche.",
            ou=f"fiche:{fiche.code}",
        )


def _referentiel(demarche: Demarche, fiche: FicheAction) -> Iterator[Obstacle]:
    referentiel = registre().referentiel(demarche.millesime)
    for message in _incoherences(referentiel, fiche):
        yield constat(
            "REF-01",
            f"fiche {fiche.code} : {message}",
            "Choisissez un axe, un sous-axe et une action du référentiel.",
            f"fiche:{fiche.code}",
        )
    evoques = [s.code for s in referentiel.sous_axes_evoques(fiche.titre)]
    if fiche.sous_axe and evoques and fiche.sous_axe not in evoques:
        yield constat(
            "REF-02",
            f"fiche {fiche.code} : le titre évoque {', '.join(evoques)}, la fiche est sous {fiche.sous_axe}",
            "Vérifiez le sous-axe.",
            f"fiche:{fiche.code}",
        )


def _incoherences(referentiel: Referentiel, fiche: FicheAction) -> Iterator[str]:
    axe = next((a for a in referentiel.axes if a.code == fiche.axe), None)
    if axe is None:
        yield f"l'axe « {fiche.axe} » n'est pas au référentiel"
        return
    if fiche.sous_axe is None:
        if fiche.axe != TRANSVERSAL:
            yield "le sous-axe manque"
        return
    sous_axe = next((s for s in axe.sous_axes if s.code == fiche.sous_axe), None)
    if sous_axe is None:
        yield f"le sous-axe « {fiche.sous_axe} » n'est pas de l'axe {fiche.axe}"
    elif fiche.action_referencee and fiche.action_referencee not in [a.code for a in sous_axe.actions]:
        yield f"l'action « {fiche.action_referencee} » n'est pas du sous-axe {fiche.sous_axe}"


def _nature(fiche: FicheAction) -> Iterator[Obstacle]:
    prouve = fiche.renforcement and fiche.justification_renforcement
    if fiche.nature is None or (fiche.nature is NatureAction.RENFORCEE and not prouve):
        manque = (
            "n'est dite ni nouvelle ni renforcée"
            if fiche.nature is None
            else "ne prouve pas son renforcement"
        )
        yield constat(
            "FIC-02",
            f"la fiche {fiche.code} {manque}",
            "Dites ce que l'action ajoute : file active, nouveaux publics ou nouvelles zones, chiffres à l'appui.",
            f"fiche:{fiche.code}",
        )


def _indicateurs(fiche: FicheAction) -> Iterator[Obstacle]:
    annees_ciblees = {c.annee for i in fiche.indicateurs for c in i.cibles}
    manquantes = [str(annee) for annee in fiche.annees if annee not in annees_ciblees]
    if not fiche.indicateurs or manquantes:
        manque = f"de cible {', '.join(manquantes)}" if fiche.indicateurs else "d'indicateur"
        yield constat(
            "FIC-03",
            f"la fiche {fiche.code} n'a pas {manque}",
            "Donnez au moins un indicateur, et une cible par année couverte.",
            f"fiche:{fiche.code}",
        )


def _periode(demarche: Demarche, fiche: FicheAction) -> Iterator[Obstacle]:
    if fiche.annee_debut < demarche.annee_debut or fiche.annee_fin > demarche.annee_fin:
        yield constat(
            "FIC-04",
            f"la fiche {fiche.code} court de {fiche.annee_debut} à {fiche.annee_fin}, "
            f"le contrat de {demarche.annee_debut} à {demarche.annee_fin}",
            "Ramenez l'action dans la période du contrat.",
            f"fiche:{fiche.code}",
        )


def _voisines(demarche: Demarche, fiche: FicheAction) -> Iterator[Obstacle]:
    for autre in demarche.fiches:
        if autre.code <= fiche.code or not autre.retenue:
            continue
        if autre.titre.casefold() == fiche.titre.casefold():
            yield constat(
                "FIC-01",
                f"les fiches {fiche.code} et {autre.code} ont le même titre",
                "Donnez un titre propre à chacune.",
                f"fiche:{autre.code}",
            )
        elif fiche.description and se_ressemblent(fiche.description, autre.description):
            yield constat(
                "FIC-05",
                f"les fiches {fiche.code} et {autre.code} ont presque le même texte",
                "Relisez-les : l'une a peut-être été recopiée.",
                f"fiche:{autre.code}",
            )


def _donnees_nominatives(fiche: FicheAction) -> Iterator[Obstacle]:
    textes = (fiche.constat, fiche.description, fiche.public_cible, fiche.justification_renforcement)
    if any(NUMERO_DE_SECURITE_SOCIALE.search(texte) for texte in textes):
        yield constat(
            "RGP-01",
            f"la fiche {fiche.code} contient ce qui ressemble à un numéro de sécurité sociale",
            "Retirez toute donnée nominative d'usager.",
            f"fiche:{fiche.code}",
        )


def _montants_du_texte(fiche: FicheAction) -> Iterator[Obstacle]:
    lignes = fiche.budget
    connus = {x for ligne in lignes for x in (ligne.part_etat_centimes, ligne.total_centimes)}
    connus |= {ligne.part_collectivite_centimes for ligne in lignes} | {x.autres_centimes for x in lignes}
    connus |= {sum(x.part_etat_centimes for x in lignes), sum(x.total_centimes for x in lignes)}
    for ecrit in MONTANT_ECRIT.findall(fiche.description):
        if int(re.sub(r"\D", "", ecrit)) * 100 not in connus:
            yield constat(
                "DOC-03",
                f"la description de la fiche {fiche.code} cite {ecrit.strip()} €, qui n'est pas à son budget",
                "Vérifiez le montant écrit, ou retirez-le : le tableau financier fait foi.",
                f"fiche:{fiche.code}",
            )


def obstacles_au_recueil(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Toutes les fiches décidées, conformes et finançables ; axes couverts ; réserves échues levées."""
    for fiche in demarche.fiches:
        if fiche.statut not in (StatutFiche.VALIDEE, StatutFiche.REJETEE, StatutFiche.REPORTEE):
            yield Obstacle(
                f"la fiche {fiche.code} est au statut « {fiche.statut.libelle} »",
                "Validez, rejetez ou reportez chaque fiche.",
                ou=f"fiche:{fiche.code}",
            )
    if not fiches_retenues(demarche):
        yield Obstacle("aucune fiche action n'est retenue", "Validez au moins une fiche.", ou="fiches")
    for fiche in fiches_retenues(demarche):
        yield from obstacles_a_la_fiche(demarche, fiche)
    yield from obstacles_financiers(demarche)
    yield from _axes_couverts(demarche)
    yield from _reserves_echues(demarche, le)


def _axes_couverts(demarche: Demarche) -> Iterator[Obstacle]:
    couverts = {f.axe for f in fiches_retenues(demarche)}
    for axe in demarche.axes_couverts:
        if axe not in couverts:
            yield constat(
                "AXE-01",
                f"l'axe {axe} n'est couvert par aucune fiche",
                f"Ajoutez une fiche pour l'axe {axe}, ou écrivez pourquoi il est écarté.",
                "axes",
            )


def _reserves_echues(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    for reserve in demarche.reserves:
        if reserve.levee_le is None and reserve.echeance_le <= le:
            yield Obstacle(
                f"une réserve du comité, attendue le {reserve.echeance_le:%d/%m/%Y}, "
                f"n'est pas levée : {reserve.libelle}",
                "Levez la réserve avec la date à laquelle il y a été répondu.",
                ou="reserves",
            )


def obstacles_a_la_reouverture(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """On rouvre un atelier quand une fiche a été rejetée au fond (§ 6.2)."""
    if not any(f.statut is StatutFiche.REJETEE for f in demarche.fiches):
        yield Obstacle(
            "aucune fiche n'a été rejetée",
            "Rejetez d'abord la fiche à reprendre, avec son motif.",
            ou="fiches",
        )
