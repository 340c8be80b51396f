"""Faire cheminer une fiche action : soumise, instruite, à corriger, validée, rejetée ou reportée (§ 6.3.6)."""

from datetime import datetime
from typing import Any

from pydantic import Field

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle, SaisieInvalide
from modeles.fiche import FicheAction, VersionFiche
from modeles.vocabulaire import StatutFiche
from workflows.commandes.bordereau import Auteur, Bordereau, SaisieDefinie
from workflows.commandes.champs import CodeDeFiche, LongTexte
from workflows.commandes.fiches import fiche_de_code, marquer_modifiee
from workflows.regles.separation import personnes, redacteurs

S = StatutFiche
CHEMINS = {
    S.BROUILLON: (S.SOUMISE, S.REPORTEE),
    S.SOUMISE: (S.EN_INSTRUCTION, S.A_CORRIGER, S.VALIDEE, S.REJETEE, S.REPORTEE),
    S.EN_INSTRUCTION: (S.A_CORRIGER, S.VALIDEE, S.REJETEE, S.REPORTEE),
    S.A_CORRIGER: (S.SOUMISE, S.REJETEE, S.REPORTEE),
    S.VALIDEE: (S.A_CORRIGER, S.REPORTEE),
    S.REJETEE: (S.SOUMISE,),
    S.REPORTEE: (S.SOUMISE,),
}
DECISIONS = (S.EN_INSTRUCTION, S.A_CORRIGER, S.VALIDEE, S.REJETEE)
AVEC_MOTIF = (S.A_CORRIGER, S.REJETEE, S.REPORTEE)


class SaisieStatutFiche(Bordereau):
    fiche: CodeDeFiche = Field(title="Fiche")
    statut: StatutFiche = Field(title="Nouveau statut")
    motif: LongTexte | None = Field(
        default=None, title="Motif", description="Exigé pour corriger, rejeter ou reporter."
    )


def changer_statut(demarche: Demarche, saisie: SaisieStatutFiche, auteur: Auteur) -> None:
    """Fait cheminer une fiche (§ 6.3.6). Qui l'a rédigée ne l'instruit pas."""
    fiche = fiche_de_code(demarche, saisie.fiche)
    fautes = _fautes_de_statut(fiche, saisie, auteur)
    if fautes:
        raise SaisieInvalide(
            f"La fiche {fiche.code} ne peut pas passer au statut « {saisie.statut.libelle} ».",
            f"Il y a un obstacle : {' ; '.join(fautes)}.",
            "Corrigez, puis recommencez.",
            [Obstacle(faute, "Corrigez, puis recommencez.", ou=f"fiche:{fiche.code}") for faute in fautes],
        )
    if saisie.statut is S.SOUMISE:
        photographier(fiche, auteur.par, auteur.saisi_le)
    fiche.statut, fiche.motif = saisie.statut, saisie.motif
    marquer_modifiee(fiche, auteur)


def _fautes_de_statut(fiche: FicheAction, saisie: SaisieStatutFiche, auteur: Auteur) -> list[str]:
    fautes = []
    if saisie.statut not in CHEMINS.get(fiche.statut, ()):
        fautes.append(f"la fiche est au statut « {fiche.statut.libelle} »")
    if saisie.statut in AVEC_MOTIF and not saisie.motif:
        fautes.append("cette décision demande un motif")
    if saisie.statut in DECISIONS and (juges := personnes(auteur.par) & redacteurs(fiche)):
        fautes.append(f"{', '.join(sorted(juges))} a rédigé la fiche : une autre personne doit l'instruire")
    return fautes


def photographier(fiche: FicheAction, par: str, saisi_le: datetime) -> None:
    """La fiche passe à la version suivante, gardée telle qu'elle est."""
    fiche.version += 1
    fiche.versions.append(_photographie(fiche, par, saisi_le))


def _photographie(fiche: FicheAction, par: str, saisi_le: datetime) -> VersionFiche:
    contenu: dict[str, Any] = fiche.model_dump(mode="json", exclude={"id", "demarche_id"})
    contenu["budget"] = [ligne.model_dump(mode="json", exclude={"fiche_id"}) for ligne in fiche.budget]
    contenu["indicateurs"] = [
        indicateur.model_dump(mode="json", exclude={"id", "fiche_id"})
        | {"cibles": {c.annee: c.valeur_centiemes for c in indicateur.cibles}}
        for indicateur in fiche.indicateurs
    ]
    return VersionFiche(
        fiche_id=fiche.id, version=fiche.version, contenu=contenu, par=par, saisie_le=saisi_le
    )


SAISIES_DE_L_INSTRUCTION = {
    "statut_fiche": SaisieDefinie("le statut d'une fiche", SaisieStatutFiche, changer_statut),
}
