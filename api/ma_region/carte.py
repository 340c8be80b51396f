"""La carte d'avancement : chaque territoire à sa place, lisible sans la couleur, avec son tableau."""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from api.ma_region.fonds import LARGEUR, PAQUET, Forme, fond
from api.ma_region.tableau import Ligne
from modeles.etapes import TERMINALES, Etape
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire

RAYON = 17.0
COTE = 46.0
# Au-delà de ce nombre de départements, seul le palier tient dans la forme.
PLUS_SERREE = 30


class Palier(IntEnum):
    """Où en est un contrat, en six paliers et demi : ce qu'une carte peut montrer."""

    ARRETE = -1
    AUCUN = 0
    LANCEMENT = 1
    DIAGNOSTIC = 2
    ACTIONS = 3
    CONVENTION = 4
    SIGNE = 5

    @property
    def libelle(self) -> str:
        return LIBELLES[self]

    @property
    def signe(self) -> str:
        """Ce qui s'écrit dans la forme."""
        return {Palier.ARRETE: "×", Palier.AUCUN: "–"}.get(self, str(int(self)))


LIBELLES = {
    Palier.LANCEMENT: "à lancer, lancement",
    Palier.DIAGNOSTIC: "diagnostic, présélection des pistes",
    Palier.ACTIONS: "ateliers, fiches actions, restitution",
    Palier.CONVENTION: "contractualisation, délibération, signature",
    Palier.SIGNE: "contrat signé",
    Palier.ARRETE: "suspendu ou arrêté",
    Palier.AUCUN: "sans démarche",
}
DERNIERES_ETAPES = (
    (Etape.LANCEMENT, Palier.LANCEMENT),
    (Etape.PRESELECTION, Palier.DIAGNOSTIC),
    (Etape.RESTITUTION, Palier.ACTIONS),
    (Etape.SIGNATURE, Palier.CONVENTION),
)


def palier_de(etape: Etape) -> Palier:
    """Le palier d'une étape."""
    if etape is Etape.SUSPENDU or (etape in TERMINALES and etape is not Etape.CLOS):
        return Palier.ARRETE
    return next((p for derniere, p in DERNIERES_ETAPES if etape.rang <= derniere.rang), Palier.SIGNE)


class Lieu(NamedTuple):
    """Un territoire sur la carte : un département par son contour, les autres par un repère."""

    territoire: Territoire
    ligne: Ligne | None
    x: float
    y: float
    trace: str = ""

    @property
    def palier(self) -> Palier:
        return palier_de(self.ligne.suivi.demarche.etape) if self.ligne else Palier.AUCUN

    @property
    def en_retard(self) -> bool:
        return self.ligne is not None and self.ligne.suivi.en_retard


class Carte(NamedTuple):
    """Les `formes` se remplissent, les `ronds` (intercommunalités) et les `cases` (outre-mer) se posent."""

    hauteur: float
    formes: list[Lieu]
    ronds: list[Lieu]
    cases: list[Lieu]
    serree: bool

    @property
    def lieux(self) -> list[Lieu]:
        return [*self.formes, *self.ronds, *self.cases]

    @property
    def paliers(self) -> list[tuple[Palier, int]]:
        """Combien de territoires à chaque palier présent ; un territoire en deux formes compte une fois."""
        par_territoire = {lieu.territoire.code: lieu.palier for lieu in self.lieux}
        presents = sorted(set(par_territoire.values()), reverse=True)
        return [(p, list(par_territoire.values()).count(p)) for p in presents]


def dessiner(lignes: Iterable[Ligne], region: str | None) -> Carte | None:
    """La carte d'une région, ou de toutes ; rien si aucun contour n'est installé."""
    territoires = [t for t in registre().territoires.values() if region in (None, t.region)]
    suivies = {ligne.suivi.territoire.code: ligne for ligne in lignes}
    dessin = fond(tuple(t.code for t in territoires))
    formes = [_lieu(_contractant(f.code), suivies, f) for f in dessin.formes]
    dessines = {lieu.territoire.code for lieu in formes}
    places = {f.code: f for f in dessin.formes}
    reperes = [t for t in territoires if t.contractant and t.code not in dessines]
    ronds = [_lieu(t, suivies, places[t.departement]) for t in reperes if t.departement in places]
    cases = [_lieu(t, suivies) for t in reperes if t.departement not in places]
    if not PAQUET.is_dir() or not [*formes, *cases]:
        return None
    serree = len(formes) > PLUS_SERREE
    hauteur = dessin.hauteur + (COTE + 12 if cases else 0)
    return Carte(
        hauteur, formes, _ecarter(ronds, serree=serree), _ranger(cases, dessin.hauteur), serree=serree
    )


def _lieu(territoire: Territoire, suivies: Mapping[str, Ligne], forme: Forme | None = None) -> Lieu:
    """Le territoire et sa ligne, à l'endroit de cette forme ; un contour ne sert qu'à qui le remplit."""
    x, y = (forme.x, forme.y) if forme else (0.0, 0.0)
    trace = forme.trace if forme and territoire == _contractant(forme.code) else ""
    return Lieu(territoire, suivies.get(territoire.code), x, y, trace)


def _contractant(departement: str) -> Territoire:
    """Qui contracte sur ce département de l'État : lui, ou la collectivité qui l'exerce."""
    territoires = registre().territoires
    return territoires[territoires[departement].exerce_par or departement]


def _ecarter(ronds: Sequence[Lieu], *, serree: bool) -> list[Lieu]:
    """Un rond se pose sous le nom de son département, pas dessus."""
    ecart = RAYON / (2 if serree else 0.62)
    return [rond._replace(x=rond.x + ecart * 0.4, y=rond.y + ecart) for rond in ronds]


def _ranger(cases: Sequence[Lieu], haut: float) -> list[Lieu]:
    """L'outre-mer, en cases alignées sous la carte."""
    pas = min(COTE + 10, LARGEUR / max(len(cases), 1))
    return [case._replace(x=8 + pas * n + COTE / 2, y=haut + COTE / 2 + 6) for n, case in enumerate(cases)]
