"""Ce qu'un document devrait porter : ce qui serait vide se dit avant de l'écrire, se voit dans un brouillon."""

from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

NON_RENSEIGNE, NON_RENSEIGNEE = "non renseigné", "non renseignée"


class Attendu(NamedTuple):
    """Se pose sur un champ : `Annotated[str, Attendu("le lieu", "Indiquez où se tient la réunion.")]`.

    `ou` nomme l'endroit où l'on corrige. `quoi` et `ou` peuvent citer un champ du même bloc : « fiche:{code} ».
    `requis` : sans cette donnée, le document n'est produit qu'en brouillon (DOC-01).
    """

    quoi: str
    remede: str
    ou: str = ""
    requis: bool = False


def attendu_du_champ(champ: FieldInfo) -> Attendu | None:
    """Ce que le champ devrait porter, s'il en est attendu quelque chose."""
    return next((m for m in champ.metadata if isinstance(m, Attendu)), None)


def est_vide(valeur: Any) -> bool:
    """Rien n'y est : ni texte, ni date, ni élément. Zéro et « non » sont des réponses."""
    return valeur in (None, "", (), NON_RENSEIGNE, NON_RENSEIGNEE)


def designation(bloc: BaseModel) -> str:
    """De quel élément d'une liste on parle : « 32-DRO-EXP-01 », « Ménages accompagnés », « n° 2 »."""
    for nom in (getattr(bloc, "DESIGNE_PAR", ""), *_NOMS_QUI_DESIGNENT):
        valeur = getattr(bloc, nom, "") if nom else ""
        if isinstance(valeur, str | int) and str(valeur).strip():
            return f"n° {valeur}" if nom in _RANGS else str(valeur)
    return ""


_NOMS_QUI_DESIGNENT = ("code", "intitule", "libelle", "titre", "organisme", "nom", "numero", "rang")
_RANGS = ("numero", "rang")


_CONTACTS, _REUNIONS, _DIAGNOSTIC, _PISTES, _FICHE = (
    "contacts",
    "reunions",
    "diagnostic",
    "pistes",
    "fiche:{code}",
)
_DELIBERATION, _SIGNATURE, _PROJET, _BILAN = "deliberation", "signature", "projet", "bilan"
_SUITES_DU_VOTE = "Consignez la publication et la transmission de la délibération."
_COMPLETER, _EVALUER = "Complétez la fiche.", "Complétez l'évaluation."
_EVALUATION = "evaluation"

# Les lettres
SUIVI_PAR = Attendu("le nom de qui suit l'affaire", "Ajoutez le contact référent de l'État.", _CONTACTS)
SIGNATAIRE_DE_LA_LETTRE = Attendu(
    "le nom du signataire", "Ajoutez le contact qui signe cette lettre.", _CONTACTS
)
ARTICLE = Attendu(
    "l'article du contrat qui fonde la demande", "Citez-le à la main, ou ne relancez qu'un sujet."
)

# Les réunions
LIEU = Attendu("le lieu de la réunion", "Indiquez où elle se tient.", _REUNIONS, requis=True)
PERSONNES = Attendu("les personnes conviées", "Ajoutez les participants à la réunion.", _REUNIONS)
POINTS = Attendu("les points de l'ordre du jour", "Ajoutez-les à la réunion.", _REUNIONS)
PRESENTS = Attendu("la liste des présents", "Consignez les présences de la réunion.", _REUNIONS)
SYNTHESE = Attendu("la synthèse des échanges", "Consignez-la avec la tenue de la réunion.", _REUNIONS)
DECISIONS = Attendu("les décisions prises", "Consignez-les avec la tenue de la réunion.", _REUNIONS)
PISTES_TRAVAILLEES = Attendu(
    "les pistes travaillées", "Rattachez à l'atelier les sous-axes de ses pistes.", _PISTES
)

# Le cadrage, le diagnostic, les pistes
AXES = Attendu("les axes retenus", "Saisissez les axes de la démarche.", "axes", requis=True)
MEMBRES = Attendu("les membres du comité de suivi", "Ajoutez les contacts membres du comité.", _CONTACTS)
CALENDRIER = Attendu("le calendrier", "Saisissez le calendrier prévu.", "calendrier")
ENTRETIENS = Attendu("les entretiens", "Saisissez les entretiens du diagnostic.", _DIAGNOSTIC)
SOURCES = Attendu("les sources", "Saisissez les sources du diagnostic.", _DIAGNOSTIC)
ENJEUX = Attendu("les enjeux", "Formulez les enjeux du diagnostic.", _DIAGNOSTIC)
PUBLICS = Attendu("les publics prioritaires", "Indiquez les publics des constats.", _DIAGNOSTIC)
ZONES = Attendu("les zones prioritaires", "Indiquez les zones des constats.", _DIAGNOSTIC)
PISTES = Attendu("les pistes", "Saisissez les pistes à coter.", _PISTES, requis=True)

