"""Ce qui remplit un dossier : des personnes, des réunions, un diagnostic et des pistes, tous fictifs.

`texte` s'ajoute à ce qu'une personne a saisi ; il y est coupé à cent caractères là où l'on n'écrit qu'un nom.
"""

from datetime import date, time

from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.diagnostic import Constat, Enjeu, Entretien, Source
from modeles.piste import Piste
from modeles.reunion import Decision, Participant, PointOrdreDuJour, Reunion
from modeles.vocabulaire import (
    AvisComite,
    Civilite,
    DecisionPiste,
    EtatReunion,
    Fiabilite,
    NatureAction,
    NaturePoint,
    NatureReunion,
    Partie,
    Presence,
    RoleContact,
)

NATURES = (
    NatureReunion.COMITE_LANCEMENT,
    NatureReunion.COMITE_SUIVI,
    NatureReunion.ATELIER,
    NatureReunion.COMITE_RESTITUTION,
)
LE_20_MARS = date(2025, 3, 20)

PRESIDENTE = "présidente du conseil départemental du Gers"

P, R = Partie, RoleContact
# fmt: off
_CONTACTS = (
    (P.ETAT, R.SIGNATAIRE, Civilite.MONSIEUR, "EXEMPLE", "préfet du Gers", "Préfecture du Gers"),
    (P.ETAT, R.REFERENT, Civilite.MADAME, "FICTIVE", "directrice adjointe", "DDETSPP du Gers"),
    (P.COLLECTIVITE, R.SIGNATAIRE, Civilite.MADAME, "MODÈLE", PRESIDENTE, "Département du Gers"),
    (P.COLLECTIVITE, R.REFERENT, None, "TÉMOIN", "cheffe de projet", "Département du Gers"),
    (P.PARTENAIRE, R.MEMBRE, None, "ESSAI", "responsable", "Caisse d'allocations fictive"),
)
_PARTICIPANTS = (
    (P.ETAT, "Préfecture du Gers", "préfet", True, Presence.PRESENT),
    (P.COLLECTIVITE, "Département du Gers", "présidente", True, Presence.VISIO),
    (P.PARTENAIRE, "Caisse d'allocations fictive", "", False, Presence.EXCUSE),
    (P.PARTENAIRE, "Association fictive", "bénévole", False, Presence.ABSENT),
)
_POINTS = (
    ("Présentation de la démarche", 30, NaturePoint.INFORMATION, ""),
    ("Périmètre et axes retenus", 45, NaturePoint.AVIS, "Synthèse fictive du point."),
    ("Calendrier", 20, NaturePoint.DECISION, "Synthèse fictive du point."),
)
# fmt: on


def remplir(demarche: Demarche, texte: str) -> None:
    """Contacts, réunions tenues, diagnostic et pistes."""
    demarche.contacts = contacts(demarche, texte)
    demarche.reunions = [reunion(demarche, n, nature, texte) for n, nature in enumerate(NATURES, 1)]
    _ecrire_le_diagnostic(demarche, texte)
    demarche.pistes = [_piste(demarche, numero, texte) for numero in (1, 2)]


def contacts(demarche: Demarche, texte: str) -> list[Contact]:
    return [
        Contact(
            demarche_id=demarche.id,
            partie=partie,
            role=role,
            civilite=civilite,
            prenom="Camille",
            nom=_nom(nom, texte),
            fonction=_nom(fonction, texte),
            organisme=_nom(organisme, texte),
            courriel="contact@exemple.invalid",
            telephone="05 00 00 00 00",
        )
        for partie, role, civilite, nom, fonction, organisme in _CONTACTS
    ]


def reunion(demarche: Demarche, numero: int, nature: NatureReunion, texte: str) -> Reunion:
    """Une réunion tenue ; seul le compte rendu de la première est validé."""
    atelier = nature is NatureReunion.ATELIER
    tenue = Reunion(
        demarche_id=demarche.id,
        numero=numero,
        nature=nature,
        theme=_nom("Logement et droits", texte) if atelier else None,
        sous_axes=["DRO-EXP"] if atelier else [],
        etat=EtatReunion.TENUE,
        prevue_le=LE_20_MARS,
        tenue_le=LE_20_MARS,
        heure=time(14, 30),
        lieu=_nom("Salle Exemple, préfecture, Auch", texte),
        lien_visio="https://visio.exemple.invalid/salle",
        reponse_avant_le=date(2025, 3, 10),
        synthese=_long("Les échanges fictifs ont porté sur l'ensemble des points.", texte),
        prochaine_date_le=date(2025, 5, 15),
        personnes_concernees=6 if atelier else None,
        compte_rendu_valide_le=date(2025, 4, 1) if numero == 1 else None,
    )
    tenue.points, tenue.participants = _points(tenue, texte), _participants(tenue, texte)
    tenue.decisions = _decisions(tenue, texte)
    return tenue


