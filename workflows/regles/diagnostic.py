"""Ce qui retient un diagnostic : son dépôt, puis la décision du comité de suivi."""

from collections.abc import Iterator
from datetime import date

from modeles.demarche import Demarche
from modeles.diagnostic import Diagnostic
from modeles.erreurs import Obstacle
from modeles.reunion import Reunion
from modeles.vocabulaire import AvisComite, EtatReunion, NatureReunion
from workflows.regles.commun import derniere_tenue, reunions_de
from workflows.regles.controles import constat

AGE_D_UNE_SOURCE_ANCIENNE = 3
FAVORABLES = (AvisComite.ADOPTE, AvisComite.ADOPTE_AVEC_RESERVES)


def obstacles_au_depot(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Contrôles DIA-*, au moins un enjeu par axe, comité de suivi programmé (§ 6.2)."""
    for axe in demarche.axes_couverts:
        yield from _axe_documente(demarche, axe)
    for source in demarche.sources:
        if le.year - source.annee > AGE_D_UNE_SOURCE_ANCIENNE:
            yield constat(
                "DIA-02",
                f"la source « {source.titre} » porte sur {source.annee}",
                "Cherchez un millésime plus récent, ou dites-en la limite dans le rapport.",
                "sources",
            )
    if _comite_de_suivi_a_venir(demarche) is None:
        yield Obstacle(
            "aucun comité de suivi n'est programmé pour présenter le diagnostic",
            "Programmez le comité de suivi avant de déposer le diagnostic.",
            ou="reunions",
        )


def _axe_documente(demarche: Demarche, axe: str) -> Iterator[Obstacle]:
    if not any(c.axe == axe and c.source is not None for c in demarche.constats):
        yield constat(
            "DIA-01",
            f"l'axe {axe} n'a aucun constat appuyé sur une source datée",
            f"Ajoutez au moins un constat sourcé pour l'axe {axe}.",
            f"constats:{axe}",
        )
    if not any(e.axe == axe for e in demarche.enjeux):
        yield Obstacle(
            f"l'axe {axe} n'a aucun enjeu",
            f"Formulez au moins un enjeu pour l'axe {axe}, ou écartez l'axe avec sa justification.",
            ou=f"enjeux:{axe}",
        )


def _comite_de_suivi_a_venir(demarche: Demarche) -> Reunion | None:
    comites = reunions_de(demarche, NatureReunion.COMITE_SUIVI)
    return next((c for c in comites if c.etat in (EtatReunion.PROGRAMMEE, EtatReunion.CONVOQUEE)), None)


def obstacles_a_l_adoption(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Le comité de suivi s'est tenu depuis le dépôt et a décidé d'adopter (§ 6.3.3)."""
    diagnostic, avis = _dernier_depot(demarche), _avis_du_comite(demarche)
    if diagnostic is None or avis is None:
        yield _comite_muet()
    elif avis not in FAVORABLES:
        yield Obstacle(
            "le comité de suivi n'a pas adopté le diagnostic",
            "Demandez des compléments ou consignez le refus, ou corrigez l'avis au relevé de décisions.",
            ou="reunions",
        )


def obstacles_au_renvoi_du_diagnostic(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Un comité de suivi s'est tenu depuis le dépôt, et n'a pas adopté."""
    avis = _avis_du_comite(demarche)
    if avis is None:
        yield _comite_muet()
    elif avis in FAVORABLES:
        yield Obstacle(
            "le comité de suivi a adopté le diagnostic",
            "Consignez l'adoption, ou corrigez l'avis au relevé de décisions.",
            ou="reunions",
        )


def _comite_muet() -> Obstacle:
    return Obstacle(
        "aucun comité de suivi ne s'est prononcé depuis le dépôt du diagnostic",
        "Consignez la tenue du comité de suivi, avec sa décision sur le diagnostic.",
        ou="reunions",
    )


def _dernier_depot(demarche: Demarche) -> Diagnostic | None:
    return demarche.diagnostics[-1] if demarche.diagnostics else None


def _avis_du_comite(demarche: Demarche) -> AvisComite | None:
    diagnostic = _dernier_depot(demarche)
    if diagnostic is None:
        return None
    comite = derniere_tenue(demarche, NatureReunion.COMITE_SUIVI, depuis=diagnostic.depose_le)
    return avis_rendu(comite)


def avis_rendu(comite: Reunion | None) -> AvisComite | None:
    """Le dernier avis exprimé par un comité, s'il s'est prononcé."""
    avis = [d.avis for d in comite.decisions if d.avis is not None] if comite else []
    return avis[-1] if avis else None
