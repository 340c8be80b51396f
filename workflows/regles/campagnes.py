"""Les règles d'une campagne : qui y répond, jusqu'à quand, et comment on le dit. Pures : le jour est un argument."""

from collections.abc import Iterator
from datetime import date, timedelta

from documents.formats import accorder, date_courte
from modeles.campagne import Amenagement, Attendu
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.etapes import EN_VIE, Etape
from modeles.reference.registre import registre
from modeles.vocabulaire import Partie, RoleContact
from modeles.vocabulaire_annuel import EtatCampagne, GenreCampagne, NatureAmenagement
from workflows.calculs.jours import premier_jour_ouvre
from workflows.regles.collecte import indicateurs_attendus

N = NatureAmenagement
SUSPENSION_POUR_DIFFICULTE = timedelta(days=15)


def raison_de_l_ecart(demarche: Demarche, genre: GenreCampagne, exercice: int) -> str | None:
    """Pourquoi une campagne n'attend rien de cette démarche ; None si elle en attend quelque chose."""
    etape = demarche.etape_de_retour if demarche.etape is Etape.SUSPENDU else demarche.etape
    if etape not in (*EN_VIE, Etape.CLOTURE):
        return f"à l'étape « {demarche.etape.libelle} »"
    if exercice not in demarche.annees:
        return f"le contrat court de {demarche.annee_debut} à {demarche.annee_fin}"
    effet = demarche.prend_effet_le or demarche.signe_le
    if effet is not None and effet.year > exercice:
        return f"le contrat prend effet le {date_courte(effet)}"
    if genre is GenreCampagne.INDICATEURS and not indicateurs_attendus(demarche, exercice):
        return f"aucune fiche inscrite au contrat n'a d'indicateur pour {exercice}"
    return None


def joignables(demarche: Demarche) -> list[Contact]:
    """Les référents de la collectivité qui ont une adresse : à eux l'on demande."""
    return [
        c
        for c in demarche.contacts
        if c.partie is Partie.COLLECTIVITE and c.role is RoleContact.REFERENT and c.courriel
    ]


def echeance_prevue(type_contrat: str, genre: GenreCampagne, exercice: int) -> date | None:
    """La date du contrat, reportée au premier jour ouvré ; None si ce type de contrat n'en a pas."""
    modeles = registre().type_de_contrat(type_contrat).echeances
    modele = next((e for e in modeles if e.code == genre.value), None)
    if modele is None or (not modele.annuelle and modele.pour(exercice).year != exercice):
        return None
    return premier_jour_ouvre(modele.pour(exercice))


def dernier(attendu: Attendu, nature: NatureAmenagement) -> Amenagement | None:
    """Le dernier aménagement de cette nature : il remplace les précédents."""
    return next((a for a in reversed(attendu.amenagements) if a.nature is nature), None)


def en_cours(attendu: Attendu, nature: NatureAmenagement, le: date) -> Amenagement | None:
    """L'aménagement de cette nature, s'il court encore ce jour-là."""
    amenagement = dernier(attendu, nature)
    return amenagement if amenagement is not None and amenagement.jusqu_au >= le else None


def echeance_de(attendu: Attendu) -> date:
    """La date due : celle de la campagne, ou celle du report accordé à ce territoire."""
    report = dernier(attendu, N.REPORT)
    return report.jusqu_au if report else attendu.campagne.echeance_le


def est_hors_delai(attendu: Attendu, le: date) -> bool:
    """Vrai après l'échéance, report compris : on peut encore répondre, et cela se verra."""
    return le > echeance_de(attendu)


def jours_de_retard(attendu: Attendu, le: date) -> int:
    """Les jours calendaires après l'échéance, jusqu'à la réception ou jusqu'à ce jour."""
    return max(0, ((attendu.recu_le or le) - echeance_de(attendu)).days)


def obstacles_a_la_reponse(attendu: Attendu, le: date) -> Iterator[Obstacle]:
    """La campagne est ouverte à ce territoire : ni verrouillée ni close, sauf report en cours ou main rendue."""
    etat = attendu.campagne.etat
    ouverte = etat is EtatCampagne.OUVERTE or not est_hors_delai(attendu, le)
    if not ouverte and en_cours(attendu, N.MAIN_RENDUE, le) is None:
        yield Obstacle(
            f"la campagne « {attendu.campagne.genre.libelle} {attendu.campagne.exercice} » est {etat.libelle}",
            "Demandez à votre interlocuteur de l'État de vous redonner la main.",
            ou="campagne",
        )


def explication(attendu: Attendu, le: date) -> str:
    """« en retard de 8 jours : exercice 2025, échéance du 31/03/2026, report accordé jusqu'au … par … »."""
    retard, campagne = jours_de_retard(attendu, le), attendu.campagne
    ecart = f"de {accorder(retard, 'jour', 'jours')}"
    if attendu.recu_le is not None:
        quoi = "reçu en partie" if attendu.partiel else "reçu"
        etat = f"{quoi} le {date_courte(attendu.recu_le)}, " + (
            f"en retard {ecart}" if retard else "à l'heure"
        )
    else:
        etat = f"en retard {ecart}" if retard else "attendu"
    faits = [f"exercice {campagne.exercice}", f"échéance du {date_courte(campagne.echeance_le)}"]
    faits += [_dit(a) for nature in N if (a := dernier(attendu, nature)) is not None]
    return f"{etat} : {', '.join(faits)}"


def _dit(a: Amenagement) -> str:
    saisi, jusque = date_courte(a.saisi_le.date()), date_courte(a.jusqu_au)
    terme = {N.PROMESSE: f"pour le {jusque}"}.get(a.nature, f"jusqu'au {jusque}")
    return f"{a.nature.libelle} {terme}, le {saisi} par {a.par} ({a.motif})"
