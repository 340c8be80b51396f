"""Ce qui retient une démarche avant son lancement, puis avant son diagnostic."""

from collections.abc import Iterator
from datetime import date

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.vocabulaire import NatureReunion, Partie, RoleContact, StatutCalendrier
from workflows.regles.calendrier import desordres
from workflows.regles.commun import derniere_tenue


def obstacles_a_l_ouverture(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Référents des deux parties, axes du contrat, enveloppe pré-notifiée ou dite inconnue (§ 6.2)."""
    for partie, libelle in ((Partie.ETAT, "l'État"), (Partie.COLLECTIVITE, "la collectivité")):
        if not _a_un_referent(demarche, partie):
            yield Obstacle(
                f"aucun référent n'est désigné pour {libelle}",
                f"Ajoutez un contact « référent » pour {libelle}.",
                ou="contacts",
            )
    if not demarche.axes_couverts:
        yield Obstacle(
            "aucun axe du référentiel n'est retenu",
            "Indiquez les axes du contrat et leur numéro d'affichage.",
            ou="axes",
        )
    if not demarche.enveloppes and not demarche.enveloppe_inconnue:
        yield Obstacle(
            "l'enveloppe n'est ni pré-notifiée ni déclarée inconnue",
            "Saisissez l'enveloppe de chaque année, ou déclarez-la inconnue.",
            ou="enveloppes",
        )


def _a_un_referent(demarche: Demarche, partie: Partie) -> bool:
    return any(c.partie is partie and c.role is RoleContact.REFERENT and c.actif for c in demarche.contacts)


def obstacles_au_cadrage(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Comité tenu sous la présidence des deux parties, compte rendu validé, calendrier adopté (§ 6.3.1)."""
    comite = derniere_tenue(demarche, NatureReunion.COMITE_LANCEMENT)
    if comite is None:
        yield Obstacle(
            "le comité de lancement n'a pas été tenu",
            "Programmez-le, convoquez-le, puis consignez sa tenue.",
            ou="reunions",
        )
    elif comite.compte_rendu_valide_le is None:
        yield Obstacle(
            "le compte rendu du comité de lancement n'est pas validé",
            "Faites valider le compte rendu par la collectivité.",
            ou=f"reunion:{comite.numero}",
        )
    if not any(e.statut is StatutCalendrier.ADOPTE for e in demarche.etapes_prevues):
        yield Obstacle(
            "le calendrier de la démarche n'est pas adopté",
            "Calculez le calendrier depuis une date cible, puis adoptez-le.",
            ou="calendrier",
        )
    yield from desordres(demarche)
