"""Les réunions d'un récit : programmer, convoquer, reporter, tenir, valider le compte rendu."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from modeles.etapes import Geste
from modeles.vocabulaire import AvisComite, NaturePoint, NatureReunion, Partie, Presence, RoleContact
from workflows.demonstration.decor import Decor
from workflows.demonstration.recit import Recit
from workflows.regles.commun import Derogation

# Les règles demandent dix et quinze jours : on convoque avec de l'avance.
DELAIS_DE_CONVOCATION = {NatureReunion.ATELIER: 13}
DELAI_DE_CONVOCATION = 20
DELAI_DES_COMITES = 15
REPONSE_AVANT_JOURS = 6
REPORT_JOURS = 24
DELAI_DU_COMPTE_RENDU = timedelta(days=8)
LIEUX = {
    NatureReunion.ATELIER: "Maison des solidarités, salle des ateliers, {ville}",
    NatureReunion.COMITE_LANCEMENT: "Préfecture, salon d'honneur, {ville}",
}
LIEU = "Hôtel de la collectivité, salle des commissions, {ville}"
Point = tuple[str, int, NaturePoint]
POINTS: dict[NatureReunion, tuple[Point, ...]] = {
    NatureReunion.COMITE_LANCEMENT: (
        ("Le cadre national et ce que le contrat finance", 20, NaturePoint.INFORMATION),
        ("Le périmètre, les axes et la composition du comité de suivi", 40, NaturePoint.DECISION),
        ("La méthode et le calendrier", 30, NaturePoint.DECISION),
    ),
    NatureReunion.COMITE_SUIVI: (
        ("Présentation du diagnostic", 40, NaturePoint.INFORMATION),
        ("Discussion des constats et des enjeux", 40, NaturePoint.AVIS),
        ("Décision sur le diagnostic", 15, NaturePoint.DECISION),
    ),
    NatureReunion.ATELIER: (
        ("Rappel des enjeux et des pistes retenues", 20, NaturePoint.INFORMATION),
        ("Travail par petits groupes", 90, NaturePoint.AVIS),
        ("Mise en commun et suites", 30, NaturePoint.DECISION),
    ),
    NatureReunion.COMITE_RESTITUTION: (
        ("Le livrable final : stratégie et fiches actions", 45, NaturePoint.INFORMATION),
        ("Le plan de financement", 20, NaturePoint.AVIS),
        ("Décision sur le livrable", 15, NaturePoint.DECISION),
    ),
}


class Seance(NamedTuple):
    """Une réunion convoquée : son numéro, sa nature, son jour."""

    numero: int
    nature: NatureReunion
    le: date


class CompteRendu(NamedTuple):
    """Ce qui s'est dit : une phrase par point de l'ordre du jour, et la décision qui clôt la séance."""

    synthese: str
    points: tuple[str, ...]
    decision: str
    avis: AvisComite | None = None


def convoquer(r: Recit, nature: NatureReunion, *, delai: int | None = None, **champs: Any) -> Seance:
    """Programme et convoque une réunion, dans `delai` jours ou dans le délai habituel de sa nature."""
    delai = delai or DELAIS_DE_CONVOCATION.get(nature, DELAI_DE_CONVOCATION)
    r.reunions += 1
    seance = Seance(r.reunions, nature, r.dans(delai))
    r.saisir(
        "reunion",
        nature=nature.value,
        prevue_le=seance.le.isoformat(),
        heure="09:30" if nature is NatureReunion.ATELIER else "14:30",
        lieu=LIEUX.get(nature, LIEU).format(**r.decor.mots),
        reponse_avant_le=r.dans(delai - REPONSE_AVANT_JOURS).isoformat(),
        points=[
            {"intitule": i, "duree_minutes": d, "rapporteur": r.etat.fonction, "nature": n.value}
            for i, d, n in POINTS[nature]
        ],
        participants=participants(r.decor),
        **champs,
    )
    deroge = nature is not NatureReunion.ATELIER and delai < DELAI_DES_COMITES
    derogations = (_urgence(r),) if deroge else ()
    r.faire(Geste.CONVOQUER, derogations=derogations, reunion=seance.numero)
    return seance


def _urgence(r: Recit) -> Derogation:
    return Derogation(
        "CAL-01",
        "Les deux coprésidents ont convenu par écrit d'un délai réduit (motif fictif)",
        r.decor.personne(Partie.ETAT, RoleContact.SIGNATAIRE).fonction,
    )


def participants(decor: Decor) -> list[dict[str, Any]]:
    """Toutes les personnes du décor ; les deux signataires président."""
    return [
        {
            "partie": p.poste.partie.value,
            "organisme": p.organisme,
            "nom": p.ecrite,
            "fonction": p.fonction,
            "preside": p.poste.role is RoleContact.SIGNATAIRE,
        }
        for p in decor.personnes
    ]


def reporter(r: Recit, seance: Seance, motif: str) -> Seance:
    """Reporte une réunion deux jours avant qu'elle se tienne."""
    r.aller_au(seance.le)
    r.passer(-2)
    reportee = seance._replace(le=r.dans(REPORT_JOURS))
    r.faire(Geste.REPORTER_COMITE, motif=motif, reunion=seance.numero, nouvelle_date=reportee.le.isoformat())
    return reportee


def tenir(r: Recit, seance: Seance, compte_rendu: CompteRendu) -> None:
    """La réunion se tient, puis son compte rendu est validé.

    Les pièces de la convocation, puis le projet de compte rendu, sont écrits avant ce qui les suit.
    """
    nom = seance.nature.libelle.capitalize()
    r.clore(f"{nom} convoqué")
    sieger(r, seance, compte_rendu)
    r.clore(f"{nom} tenu")
    valider_le_compte_rendu(r, seance)


def sieger(r: Recit, seance: Seance, compte_rendu: CompteRendu, **champs: Any) -> None:
    """Consigne la tenue : tous viennent, sauf la dernière place, excusée, et l'avant-dernière, à distance."""
    r.aller_au(seance.le)
    dernier = len(r.decor.personnes)
    venues = {dernier: Presence.EXCUSE, dernier - 1: Presence.VISIO}
    r.faire(
        Geste.TENIR_REUNION,
        reunion=seance.numero,
        presences=[
            {"participant": n, "presence": venues.get(n, Presence.PRESENT).value}
            for n in range(1, dernier + 1)
        ],
        synthese=compte_rendu.synthese,
        points=list(compte_rendu.points),
        decisions=[
            {
                "libelle": compte_rendu.decision,
                "avis": compte_rendu.avis.value if compte_rendu.avis else None,
                "responsable": r.collectivite.fonction,
                "echeance_le": r.dans(15).isoformat(),
            }
        ],
        **champs,
    )


def valider_le_compte_rendu(r: Recit, seance: Seance) -> None:
    """La collectivité valide le compte rendu une semaine après la réunion."""
    r.aller_au(seance.le + DELAI_DU_COMPTE_RENDU)
    r.faire(Geste.VALIDER_COMPTE_RENDU, r.collectivite, reunion=seance.numero)
