"""« Échelle des relances » d'une campagne : à quel moment, qui écrit à qui, dans quels mots ; la régler, ou l'ôter."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Path
from sqlmodel import Session
from starlette.responses import Response

from api.dependances import AgentConnecte
from api.pages.envois import Refusee, faire_puis_revenir
from api.pages.formulaires.envoi import FormulaireRecu
from api.pages.formulaires.saisie import Saisie
from api.pages.rendu import Page, PageDemandee
from modeles.base import lecture
from modeles.campagne import Campagne
from modeles.reference.echelles import DE_L_ETAT, DES_ECHEANCES, LETTRES, VARIABLES, Echelle, Niveau
from modeles.reference.registre import registre
from modeles.requetes_journal import modifications_de_l_objet
from modeles.vocabulaire_annuel import EtatCampagne, GenreCampagne
from modeles.vocabulaire_relances import Canal, Fonction
from workflows.campagnes import campagne_designee
from workflows.relances.echelles import echelle_de, echelle_de_la_region
from workflows.relances.reglage import CHAMPS, regler_l_echelle, revenir_a_la_region

routeur = APIRouter(prefix="/campagnes/{region}/{genre}/{annee}/echelle")
LISTES, CASES = ("destinataires", "copies"), ("actif", "validation")
# Une case vidée l'est pour de bon.
VIDABLES = ("document", "reponse_sous_jours")


class Marche(NamedTuple):
    """Un niveau à l'écran : ce qui y est écrit, ou tapé, et s'il s'écarte de celui de la région."""

    niveau: Niveau
    valeurs: Mapping[str, Any]
    differe: bool
    documents: Sequence[tuple[str, str]]


class Bureau:
    """L'échelle d'une campagne, pour une personne."""

    def __init__(
        self,
        page: PageDemandee,
        agent: AgentConnecte,
        region: Annotated[str, Path(max_length=60)],
        genre: GenreCampagne,
        annee: Annotated[int, Path(ge=2019, le=2040)],
    ) -> None:
        self.page: Page = page
        self.par: str = agent.nom
        self.region = registre().region(region)
        self.genre = genre
        self.annee = annee

    @property
    def adresse(self) -> str:
        return f"/campagnes/{self.region.code}/{self.genre.value}/{self.annee}/echelle"

    def campagne(self, session: Session) -> Campagne:
        """Lève `Introuvable`."""
        return campagne_designee(session, self.region.code, self.genre, self.annee)

    def montrer(self, refusee: Refusee | None = None, saisie: Saisie | None = None) -> Response:
        """Les niveaux, dans l'ordre ; avec eux, ce qui était tapé et ce qui l'empêche."""
        with lecture() as session:
            campagne = self.campagne(session)
            echelle, region = echelle_de(campagne), echelle_de_la_region(campagne)
            return self.page.rendre(
                "echelle.html",
                refusee.refus.statut if refusee else 200,
                campagne=campagne,
                region=self.region,
                adresse=self.adresse,
                echelle=echelle,
                de_la_region=region,
                marches=[_marche(n, region, saisie) for n in echelle.niveaux],
                plafond=saisie.texte("plafond_jours") if saisie else echelle.plafond_jours,
                reglages=_reglages(session, campagne),
                fictives=any(a.demarche.fictive for a in campagne.attendus),
                modifiable=campagne.etat is not EtatCampagne.CLOSE,
                expediteurs=[(f.value, f.libelle) for f in DE_L_ETAT if f not in DES_ECHEANCES],
                fonctions=[(f.value, f.libelle) for f in Fonction if f not in DES_ECHEANCES],
                canaux=[(c.value, c.value) for c in Canal],
                variables=VARIABLES,
                refusee=refusee,
                fautes={o.ou: o.message for o in refusee.refus.obstacles} if refusee else {},
            )


BureauOuvert = Annotated[Bureau, Depends()]


@routeur.get("")
def montrer_l_echelle(bureau: BureauOuvert) -> Response:
    """Celle de la campagne, ou celle de la région qu'elle suit."""
    return bureau.montrer()


@routeur.post("")
def regler_les_relances(bureau: BureauOuvert, recu: FormulaireRecu) -> Response:
    """Donne à la campagne sa propre échelle."""
    saisie = recu.saisie

    def faire(session: Session) -> None:
        campagne = bureau.campagne(session)
        demandes = _demandes(echelle_de(campagne), saisie)
        regler_l_echelle(session, campagne, demandes, bureau.par, plafond_jours=saisie.texte("plafond_jours"))

    return faire_puis_revenir(
        faire, bureau.adresse, lambda refusee: bureau.montrer(refusee, saisie), "echelle"
    )


@routeur.post("/region")
def revenir_a_l_echelle_de_la_region(bureau: BureauOuvert) -> Response:
    """La campagne n'a plus la sienne."""
    return faire_puis_revenir(
        lambda session: revenir_a_la_region(session, bureau.campagne(session), bureau.par),
        bureau.adresse,
        bureau.montrer,
        "region",
    )


def _marche(niveau: Niveau, region: Echelle, saisie: Saisie | None) -> Marche:
    modele = next((n for n in region.niveaux if n.code == niveau.code), niveau)
    tape = saisie is not None and saisie.contient(f"{niveau.code}.jours")
    valeurs = _tapees(niveau.code, saisie) if tape and saisie else niveau.model_dump(mode="json")
    possibles = {d for d, (de, _) in LETTRES.items() if de in (niveau.emetteur, modele.emetteur)}
    documents = [] if niveau.est_un_rappel else [(d, f"Lettre {d}") for d in sorted(possibles)]
    return Marche(niveau, valeurs, niveau != modele, documents)


def _tapees(code: str, saisie: Saisie) -> dict[str, Any]:
    """Un niveau tel qu'il a été tapé : des textes, des listes, des cases cochées ou non."""
    valeurs: dict[str, Any] = {c: saisie.texte(f"{code}.{c}").replace("\r\n", "\n") for c in CHAMPS}
    valeurs |= {c: saisie.choisies(f"{code}.{c}") for c in LISTES}
    valeurs |= {c: bool(saisie.texte(f"{code}.{c}")) for c in CASES}
    return valeurs | {c: valeurs[c].strip() or None for c in VIDABLES}


def _demandes(echelle: Echelle, saisie: Saisie) -> list[dict[str, Any]]:
    """Ce qui est demandé de chaque niveau que le formulaire montrait."""
    return [
        {"code": n.code} | _tapees(n.code, saisie)
        for n in echelle.niveaux
        if saisie.contient(f"{n.code}.jours")
    ]


def _reglages(session: Session, campagne: Campagne) -> list[dict[str, Any]]:
    """Qui a réglé l'échelle, et quand, du plus récent au plus ancien."""
    return [
        {"par": ligne.par, "le": ligne.instant, "otee": ligne.champs["echelle"][1] is None}
        for ligne in modifications_de_l_objet(session, "campagne", str(campagne.id))
        if "echelle" in ligne.champs and any(ligne.champs["echelle"])
    ]
