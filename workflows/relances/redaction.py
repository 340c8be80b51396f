"""Écrire un message de relance : les mots de l'échelle, les faits du jour."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from documents.contextes.tournures import nommer
from documents.formats import accorder, date_longue, liste_et, majuscule
from modeles.reference.redactions import rediger
from modeles.vocabulaire_annuel import GenreCampagne
from modeles.vocabulaire_relances import EtatRelance, Fonction
from workflows.relances import raisons
from workflows.relances.attentes import Attente, Personne
from workflows.relances.carnet import joindre
from workflows.relances.groupement import Envoi

NOMS_AU_PLUS = 10
INDICATEURS = GenreCampagne.INDICATEURS.value
EXEMPLE = "[Exemple fictif] "


class Texte(NamedTuple):
    """Ce que la personne lira, et de qui."""

    objet: str
    corps: str
    expediteur: str
    repondre_a: str | None


def ecrire(envoi: Envoi, jour: date, *, article: str = "", lien: str = "") -> Texte:
    """Le message d'un envoi, tel qu'il se lit ce jour-là. `article` : celui du contrat qui fonde la demande."""
    attentes = [ligne.attente for ligne in (*envoi.lignes, *envoi.aussi)]
    premiere = envoi.lignes[0].attente
    signataire = signataire_de(premiere, envoi.niveau.emetteur, jour)
    variables = {
        **_elements(attentes, jour),
        "sigle": premiere.sigle,
        "du_contrat": nommer(premiere.contrat).du,
        "collectivite": premiere.collectivite,
        "territoires": ", ".join(sorted({a.territoire for a in attentes})),
        "echeance": date_longue(min(x.attente.due_le(jour) for x in envoi.lignes)),
        "repondre_avant_le": _repondre_avant(envoi),
        "article": article,
        "precedentes": liste_et(date_longue(d) for d in relances_parties(x.attente for x in envoi.lignes)),
        "classeur": envoi.niveau.classeur and any(x.attente.genre == INDICATEURS for x in envoi.lignes),
        "lien": lien,
        "signature": "\n".join(x for x in (signataire.nom, signataire.titre) if x),
    }
    prefixe = EXEMPLE if any(a.fictive for a in attentes) else ""
    return Texte(
        prefixe + rediger(envoi.niveau.objet, variables),
        rediger(envoi.niveau.corps, variables),
        signataire.nom,
        signataire_de(premiere, Fonction.CHARGE_DE_MISSION, jour).courriel,
    )


def detail_des_manquants(attente: Attente) -> str:
    """« Il reste 12 indicateurs à renseigner sur 40 » ; vide quand il n'y a qu'une chose à remettre."""
    if attente.attendus <= 1:
        return ""
    restent = accorder(len(attente.manquants), "indicateur", "indicateurs")
    return f"Il reste {restent} à renseigner sur {attente.attendus}"


def noms_des_manquants(attente: Attente, au_plus: int = NOMS_AU_PLUS) -> str:
    """Les premiers manquants, puis leur nombre ; vide quand il n'y a qu'une chose à remettre."""
    if attente.attendus <= 1:
        return ""
    noms = list(attente.manquants[:au_plus])
    reste = len(attente.manquants) - len(noms)
    return " ; ".join([*noms, *([f"et {accorder(reste, 'autre', 'autres')}"] if reste else [])])


def relances_parties(attentes: Iterable[Attente]) -> list[date]:
    """Les jours où l'on a déjà écrit pour cela, du plus ancien au plus récent."""
    return sorted({p.le for a in attentes for p in a.passees if p.etat is EtatRelance.PARTIE})


def signataire_de(attente: Attente, fonction: Fonction, jour: date) -> Personne:
    """Qui signe ce jour-là. Sans personne connue, c'est la charge qui signe."""
    presents, _ = joindre(attente, (fonction,), jour)
    if attente.carnet.get(fonction) and presents:
        return presents[0]
    return Personne("", majuscule(fonction.libelle), fonction)


def _elements(attentes: Iterable[Attente], jour: date) -> dict[str, object]:
    """Ce qui est en retard, et ce qui vient : chacun dans l'ordre de son échéance."""
    ordonnees = sorted(attentes, key=lambda a: (a.due_le(jour), a.territoire))
    manquants = [_element(a, jour) for a in ordonnees if a.retard(jour) > 0]
    a_venir = [_element(a, jour) for a in ordonnees if a.retard(jour) <= 0]
    tous = manquants or a_venir
    return {
        "manquants": manquants,
        "a_venir": a_venir,
        "nombre": accorder(len(tous), "élément attendu", "éléments attendus"),
        "resume": tous[0]["libelle"] if len(tous) == 1 else accorder(len(tous), "élément", "éléments"),
    }


def _element(attente: Attente, jour: date) -> dict[str, str]:
    return {
        "libelle": attente.libelle,
        "territoire": attente.territoire,
        "detail": detail_des_manquants(attente),
        "liste": noms_des_manquants(attente),
        "echeance": date_longue(attente.due_le(jour)),
        "retard": raisons.jours(max(attente.retard(jour), 0)),
        "raison": raisons.situation(attente, jour),
    }


def _repondre_avant(envoi: Envoi) -> str:
    limites = [x.repondre_avant_le for x in envoi.lignes if x.repondre_avant_le]
    return date_longue(min(limites)) if limites else ""
