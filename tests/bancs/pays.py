"""Un pays d'essai, écrit droit dans la base : 116 territoires, 1 300 fiches, 20 000 valeurs d'indicateurs.

Tout y est inventé et marqué fictif. Les étapes, les dates et les montants varient d'un territoire à l'autre, mais
toujours de la même façon : deux passes mesurent la même chose.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session, SQLModel, insert

from modeles.base import mettre_a_niveau, unite_de_travail
from modeles.configuration import configuration
from modeles.contact import Contact
from modeles.demarche import AxeRetenu, Demarche, Passage
from modeles.document import Document
from modeles.echeance import Echeance
from modeles.etapes import Etape, Geste
from modeles.fiche import FicheAction, LigneBudget
from modeles.indicateur import Cible, Indicateur
from modeles.reference.registre import registre
from modeles.reunion import Reunion
from modeles.territoire import Territoire
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire import EtatReunion, NatureAction, NatureReunion, Partie, RoleContact, StatutFiche
from modeles.vocabulaire_annuel import StatutValeur
from tests.fabriques import un_document
from workflows.suivi import ETAPES_DU_PARCOURS

TERRITOIRES, FICHES, VALEURS = 116, 1300, 20_000
EXERCICES = (2024, 2025, 2026, 2027)
AXES = ("ENFANCE", "DROITS", "TRANSITION")
LE = date(2026, 3, 31)
INSTANT = datetime(2026, 3, 31, 8, tzinfo=UTC)
ESPACE = UUID(int=0)
Lignes = dict[type[SQLModel], list[dict[str, Any]]]

REGION = """
[region]
code = "99"
nom = "Région d'essai"
du = "de la Région d'essai"
dans = "dans la Région d'essai"
chef_lieu = "Ville d'essai"
"""
COMMUNAUTE = """
[[territoire]]
code = "9{n:03d}"
nom = "Communauté d'essai {n}"
type = "communaute_communes"
du = "de la Communauté d'essai {n}"
le = "la Communauté d'essai {n}"
dans = "dans la Communauté d'essai {n}"
departement = "32"
prefecture = "Auch"
service_etat = "DDETSPP"
"""


def inventer_une_region(dossier: Path, nombre: int = 12) -> None:
    """Un dossier de référence de plus, pour aller au-delà des territoires de France."""
    (dossier / "regions").mkdir(parents=True)
    texte = REGION + "".join(COMMUNAUTE.format(n=n) for n in range(nombre))
    (dossier / "regions" / "99_essai.toml").write_text(texte, encoding="utf-8")


def peupler(territoires: int = TERRITOIRES, fiches: int = FICHES, valeurs: int = VALEURS) -> None:
    """Crée la base réglée et y écrit le pays."""
    mettre_a_niveau(configuration().url_base)
    contractants = [t for t in registre().territoires.values() if t.contractant][:territoires]
    lignes: Lignes = {}
    for rang, t in enumerate(contractants):
        ajouter(lignes, Territoire(code=t.code, nom=t.nom, region=t.region))
        part = fiches * (rang + 1) // len(contractants) - fiches * rang // len(contractants)
        _un_dossier(lignes, t.code, rang, part)
    _des_indicateurs(lignes, valeurs)
    with unite_de_travail() as session:
        _ecrire(session, lignes)


def ajouter(lignes: Lignes, ligne: SQLModel) -> None:
    """Range une ligne à écrire ; les clés sont les mêmes à chaque passe."""
    rangees = lignes.setdefault(type(ligne), [])
    rangees.append(ligne.model_dump())


def cle(*morceaux: object) -> UUID:
    return uuid5(ESPACE, ":".join(map(str, morceaux)))


def _un_dossier(lignes: Lignes, code: str, rang: int, fiches: int) -> None:
    etape = ETAPES_DU_PARCOURS[rang % len(ETAPES_DU_PARCOURS)]
    demarche = Demarche(
        id=cle(code),
        territoire_code=code,
        etape=etape,
        depuis_le=LE - timedelta(days=rang % 97),
        modifiee_le=INSTANT,
        signe_le=LE - timedelta(days=rang % 97) if etape is Etape.EXECUTION else None,
        fictive=True,
    )
    ajouter(lignes, demarche)
    for n, axe in enumerate(AXES, 1):
        ajouter(lignes, AxeRetenu(demarche_id=demarche.id, axe=axe, numero=n))
    for partie in (Partie.ETAT, Partie.COLLECTIVITE):
        ajouter(lignes, _un_referent(demarche, partie, rang))
    _un_journal(lignes, demarche)
    _des_reunions(lignes, demarche, rang)
    for n in range(fiches):
        _une_fiche(lignes, demarche, n)


def _un_referent(demarche: Demarche, partie: Partie, rang: int) -> Contact:
    return Contact(
        id=cle(demarche.id, partie),
        demarche_id=demarche.id,
        partie=partie,
        role=RoleContact.REFERENT,
        prenom="Camille",
        nom=f"EXEMPLE {rang % 20}",
        fonction="chargée de mission",
        organisme="service fictif",
    )


def _un_journal(lignes: Lignes, demarche: Demarche) -> None:
    """Un passage par étape franchie, son échéance, et trois documents."""
    franchies = ETAPES_DU_PARCOURS[: demarche.etape.rang + 1]
    for n, (de, vers) in enumerate(pairwise(franchies), 1):
        le = demarche.depuis_le - timedelta(days=30 * (len(franchies) - 1 - n))
        passage = Passage(
            id=cle(demarche.id, "passage", n),
            demarche_id=demarche.id,
            sequence=n,
            geste=Geste.REPRISE,
            de=de,
            vers=vers,
            par="Camille Exemple",
            survenu_le=le,
            saisi_le=INSTANT,
        )
        ajouter(lignes, passage)
        ajouter(lignes, _une_echeance(demarche, passage))
        for d in range(3):
            ajouter(lignes, _un_document(demarche, vers, n, d))


def _une_echeance(demarche: Demarche, passage: Passage) -> Echeance:
    return Echeance(
        id=cle(passage.id, "echeance"),
        demarche_id=demarche.id,
        passage_id=passage.id,
        cle_effet=f"{passage.id}:echeance",
        libelle=f"Achever l'étape « {passage.vers.libelle} »",
        le=LE + timedelta(days=passage.sequence * 9 - 40),
        a_qui=Partie.ETAT,
        attend=f"etape:{passage.vers.value}:{passage.sequence}",
    )


def _un_document(demarche: Demarche, etape: Etape, passage: int, numero: int) -> Document:
    return un_document(
        demarche,
        code="D04",
        titre="Compte rendu",
        id=cle(demarche.id, passage, numero),
        objet=f"réunion {passage}.{numero}",
        etape=etape,
        date_document=LE,
        nom_fichier=f"Compte rendu {passage}.{numero}.docx",
        taille_octets=20_000,
        produit_le=INSTANT,
    )


def _des_reunions(lignes: Lignes, demarche: Demarche, rang: int) -> None:
    for numero in (1, 2, 3):
        tenue = numero < 3
        le = LE + timedelta(days=rang % 40) if not tenue else LE - timedelta(days=60 * numero)
        reunion = Reunion(
            id=cle(demarche.id, "reunion", numero),
            demarche_id=demarche.id,
            numero=numero,
            nature=NatureReunion.COMITE_SUIVI,
            etat=EtatReunion.TENUE if tenue else EtatReunion.PROGRAMMEE,
            prevue_le=le,
            heure=time(14),
            lieu="Préfecture",
            tenue_le=le if tenue else None,
        )
        ajouter(lignes, reunion)


def _une_fiche(lignes: Lignes, demarche: Demarche, n: int) -> None:
    fiche = FicheAction(
        id=cle(demarche.id, "fiche", n),
        demarche_id=demarche.id,
        code=f"{demarche.territoire_code}-{n:02d}",
        statut=StatutFiche.EN_COURS if demarche.signe_le else StatutFiche.SOUMISE,
        titre=f"Action d'essai n° {n}",
        axe=AXES[n % 3],
        nature=NatureAction.NOUVELLE,
        annee_debut=EXERCICES[0],
        duree_annees=len(EXERCICES),
    )
    ajouter(lignes, fiche)
    for annee in EXERCICES:
        part = 100_000 * (10 + n)
        budget = {"part_etat_centimes": part, "part_collectivite_centimes": part, "autres_centimes": 0}
        ajouter(lignes, LigneBudget(fiche_id=fiche.id, annee=annee, **budget))


def _des_indicateurs(lignes: Lignes, valeurs: int) -> None:
    """Autant d'indicateurs qu'il faut, répartis sur les fiches, une valeur par exercice."""
    fiches = cycle([f["id"] for f in lignes[FicheAction]])
    for n, fiche_id in enumerate(islice(fiches, valeurs // len(EXERCICES))):
        indicateur = Indicateur(
            id=cle("indicateur", n),
            fiche_id=fiche_id,
            code=f"I{n:05d}",
            libelle="Personnes accompagnées",
            unite="personnes",
        )
        ajouter(lignes, indicateur)
        for annee in EXERCICES:
            ajouter(lignes, Cible(indicateur_id=indicateur.id, annee=annee, valeur_centiemes=10_000))
        for valeur in _valeurs(indicateur, n):
            ajouter(lignes, valeur)


def _valeurs(indicateur: Indicateur, n: int) -> Iterator[ValeurIndicateur]:
    for annee in EXERCICES:
        yield ValeurIndicateur(
            id=cle(indicateur.id, annee),
            indicateur_id=indicateur.id,
            exercice=annee,
            numero=1,
            statut=StatutValeur.SAISI,
            valeur_centiemes=100 * (1 + n % 250),
            origine="page",
            par="Camille Exemple",
            saisi_le=INSTANT,
        )


def _ecrire(session: Session, lignes: Lignes) -> None:
    """Écrit tout, ce qui est désigné avant ce qui désigne."""
    ordre = [table.name for table in SQLModel.metadata.sorted_tables]
    for classe in sorted(lignes, key=lambda c: ordre.index(str(c.__tablename__))):
        session.execute(insert(classe), lignes[classe])