def _points(tenue: Reunion, texte: str) -> list[PointOrdreDuJour]:
    return [
        PointOrdreDuJour(
            reunion_id=tenue.id,
            numero=numero,
            intitule=_long(intitule, texte),
            duree_minutes=duree,
            rapporteur="Préfecture",
            nature=nature,
            synthese=_long(synthese, texte) if synthese else None,
        )
        for numero, (intitule, duree, nature, synthese) in enumerate(_POINTS, 1)
    ]


def _participants(tenue: Reunion, texte: str) -> list[Participant]:
    return [
        Participant(
            reunion_id=tenue.id,
            numero=numero,
            partie=partie,
            organisme=_nom(organisme, texte),
            nom=f"Camille EXEMPLE-{numero}",
            fonction=fonction,
            preside=preside,
            presence=presence,
        )
        for numero, (partie, organisme, fonction, preside, presence) in enumerate(_PARTICIPANTS, 1)
    ]


def _decisions(tenue: Reunion, texte: str) -> list[Decision]:
    """Une décision entièrement renseignée, une autre qui ne l'est pas."""
    return [
        Decision(
            reunion_id=tenue.id,
            numero=1,
            libelle=_long("Le calendrier présenté est adopté.", texte),
            avis=AvisComite.ADOPTE,
            responsable="DDETSPP",
            echeance_le=date(2025, 4, 30),
        ),
        Decision(reunion_id=tenue.id, numero=2, libelle="La liste des partenaires à entendre est arrêtée."),
    ]


def _ecrire_le_diagnostic(demarche: Demarche, texte: str) -> None:
    """Trois constats et trois enjeux, un par axe ; le dernier constat n'a pas de source."""
    source = Source(
        demarche_id=demarche.id,
        titre=_nom("Enquête fictive", texte),
        producteur="Insee",
        annee=2021,
        fiabilite=Fiabilite.A,
    )
    demarche.sources = [source]
    demarche.entretiens = [
        Entretien(
            demarche_id=demarche.id, organisme="CCAS fictif", fonction="direction", realise_le=LE_20_MARS
        )
    ]
    for numero, axe in enumerate(demarche.axes_couverts, 1):
        constat = _constat(demarche, numero, axe, texte)
        constat.source = source if numero < 3 else None
        enjeu = Enjeu(
            demarche_id=demarche.id, rang=numero, axe=axe, libelle=_long(f"Enjeu fictif n° {numero}", texte)
        )
        enjeu.constats = [constat]
        demarche.constats.append(constat)
        demarche.enjeux.append(enjeu)


def _constat(demarche: Demarche, numero: int, axe: str, texte: str) -> Constat:
    return Constat(
        demarche_id=demarche.id,
        numero=numero,
        axe=axe,
        texte=_long(f"Constat fictif n° {numero}.", texte),
        preuve="Preuve fictive",
        publics="ménages modestes",
        zones="communes rurales",
        gravite=numero,
    )


def _piste(demarche: Demarche, numero: int, texte: str) -> Piste:
    """Une piste travaillée à l'atelier ; seule la première y a produit quelque chose."""
    piste = Piste(
        demarche_id=demarche.id,
        numero=numero,
        titre=_nom(f"Piste fictive {numero}", texte),
        sous_axe="DRO-EXP",
        nature=NatureAction.NOUVELLE,
        decision=DecisionPiste.RETENUE,
        notes={"mesurable": 3, "cofinancement_acquis": 1} if numero == 1 else {},
        production=_long("Contenu, porteur et moyens précisés.", texte) if numero == 1 else None,
    )
    piste.atelier = demarche.reunions[2]
    return piste


def _nom(debut: str, texte: str) -> str:
    return f"{debut} {texte[:100]}".strip()


def _long(debut: str, texte: str) -> str:
    return f"{debut} {texte}".strip()
