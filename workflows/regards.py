"""Où en est la démarche, dit à qui la lit : le même état ne demande pas la même chose à chacun (§ 6.2, n° 5)."""

from typing import NamedTuple

from modeles.etapes import Etape
from modeles.vocabulaire import Partie

E = Etape


class Regard(NamedTuple):
    """`etat` nomme l'étape pour ce lecteur, `attente` dit ce qu'elle attend de lui."""

    etat: str
    attente: str


# fmt: off
_POUR_L_ETAT = {
    E.A_LANCER: Regard("À lancer", "À vous : désigner les référents, retenir les axes, dire l'enveloppe, puis ouvrir."),
    E.LANCEMENT: Regard("Comité à réunir", "À vous : réunir le comité de lancement, faire adopter le cadrage et le calendrier."),
    E.DIAGNOSTIC: Regard("Diagnostic à conduire", "À vous deux : sources, entretiens, constats, enjeux, puis dépôt avant le comité de suivi."),
    E.DIAGNOSTIC_PRESENTE: Regard("Diagnostic à faire adopter", "À vous : tenir le comité de suivi et consigner sa décision."),
    E.PRESELECTION: Regard("Pistes à arbitrer", "À vous deux : coter les pistes, décider de chacune, puis les arrêter."),
    E.ATELIERS: Regard("Ateliers à tenir", "À vous deux : convoquer les ateliers et y traiter chaque piste retenue."),
    E.FICHES: Regard("Fiches à instruire", "La collectivité rédige ; à vous d'instruire ce qui est soumis : valider, faire corriger, rejeter ou reporter."),
    E.RESTITUTION: Regard("Restitution à tenir", "À vous : tenir le comité de restitution et consigner sa décision sur le livrable."),
    E.CONTRACTUALISATION: Regard("Convention à mettre au point", "À vous : figer le projet, obtenir le visa des crédits et l'accord de la collectivité."),
    E.DELIBERATION: Regard("En délibération", "La collectivité délibère et transmet ; vous attendez une délibération exécutoire."),
    E.SIGNATURE: Regard("À signer", "À vous deux : recueillir les signatures, puis notifier le contrat."),
    E.EXECUTION: Regard("En exécution", "La collectivité rend compte chaque année ; à vous de suivre ses remises et ses indicateurs."),
    E.EVALUATION_MI_PARCOURS: Regard("Évaluation en cours", "La collectivité remet son évaluation à mi-parcours."),
    E.CLOTURE: Regard("À clore", "À vous : recevoir le rapport final, régler le solde, archiver, puis clore."),
    E.SUSPENDU: Regard("Suspendue", "À vous : reprendre la démarche, ou l'abandonner."),
}
_POUR_LA_COLLECTIVITE = {
    E.A_LANCER: Regard("À lancer", "L'État prépare l'ouverture ; dites-lui qui sera votre référent."),
    E.LANCEMENT: Regard("Comité à venir", "L'État réunit le comité de lancement ; à vous de faire connaître vos participants, puis de valider le compte rendu."),
    E.DIAGNOSTIC: Regard("Diagnostic à nourrir", "À vous deux : sources, entretiens, constats, enjeux."),
    E.DIAGNOSTIC_PRESENTE: Regard("Diagnostic présenté", "Le comité de suivi se prononce ; à vous de valider le compte rendu et de répondre aux réserves."),
    E.PRESELECTION: Regard("Pistes à arbitrer", "À vous deux : coter les pistes et décider de chacune."),
    E.ATELIERS: Regard("Ateliers à tenir", "À vous deux : y traiter chaque piste retenue, avec ses partenaires."),
    E.FICHES: Regard("Fiches à rédiger", "À vous : rédiger chaque fiche et la soumettre ; l'État l'instruit ensuite."),
    E.RESTITUTION: Regard("Restitution à venir", "L'État réunit le comité de restitution ; à vous de présenter les fiches."),
    E.CONTRACTUALISATION: Regard("Convention en préparation", "L'État met le texte au point ; à vous de donner votre accord."),
    E.DELIBERATION: Regard("À délibérer", "À vous : inscrire le projet à l'ordre du jour, voter, transmettre et publier."),
    E.SIGNATURE: Regard("À signer", "À vous de signer l'exemplaire reçu et de le renvoyer."),
    E.EXECUTION: Regard("En exécution", "À vous : remettre chaque année le rapport et les indicateurs."),
    E.EVALUATION_MI_PARCOURS: Regard("Évaluation à remettre", "À vous : remettre l'évaluation à mi-parcours."),
    E.CLOTURE: Regard("À clore", "À vous : remettre le rapport final délibéré."),
    E.SUSPENDU: Regard("Suspendue", "La démarche est gelée ; l'État dira quand elle reprend."),
}
# fmt: on


def regard_sur(etape: Etape, partie: Partie | None) -> Regard:
    """Ce que cette étape est, et attend, pour un lecteur de cette partie ; sans partie, son nom seul."""
    if partie is Partie.ETAT:
        return _POUR_L_ETAT.get(etape, Regard(etape.libelle, ""))
    if partie is Partie.COLLECTIVITE:
        return _POUR_LA_COLLECTIVITE.get(etape, Regard(etape.libelle, ""))
    return Regard(etape.libelle, "")
