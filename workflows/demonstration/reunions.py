"""Les réunions d'un récit : programmer, convoquer, reporter, tenir, valider le compte rendu."""

from datetime import date
from typing import Any

from modeles.etapes import Geste
from modeles.vocabulaire import AvisComite, NaturePoint, NatureReunion, Partie, Presence, RoleContact
from workflows.calculs.jours import dernier_jour_ouvre
from workflows.demonstration.decor import Decor
from workflows.demonstration.recit import Recit
from workflows.regles.commun import Derogation

DELAIS_DE_CONVOCATION = {NatureReunion.ATELIER: 13}
DELAI_DE_CONVOCATION = 20
AVANT_LA_REPONSE_JOURS = 6
DELAI_DU_COMPTE_RENDU = 8
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


def convoquer(r: Recit, nature: NatureReunion, *, delai: int | None = None, **champs: Any) -> date:
    """Programme et convoque une réunion ; rend sa date. `delai` : les jours laissés aux membres.

    Un délai plus court que la règle est assumé par le préfet, avec son motif.
    """
    normal = DELAIS_DE_CONVOCATION.get(nature, DELAI_DE_CONVOCATION)
    prevue_le = r.dans(delai or normal)
    r.reunions += 1
    r.saisir(
        "reunion",
        nature=nature.value,
        prevue_le=prevue_le.isoformat(),
        heure="09:30" if nature is NatureReunion.ATELIER else "14:30",
        lieu=LIEUX.get(nature, LIEU).format(**r.decor.mots),
        reponse_avant_le=dernier_jour_ouvre(r.dans((delai or normal) - AVANT_LA_REPONSE_JOURS)).isoformat(),
        points=[
            {"intitule": i, "duree_minutes": d, "rapporteur": r.etat.fonction, "nature": n.value}
            for i, d, n in POINTS[nature]
        ],
        participants=participants(r.decor),
        **champs,
    )
    levees = (_urgence(r),) if delai is not None and delai < normal else ()
    r.faire(Geste.CONVOQUER, derogations=levees, reunion=r.reunions)
    return prevue_le


def _urgence(r: Recit) -> Derogation:
    return Derogation(
        "CAL-01",
        "Les deux coprésidents ont convenu par écrit d'un délai réduit (démonstration)",
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


def reporter(r: Recit, motif: str, jours: int) -> date:
    """Reporte la dernière réunion programmée ; rend sa nouvelle date."""
    nouvelle = r.dans(jours)
    r.faire(Geste.REPORTER_COMITE, motif=motif, reunion=r.reunions, nouvelle_date=nouvelle.isoformat())
    return nouvelle


def tenir(
    r: Recit,
    le: date,
    synthese: str,
    points: list[str],
    decision: str,
    avis: AvisComite | None = None,
    **champs: Any,
) -> None:
    """Tient la dernière réunion convoquée, puis valide son compte rendu."""
    r.aller_au(le)
    dernier = len(r.decor.personnes)
    r.faire(
        Geste.TENIR_REUNION,
        reunion=r.reunions,
        # La dernière place est excusée, l'avant-dernière suit à distance.
        presences=[{"participant": n, "presence": _presence(dernier - n)} for n in range(1, dernier + 1)],
        synthese=synthese,
        points=points,
        decisions=[
            {
                "libelle": decision,
                "avis": avis.value if avis else None,
                "responsable": r.collectivite.fonction,
                "echeance_le": r.dans(15).isoformat(),
            }
        ],
        **champs,
    )
    r.passer(DELAI_DU_COMPTE_RENDU)
    r.faire(Geste.VALIDER_COMPTE_RENDU, r.collectivite, reunion=r.reunions)


def _presence(places_apres: int) -> str:
    venues = {0: Presence.EXCUSE, 1: Presence.VISIO}
    return venues.get(places_apres, Presence.PRESENT).value