# Les fiches
NATURE = Attendu("la nature de l'action", _COMPLETER, _FICHE, requis=True)
CONSTAT = Attendu("le constat", _COMPLETER, _FICHE, requis=True)
OBJECTIF_PRINCIPAL = Attendu("l'objectif principal", _COMPLETER, _FICHE, requis=True)
OBJECTIFS_OPERATIONNELS = Attendu("les objectifs opérationnels", _COMPLETER, _FICHE, requis=True)
DESCRIPTION = Attendu("la description", _COMPLETER, _FICHE, requis=True)
PUBLIC_VISE = Attendu("le public visé", _COMPLETER, _FICHE, requis=True)
EFFECTIF = Attendu("l'effectif estimé", _COMPLETER, _FICHE)
PERIMETRE = Attendu("le périmètre", _COMPLETER, _FICHE, requis=True)
PORTEUR = Attendu("le porteur", _COMPLETER, _FICHE, requis=True)
EVALUATION = Attendu("le suivi et l'évaluation", _COMPLETER, _FICHE, requis=True)
REFERENT = Attendu("le référent", _COMPLETER, _FICHE)
INDICATEURS = Attendu("les indicateurs", _COMPLETER, _FICHE, requis=True)
DEFINITION = Attendu("la définition", "Complétez l'indicateur.")
SOURCE = Attendu("la source", "Complétez l'indicateur.")
CIBLES = Attendu("les cibles", "Complétez l'indicateur.")
MOTIF_D_INSTRUCTION = Attendu("le motif", "Dites ce que la fiche doit changer.", _FICHE, requis=True)

# Le contrat
FICHES = Attendu("les fiches actions", "Retenez au moins une fiche.", "fiches", requis=True)
SIGNATAIRE = Attendu(
    "le nom du signataire ({qualite})",
    "Ajoutez le contact signataire de cette partie.",
    _CONTACTS,
    requis=True,
)
DELIBERATION_NUMERO = Attendu(
    "le numéro de la délibération", "Consignez le vote avec son numéro.", _DELIBERATION
)
DELIBERATION_LE = Attendu("la date de la délibération", "Consignez le vote.", _DELIBERATION, requis=True)
TRANSMISE_LE = Attendu("la date de transmission", _SUITES_DU_VOTE, _DELIBERATION, requis=True)
PUBLIEE_LE = Attendu("la date de publication", _SUITES_DU_VOTE, _DELIBERATION, requis=True)
ACCUSE_LE = Attendu("la date de l'accusé de réception", _SUITES_DU_VOTE, _DELIBERATION)
EXECUTOIRE_LE = Attendu("la date à laquelle elle est exécutoire", _SUITES_DU_VOTE, _DELIBERATION, requis=True)
PROJET_VOTE = Attendu("le projet voté", "Figez le projet de convention.", _PROJET, requis=True)
NUMERO = Attendu("le numéro du contrat", "Donnez-le en notifiant.", _PROJET)
SIGNE_LE = Attendu("la date de signature", "Consignez les signatures.", _SIGNATURE, requis=True)
SIGNATURES = Attendu("les signatures", "Consignez les signatures.", _SIGNATURE, requis=True)
PREND_EFFET_LE = Attendu("la date d'effet", "Donnez-la en notifiant.", _SIGNATURE, requis=True)

ENVELOPPE = Attendu(
    "l'enveloppe de l'État pour {annee}", "Saisissez l'enveloppe notifiée.", "enveloppe:{annee}"
)

# L'exécution
MOTIF_DE_FIN = Attendu("le motif", "Dites pourquoi le contrat prend fin.", requis=True)
SYNTHESE_DE_L_EXERCICE = Attendu(
    "la synthèse de l'exercice", "Complétez le bilan de l'exercice.", _BILAN, requis=True
)
DIFFICULTES = Attendu("les difficultés rencontrées", "Complétez le bilan de l'exercice.", _BILAN)
PERSPECTIVES = Attendu("les perspectives", "Complétez le bilan de l'exercice.", _BILAN)
RAPPORT_ADOPTE = Attendu(
    "le numéro de la délibération qui l'adopte", "Consignez la délibération du rapport.", _BILAN, requis=True
)

# L'évaluation à mi-parcours
METHODE = Attendu("la méthode de l'évaluation", _EVALUER, _EVALUATION, requis=True)
SOURCES_DE_L_EVALUATION = Attendu("les sources de l'évaluation", _EVALUER, _EVALUATION)
LIMITES = Attendu("les limites de l'évaluation", _EVALUER, _EVALUATION)
RESULTATS = Attendu("les résultats", _EVALUER, _EVALUATION, requis=True)
ENSEIGNEMENTS = Attendu("les enseignements", _EVALUER, _EVALUATION, requis=True)
AVIS_DU_COMITE = Attendu("l'avis du comité de suivi", _EVALUER, _EVALUATION)
