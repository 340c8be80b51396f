"""Des contrats en exécution, avec leurs indicateurs, écrits droit dans la base : les jouer en entier serait long."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from modeles.contact import Contact
from modeles.demarche import Demarche, Passage
from modeles.echeance import Echeance
from modeles.etapes import Etape, Geste
from modeles.fiche import FicheAction, LigneBudget
from modeles.indicateur import Cible, Indicateur
from modeles.reference.registre import registre
from modeles.territoire import Territoire
from modeles.vocabulaire import Partie, RoleContact, StatutFiche
from workflows.commandes.bordereau import Auteur
from workflows.commandes.lecture_de_saisie import SaisieValeur

LE_2_FEVRIER = date(2026, 2, 2)
FICHE = "32-DRO-EXP-01"


def auteur(le: date = LE_2_FEVRIER, par: str = "Camille Exemple") -> Auteur:
    return Auteur(par, le, datetime(le.year, le.month, le.day, 9, tzinfo=UTC))


def un_contrat(session: Session, code: str = "32", **champs: Any) -> Demarche:
    """Un contrat notifié en juin 2024 : une fiche, quatre indicateurs (ménages, monoparents, relogés, taux)."""
    territoire = registre().territoire(code)
    if session.get(Territoire, code) is None:
        session.add(Territoire(code=code, nom=territoire.nom, region=territoire.region))
    demarche = Demarche(
        territoire_code=code,
        depuis_le=date(2024, 6, 12),
        etape=champs.pop("etape", Etape.EXECUTION),
        signe_le=date(2024, 6, 10),
        prend_effet_le=champs.pop("prend_effet_le", date(2024, 6, 12)),
        **champs,
    )
    session.add(demarche)
    demarche.contacts = [un_referent(demarche)]
    demarche.fiches = [une_fiche_engagee(demarche, f"{code}-DRO-EXP-01")]
    session.flush()
    return demarche


def un_referent(demarche: Demarche) -> Contact:
    return Contact(
        demarche_id=demarche.id,
        partie=Partie.COLLECTIVITE,
        role=RoleContact.REFERENT,
        nom="EXEMPLE",
        prenom="Dominique",
        fonction="cheffe de projet",
        organisme="Département fictif",
        courriel="dominique@exemple.invalid",
    )


def une_fiche_engagee(demarche: Demarche, code: str, **champs: Any) -> FicheAction:
    """Une fiche inscrite au contrat, de 2024 à 2027, 10 000 € de chaque part et par an."""
    fiche = FicheAction(
        demarche_id=demarche.id,
        code=code,
        titre=f"Prévenir les expulsions ({code})",
        axe="DROITS",
        sous_axe="DRO-EXP",
        statut=StatutFiche.CONTRACTUALISEE,
        annee_debut=champs.pop("annee_debut", 2024),
        duree_annees=champs.pop("duree_annees", 4),
        **champs,
    )
    fiche.budget = [
        LigneBudget(
            fiche_id=fiche.id, annee=a, part_etat_centimes=1000000, part_collectivite_centimes=1000000
        )
        for a in fiche.annees
    ]
    fiche.indicateurs = [
        un_indicateur(fiche, "MEN", "Ménages accompagnés", cible=100),
        un_indicateur(fiche, "MONO", "Ménages monoparentaux", cible=40, sous_population_de="MEN"),
        un_indicateur(fiche, "RELOG", "Ménages relogés", cible=60, sous_population_de="MEN"),
        un_indicateur(
            fiche,
            "TAUX",
            "Taux de relogement",
            formule="ratio",
            unite="%",
            numerateur="RELOG",
            denominateur="MEN",
            agregation="ponderee",
        ),
    ]
    return fiche


def un_indicateur(
    fiche: FicheAction, code: str, libelle: str, cible: int | None = None, **champs: Any
) -> Indicateur:
    champs.setdefault("unite", "foyers")
    indicateur = Indicateur(fiche_id=fiche.id, code=code, libelle=libelle, **champs)
    if cible is not None:
        indicateur.cibles = [
            Cible(indicateur_id=indicateur.id, annee=a, valeur_centiemes=cible * 100) for a in fiche.annees
        ]
    return indicateur


def une_echeance(session: Session, demarche: Demarche, attend: str) -> Echeance:
    """L'échéance née de la notification, comme l'exécuteur la pose."""
    passage = Passage(
        demarche_id=demarche.id,
        sequence=len(demarche.passages) + 1,
        geste=Geste.NOTIFIER,
        de=Etape.SIGNATURE,
        vers=Etape.EXECUTION,
        par="Camille Exemple",
        survenu_le=date(2024, 6, 12),
        saisi_le=datetime(2024, 6, 12, tzinfo=UTC),
    )
    session.add(passage)
    session.flush()
    echeance = Echeance(
        demarche_id=demarche.id,
        passage_id=passage.id,
        cle_effet=f"{passage.id}:{attend}",
        libelle="Remontée des indicateurs",
        le=date(2026, 3, 31),
        a_qui=Partie.COLLECTIVITE,
        attend=attend,
    )
    session.add(echeance)
    session.flush()
    return echeance


def saisie(indicateur: str, valeur: object = None, fiche: str = FICHE, **champs: Any) -> SaisieValeur:
    return SaisieValeur(fiche, indicateur, valeur, **champs)


def identifiant(demarche: Demarche, code: str) -> UUID:
    return next(i.id for f in demarche.fiches for i in f.indicateurs if i.code == code)
