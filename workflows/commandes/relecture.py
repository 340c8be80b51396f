"""L'inverse des saisies : ce qui est au dossier, tel qu'on l'aurait saisi. De quoi le corriger, ou le remettre."""

from typing import Any

from modeles.contact import Contact
from modeles.diagnostic import Constat, Enjeu, Entretien, Source
from modeles.fiche import FicheAction
from modeles.piste import Piste
from modeles.reunion import Participant, PointOrdreDuJour, Reunion
from workflows.commandes.diagnostic import SaisieConstat, SaisieEntretien, SaisieSource
from workflows.commandes.fiches import LIES, SaisieFiche
from workflows.commandes.lancement import SaisieContact
from workflows.commandes.pistes import SaisiePiste
from workflows.commandes.reunions import SaisieReunion

Donnees = dict[str, Any]


def contact_saisi(contact: Contact) -> Donnees:
    return contact.model_dump(mode="json", include=set(SaisieContact.model_fields))


def source_saisie(source: Source) -> Donnees:
    return source.model_dump(mode="json", include=set(SaisieSource.model_fields))


def entretien_saisi(entretien: Entretien) -> Donnees:
    return entretien.model_dump(mode="json", include=set(SaisieEntretien.model_fields))


def constat_saisi(constat: Constat) -> Donnees:
    simples = constat.model_dump(mode="json", include=set(SaisieConstat.model_fields) - {"source"})
    return simples | {"source": constat.source.titre if constat.source else None}


def enjeu_saisi(enjeu: Enjeu) -> Donnees:
    return {"axe": enjeu.axe, "libelle": enjeu.libelle, "constats": sorted(c.numero for c in enjeu.constats)}


def piste_saisie(piste: Piste) -> Donnees:
    simples = piste.model_dump(mode="json", include=set(SaisiePiste.model_fields) - {"enjeu"})
    return simples | {"enjeu": piste.enjeu.rang if piste.enjeu else None}


def reunion_saisie(reunion: Reunion) -> Donnees:
    simples = reunion.model_dump(mode="json", include=set(SaisieReunion.model_fields))
    return simples | {
        "points": [_sans_cle(p, "synthese") for p in reunion.points],
        "participants": [_sans_cle(p, "presence") for p in reunion.participants],
    }


def _sans_cle(ligne: PointOrdreDuJour | Participant, *autres: str) -> Donnees:
    return ligne.model_dump(mode="json", exclude={"reunion_id", "numero", *autres})


def releve_saisi(reunion: Reunion) -> Donnees:
    """Ce qui a été consigné d'une réunion tenue."""
    return {
        "reunion": reunion.numero,
        "presences": [{"participant": p.numero, "presence": p.presence.value} for p in reunion.participants],
        "synthese": reunion.synthese or "",
        "points": [p.synthese or "" for p in reunion.points],
        "decisions": [
            d.model_dump(mode="json", include={"libelle", "avis", "responsable", "echeance_le"})
            for d in reunion.decisions
        ],
        "prochaine_date_le": reunion.prochaine_date_le and reunion.prochaine_date_le.isoformat(),
        "personnes_concernees": reunion.personnes_concernees,
        "productions": {
            p.numero: p.production or ""
            for p in reunion.demarche.pistes
            if p.atelier_id == reunion.id and p.production
        },
    }


def fiche_saisie(fiche: FicheAction) -> Donnees:
    """La fiche comme on l'aurait saisie : de quoi en changer un champ sans toucher aux autres."""
    simples = fiche.model_dump(mode="json", include=set(SaisieFiche.model_fields) - LIES)
    return simples | liens_saisis(fiche)


def liens_saisis(fiche: FicheAction) -> Donnees:
    """Ce que la fiche désigne ou porte, comme on l'aurait saisi : son code, son enjeu, ses pistes, ses lignes."""
    return {
        "code": fiche.code,
        "enjeu": fiche.enjeu.rang if fiche.enjeu else None,
        "pistes": [p.numero for p in fiche.pistes],
        "budget": [ligne.model_dump(exclude={"fiche_id"}) for ligne in fiche.budget],
        "indicateurs": [
            i.model_dump(exclude={"id", "fiche_id"})
            | {"cibles": {c.annee: c.valeur_centiemes for c in i.cibles}}
            for i in fiche.indicateurs
        ],
    }
