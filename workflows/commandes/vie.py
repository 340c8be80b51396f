"""Suspendre, reprendre, abandonner, et les gestes de la vie du contrat."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide
from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.remise import Remise
from workflows.commandes.bordereau import Auteur, Bordereau, GesteDefini, SaisieDefinie
from workflows.commandes.champs import Annee, Chose, Designe, LongTexte, Texte
from workflows.regles.commun import Circonstances


class DonneesSuspension(Bordereau):
    jusqu_au: date = Field(title="Fin prévisible le")


def verifier_suspension(demarche: Demarche, donnees: DonneesSuspension, faits: Circonstances) -> None:
    """La fin prévisible est à venir."""
    if donnees.jusqu_au <= faits.survenu_le:
        raise SaisieInvalide(
            f"La suspension ne peut pas finir le {donnees.jusqu_au:%d/%m/%Y}.",
            f"Elle commence le {faits.survenu_le:%d/%m/%Y}.",
            "Indiquez une date de fin prévisible postérieure.",
        )


class DonneesAbandon(Bordereau):
    decision_ecrite: Texte = Field(
        title="Décision écrite", description="Sa référence : qui l'a prise, quand."
    )


class DonneesDenonciation(Bordereau):
    par_partie: Literal["etat", "collectivite"] = Field(title="Dénoncé par")
    preavis_echu_le: date = Field(title="Préavis échu le")


class DonneesResiliation(Bordereau):
    mise_en_demeure_le: date = Field(title="Mise en demeure du")
    delai_echu_le: date = Field(title="Délai échu le")


def _delai_echu(echu_le: date, faits: Circonstances, quoi: str, delai: str) -> None:
    if echu_le > faits.survenu_le:
        raise SaisieInvalide(
            f"La {quoi} ne peut pas être constatée.",
            f"Le {delai} n'est échu que le {echu_le:%d/%m/%Y}.",
            "Attendez cette date, puis recommencez.",
        )


def verifier_denonciation(demarche: Demarche, donnees: DonneesDenonciation, faits: Circonstances) -> None:
    """Le préavis est échu (§ 6.2)."""
    _delai_echu(donnees.preavis_echu_le, faits, "dénonciation", "préavis")


def verifier_resiliation(demarche: Demarche, donnees: DonneesResiliation, faits: Circonstances) -> None:
    """La mise en demeure est restée sans effet (§ 6.2)."""
    _delai_echu(donnees.delai_echu_le, faits, "résiliation", "délai de la mise en demeure")


class DonneesAvenant(Bordereau):
    numero: Annotated[int, Field(ge=1, le=99)] = Field(title="Numéro de l'avenant")
    objet: LongTexte = Field(title="Objet")
    deliberation: Texte = Field(title="Délibération", description="Son numéro et sa date.")
    signe_le: date = Field(title="Signé le")


class DonneesEvaluation(Bordereau):
    reference_du_rapport: Texte = Field(title="Rapport d'évaluation", description="Sa référence et sa date.")


class DonneesSolde(Bordereau):
    rapport_final_delibere_le: date = Field(title="Rapport final délibéré le")
    issue_financiere: Literal["solde", "reversement", "sans_objet"] = Field(title="Issue financière")
    archive_le: date = Field(title="Dossier archivé le")


class SaisieRemise(Bordereau):
    echeance: Annotated[Texte, Designe(Chose.ECHEANCE)] = Field(title="Ce qui a été remis")
    exercice: Annee = Field(title="Au titre de l'exercice")
    remise_le: date = Field(title="Remis le")


def consigner_remise(demarche: Demarche, saisie: SaisieRemise, auteur: Auteur) -> None:
    """Dit que la collectivité a remis ce que le contrat attendait ; l'échéance est alors satisfaite."""
    codes = [e.code for e in registre().type_de_contrat(demarche.type_contrat).echeances]
    fautes = []
    if saisie.echeance not in codes:
        fautes.append(f"l'échéance « {saisie.echeance} » n'existe pas ({', '.join(codes)})")
    if saisie.exercice not in demarche.annees:
        fautes.append(f"le contrat court de {demarche.annee_debut} à {demarche.annee_fin}")
    if saisie.remise_le > auteur.saisi_le.date():
        fautes.append(f"le {saisie.remise_le:%d/%m/%Y} n'est pas encore arrivé")
    if any((r.echeance, r.exercice) == (saisie.echeance, saisie.exercice) for r in demarche.remises):
        fautes.append("cette remise est déjà consignée")
    if fautes:
        raise SaisieInvalide(
            "Cette remise ne peut pas être consignée.",
            f"Il y a un obstacle : {' ; '.join(fautes)}.",
            "Corrigez la saisie, puis recommencez.",
        )
    demarche.remises.append(Remise(demarche_id=demarche.id, par=auteur.par, **saisie.model_dump()))


SAISIES_DE_LA_VIE = {
    "remise": SaisieDefinie("la remise de ce que le contrat attend", SaisieRemise, consigner_remise),
}
GESTES_DE_LA_VIE = {
    Geste.SUSPENDRE: GesteDefini(DonneesSuspension, preparer=verifier_suspension),
    Geste.REPRENDRE: GesteDefini(),
    Geste.ABANDONNER: GesteDefini(DonneesAbandon),
    Geste.DENONCER: GesteDefini(DonneesDenonciation, preparer=verifier_denonciation),
    Geste.RESILIER: GesteDefini(DonneesResiliation, preparer=verifier_resiliation),
    Geste.OUVRIR_EVALUATION: GesteDefini(),
    Geste.REMETTRE_EVALUATION: GesteDefini(DonneesEvaluation),
    Geste.AVENANT_SIGNE: GesteDefini(DonneesAvenant),
    Geste.TERMINER: GesteDefini(),
    Geste.SOLDER: GesteDefini(DonneesSolde),
}
