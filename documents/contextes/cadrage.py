"""La note de cadrage (D05) : ce que l'État et la collectivité conviennent avant d'ouvrir le diagnostic."""

from typing import Annotated

from documents.contextes.attendus import AXES, CALENDRIER, MEMBRES, NON_RENSEIGNE
from documents.contextes.axes import intitule_axe
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.finances import STATUTS_ENVELOPPE
from documents.contextes.tournures import Nom
from documents.formats import date_courte, euros
from modeles.contact import Contact
from modeles.demarche import Demarche, Passage
from modeles.reference.registre import registre
from modeles.vocabulaire import Partie, RoleContact, StatutCalendrier

ROLES = {
    RoleContact.REFERENT: "référent de la démarche",
    RoleContact.SIGNATAIRE: "signataire du contrat",
    RoleContact.MEMBRE: "membre du comité de suivi",
    RoleContact.ANIMATEUR: "animateur d'ateliers",
    RoleContact.DIRECTION: "direction",
    RoleContact.COMMISSAIRE: "commissaire à la lutte contre la pauvreté",
    RoleContact.DREETS: "direction régionale chargée des solidarités",
}
PARTIES = (Partie.ETAT, Partie.COLLECTIVITE, Partie.PARTENAIRE)


class AxeEcarte(Contexte):
    axe: str
    justification: str


class MembreEcrit(Contexte):
    organisme: str
    fonction: str
    role: str


class EtapeEcrite(Contexte):
    etape: str
    du: str
    au: str


class EnveloppeEcrite(Contexte):
    annee: int
    plafond: str
    statut: str


class NoteDeCadrage(ContexteDeDocument):
    territoire: TerritoireEcrit
    contrat: Nom
    convention_unique: bool
    parite: bool
    enveloppe_inconnue: bool
    axes: Annotated[tuple[str, ...], AXES]
    ecartes: tuple[AxeEcarte, ...]
    membres: Annotated[tuple[MembreEcrit, ...], MEMBRES]
    calendrier: Annotated[tuple[EtapeEcrite, ...], CALENDRIER]
    enveloppes: tuple[EnveloppeEcrite, ...]


def construire_cadrage(demarche: Demarche, passage: Passage, sujet: str) -> NoteDeCadrage:
    contrat = contrat_nomme(demarche)
    return NoteDeCadrage(
        document=en_tete(demarche, "D05", f"Note de cadrage {contrat.du}", sujet, passage.survenu_le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat,
        convention_unique=demarche.convention_unique,
        parite=bool(registre().type_de_contrat(demarche.type_contrat).parite),
        enveloppe_inconnue=demarche.enveloppe_inconnue,
        axes=tuple(intitule_axe(demarche, code) for code in demarche.axes_couverts),
        ecartes=_ecartes(demarche),
        membres=tuple(
            _membre(c) for partie in PARTIES for c in demarche.contacts if c.actif and c.partie is partie
        ),
        calendrier=_calendrier(demarche),
        enveloppes=_enveloppes(demarche),
    )


def _ecartes(demarche: Demarche) -> tuple[AxeEcarte, ...]:
    return tuple(
        AxeEcarte(axe=intitule_axe(demarche, a.axe), justification=a.justification)
        for a in demarche.axes
        if a.justification
    )


def _enveloppes(demarche: Demarche) -> tuple[EnveloppeEcrite, ...]:
    """Celles en vigueur : une enveloppe remplacée reste en base, mais ne s'annonce plus."""
    return tuple(
        EnveloppeEcrite(annee=e.annee, plafond=euros(e.plafond_centimes), statut=STATUTS_ENVELOPPE[e.statut])
        for e in demarche.enveloppes
        if e.remplacee_le is None
    )


def _membre(contact: Contact) -> MembreEcrit:
    return MembreEcrit(
        organisme=contact.organisme or NON_RENSEIGNE,
        fonction=contact.fonction or NON_RENSEIGNE,
        role=ROLES[contact.role],
    )


def _calendrier(demarche: Demarche) -> tuple[EtapeEcrite, ...]:
    """Les dates adoptées ; à défaut, celles que le calcul propose."""
    en_vigueur = [e for e in demarche.etapes_prevues if e.statut is not StatutCalendrier.REMPLACE]
    adoptees = [e for e in en_vigueur if e.statut is StatutCalendrier.ADOPTE]
    return tuple(
        EtapeEcrite(etape=e.etape.libelle, du=date_courte(e.debut_le), au=date_courte(e.fin_le))
        for e in adoptees or en_vigueur
    )
