"""Une année d'un contrat de démonstration : les valeurs répondues, leur contrôle, le rapport, le dialogue."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from sqlmodel import Session

from modeles.campagne import Attendu
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.reference.registre import registre
from modeles.vocabulaire import Partie, RoleContact
from modeles.vocabulaire_annuel import GenreCampagne, GesteAnnuel, NatureAmenagement
from workflows.attendus import amenager
from workflows.calculs.jours import dernier_jour_ouvre
from workflows.commandes.bordereau import Auteur
from workflows.commandes.lecture_de_saisie import SaisieValeur
from workflows.controle_des_valeurs import Controle, Designation, controler
from workflows.demonstration.decor import Decor
from workflows.regles.collecte import fiches_suivies, indicateurs_attendus
from workflows.valeurs import enregistrer_valeurs
from workflows.vie_annuelle import actualiser_les_exercices, avancer_l_exercice, exercice_designe

G = GesteAnnuel
MENTION = "Valeur de démonstration."


class Conduite(NamedTuple):
    """Ce qu'un territoire fait de son année. `reponse` et `rapport` : en jours après l'échéance, ou jamais."""

    reponse: int | None = -6
    part_pour_cent: int = 100
    zero: bool = False
    sans_objet: bool = False
    provisoire: bool = False
    conteste: bool = False
    report: bool = False
    rapport: int | None = -8
    delibere: bool = True
    dialogue: bool = True
    avenant: bool = False


Etape = tuple[date, Callable[[date], object]]


def auteur_de(par: str, le: date) -> Auteur:
    """Une personne, un jour, au milieu de la matinée."""
    return Auteur(par, le, datetime(le.year, le.month, le.day, 10, tzinfo=UTC))


class Annee:
    """L'exercice d'un territoire, joué dans l'ordre des jours jusqu'à la date voulue."""

    def __init__(self, session: Session, attendus: list[Attendu], conduite: Conduite) -> None:
        self.session = session
        self.attendus = {a.campagne.genre: a for a in attendus}
        self.demarche = attendus[0].demarche
        self.conduite = conduite
        decor = Decor(registre().territoire(self.demarche.territoire_code))
        self.etat = decor.personne(Partie.ETAT, RoleContact.REFERENT).ecrite
        self.collectivite = decor.personne(Partie.COLLECTIVITE, RoleContact.REFERENT).ecrite

    def raconter(self, le: date) -> None:
        """Joue tout ce qui est arrivé à la date `le`."""
        for jour, faire in sorted(self._etapes(), key=lambda etape: etape[0]):
            if jour <= le:
                faire(jour)

    def _etapes(self) -> Iterator[Etape]:
        evaluation = self.attendus.get(GenreCampagne.EVALUATION_MI_PARCOURS)
        if evaluation is not None:
            yield _apres(evaluation.campagne.echeance_le, 1), self._tournee
        indicateurs = self.attendus.get(GenreCampagne.INDICATEURS)
        if indicateurs is not None:
            yield from self._collecte(indicateurs)
            rapport = self.attendus[GenreCampagne.RAPPORT_EXECUTION]
            yield from self._compte_rendu(rapport)

    def _collecte(self, attendu: Attendu) -> Iterator[Etape]:
        echeance, c = attendu.campagne.echeance_le, self.conduite
        yield attendu.campagne.ouverte_le, self._tournee
        if c.report:
            yield _apres(echeance, -2), self._reporter
        if c.reponse is not None:
            yield _apres(echeance, c.reponse), self._repondre
            yield _apres(echeance, 15), partial(self._geste, G.LANCER_CONTROLE)
            yield _apres(echeance, 16), partial(self._controler, Controle.VERIFIER)
            if c.conteste:
                yield _apres(echeance, 20), self._contester
            else:
                yield _apres(echeance, 30), partial(self._controler, Controle.VALIDER)
        yield _apres(echeance, 1), self._tournee
        yield _apres(echeance, 12), self._tournee

    def _compte_rendu(self, attendu: Attendu) -> Iterator[Etape]:
        echeance, c = attendu.campagne.echeance_le, self.conduite
        if c.rapport is None or c.reponse is None:
            return
        yield _apres(echeance, c.rapport), self._rapporter
        if c.delibere and c.dialogue:
            suivante = attendu.campagne.exercice + 1
            yield _apres(echeance, 24), partial(self._geste, G.JUGER_RECEVABLE)
            yield from self._suite_du_dialogue(suivante)
            yield _apres(date(suivante, 12, 15), 0), self._basculer

    def _suite_du_dialogue(self, annee: int) -> Iterator[Etape]:
        if not self.conduite.avenant:
            yield _apres(date(annee, 10, 5), 0), partial(self._geste, G.SANS_AVENANT)
            return
        decision = {
            "comite_le": _apres(date(annee, 7, 2), 0).isoformat(),
            "decision": "Étendre la première action par avenant (décision de démonstration).",
        }
        yield _apres(date(annee, 9, 4), 0), partial(self._geste, G.OUVRIR_AVENANT, donnees=decision)
        yield _apres(date(annee, 11, 16), 0), partial(self._geste, G.SIGNER_AVENANT)

    def _tournee(self, le: date) -> None:
        actualiser_les_exercices(self.session, self.demarche, le, auteur_de("", le).saisi_le)

    def _reporter(self, le: date) -> None:
        attendu = self.attendus[GenreCampagne.INDICATEURS]
        amenager(
            self.session,
            attendu,
            NatureAmenagement.REPORT,
            "Changement de logiciel de suivi (motif fictif)",
            auteur_de(self.etat, le),
            jusqu_au=attendu.campagne.echeance_le + timedelta(days=20),
        )

    def _repondre(self, le: date) -> None:
        attendu = self.attendus[GenreCampagne.INDICATEURS]
        toutes = list(self._valeurs(attendu.campagne.exercice))
        gardees = toutes[: max(1, len(toutes) * self.conduite.part_pour_cent // 100)]
        auteur = auteur_de(self.collectivite, le)
        enregistrer_valeurs(self.session, attendu, gardees, auteur, "démonstration")

    def _valeurs(self, exercice: int) -> Iterator[SaisieValeur]:
        for rang, fiche in enumerate(fiches_suivies(self.demarche, exercice)):
            connues: dict[str, int] = {}
            for i in fiche.indicateurs:
                if i in indicateurs_attendus(self.demarche, exercice):
                    yield self._valeur(fiche, i, exercice, rang, connues)

    def _valeur(
        self, fiche: FicheAction, i: Indicateur, exercice: int, rang: int, connues: dict[str, int]
    ) -> SaisieValeur:
        c, partie = self.conduite, i.sous_population_de in connues
        if c.sans_objet and rang == 1 and partie:
            motif = "L'action n'a pas reçu ce public cette année (motif fictif)"
            return SaisieValeur(fiche.code, i.code, statut="sans objet", motif=motif)
        if c.zero and rang == 0 and partie:
            return SaisieValeur(fiche.code, i.code, 0, commentaire=MENTION, zero_confirme=True)
        cible = next((x.valeur_centiemes // 100 for x in i.cibles if x.annee == exercice), 100)
        nombre = min(
            cible * _part(fiche.code, exercice) // 100, connues.get(i.sous_population_de or "", cible * 2)
        )
        connues[i.code] = nombre
        statut = "provisoire" if c.provisoire and rang == 0 and not partie else ""
        return SaisieValeur(fiche.code, i.code, nombre, statut=statut, commentaire=MENTION)

    def _controler(self, controle: Controle, le: date) -> None:
        exercice = self.attendus[GenreCampagne.INDICATEURS].campagne.exercice
        controler(self.session, self.demarche, exercice, controle, auteur_de(self.etat, le))

    def _contester(self, le: date) -> None:
        exercice = self.attendus[GenreCampagne.INDICATEURS].campagne.exercice
        premier = indicateurs_attendus(self.demarche, exercice)[0]
        controler(
            self.session,
            self.demarche,
            exercice,
            Controle.CONTESTER,
            auteur_de(self.etat, le),
            designes=[Designation(premier.fiche.code, premier.code)],
            motif="Le nombre ne correspond pas à la file active annoncée au comité (motif fictif)",
        )

    def _geste(self, geste: GesteAnnuel, le: date, donnees: dict[str, Any] | None = None) -> None:
        exercice = self.attendus[GenreCampagne.INDICATEURS].campagne.exercice
        qui = self.collectivite if geste is G.DEPOSER_RAPPORT else self.etat
        ouvert = exercice_designe(self.session, self.demarche, exercice)
        avancer_l_exercice(self.session, ouvert, geste, donnees or {}, auteur_de(qui, le))

    def _rapporter(self, le: date) -> None:
        exercice = self.attendus[GenreCampagne.INDICATEURS].campagne.exercice
        rapport: dict[str, Any] = {
            "synthese": "L'année a permis d'installer les actions prévues (texte de démonstration).",
            "difficultes": "Deux recrutements ont pris du retard (texte de démonstration).",
            "perspectives": "Étendre les actions aux communes qui n'en ont pas (texte de démonstration).",
            "executions": [_execution(f, exercice) for f in fiches_suivies(self.demarche, exercice)],
        }
        if self.conduite.delibere:
            vote = dernier_jour_ouvre(le - timedelta(days=7))
            rapport |= {"deliberation_numero": f"DEMO-{vote:%Y%m%d}", "deliberation_le": vote.isoformat()}
        self._geste(G.DEPOSER_RAPPORT, le, rapport)

    def _basculer(self, le: date) -> None:
        self._geste(G.BASCULER, le, {"reliquat_centimes": 0})


def _apres(jour: date, jours: int) -> date:
    return dernier_jour_ouvre(jour + timedelta(days=jours))


def _part(code: str, exercice: int) -> int:
    """De 74 à 112 % de la cible, toujours la même pour une fiche et une année."""
    return 74 + (sum(map(ord, code)) * 7 + exercice * 11) % 39


def _execution(fiche: FicheAction, exercice: int) -> dict[str, Any]:
    prevu = sum(ligne.total_centimes for ligne in fiche.budget if ligne.annee == exercice)
    part = min(100, _part(fiche.code, exercice) + 6)
    execution: dict[str, Any] = {
        "fiche": fiche.code,
        "realise": "L'action s'est tenue comme prévu (texte de démonstration).",
        "engage_centimes": prevu,
        "paye_centimes": prevu * part // 100,
    }
    return execution | ({"ecart": "Poste vacant une partie de l'année (fictif)."} if part < 90 else {})
