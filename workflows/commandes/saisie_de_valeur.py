"""D'une ligne de saisie à la valeur suivante d'un indicateur : ce qu'elle devient, ou pourquoi elle ne change pas."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from modeles.erreurs import Obstacle
from modeles.indicateur import Indicateur
from modeles.reference.catalogues import Formule
from modeles.reference.socle import cle
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import StatutValeur
from workflows.calculs.indicateurs import par_rapport
from workflows.commandes.lecture_de_saisie import (
    LONGUEUR_DE_TEXTE,
    Faute,
    Nombres,
    SaisieValeur,
    faute,
    illisible,
    lire_nombres,
)
from workflows.regles.controles import constat

S = StatutValeur
DEMANDABLES = (S.SANS_OBJET, S.NON_RENSEIGNE, S.PROVISOIRE, S.ZERO_REEL)
LONGUEUR_D_ORIGINE = 200
PROTEGEES = (S.VERIFIE, S.VALIDE)
_STATUTS = {cle(mot): s for s in DEMANDABLES for mot in (s.value, s.libelle)}


class Circonstance(NamedTuple):
    """Qui saisit, quand, par quelle porte, pour quel exercice, et si c'est après l'échéance.

    `rectification` : le motif qui permet de changer même une valeur vérifiée ou validée.
    """

    par: str
    saisi_le: datetime
    origine: str
    exercice: int
    hors_delai: bool = False
    rectification: str | None = None


class Lue(NamedTuple):
    """`valeur` vide et sans faute : la ligne ne change rien."""

    valeur: ValeurIndicateur | None = None
    fautes: tuple[Faute, ...] = ()


def lire_saisie(
    saisie: SaisieValeur, indicateur: Indicateur, courante: ValeurIndicateur | None, c: Circonstance
) -> Lue:
    """La valeur que donne la ligne, toutes ses fautes, ou rien si elle ne change rien."""
    demande = _STATUTS.get(cle(saisie.statut))
    if fautes_de_forme := tuple(_fautes_de_forme(saisie, demande)):
        return Lue(fautes=fautes_de_forme)
    if demande in (S.SANS_OBJET, S.NON_RENSEIGNE):
        valeur, fautes = _absence(saisie, indicateur, demande, c)
    else:
        valeur, fautes = _chiffre(saisie, indicateur, demande, courante, c)
    if fautes or valeur is None:
        return Lue(fautes=tuple(fautes))
    if c.rectification and courante is not None:
        return _rectifier(courante, valeur, c.rectification)
    return _succeder(saisie, indicateur, courante, valeur)


def _fautes_de_forme(saisie: SaisieValeur, demande: StatutValeur | None) -> Iterator[Faute]:
    if saisie.statut.strip() and demande is None:
        attendus = ", ".join(f"« {s.libelle} »" for s in DEMANDABLES)
        yield illisible(saisie, "statut", f"« {saisie.statut.strip()[:40]} » n'est pas l'un de {attendus}")
    for champ in ("motif", "commentaire"):
        if len(getattr(saisie, champ)) > LONGUEUR_DE_TEXTE:
            yield illisible(saisie, champ, f"le texte dépasse {LONGUEUR_DE_TEXTE} caractères")


def _absence(
    saisie: SaisieValeur, indicateur: Indicateur, demande: StatutValeur, c: Circonstance
) -> tuple[ValeurIndicateur | None, list[Faute]]:
    fautes = []
    if not saisie.sans_nombre:
        pourquoi = f"l'indicateur est dit « {demande.libelle} », mais un nombre est écrit"
        fautes.append(illisible(saisie, "statut", pourquoi, "Effacez le nombre, ou le statut."))
    if not saisie.motif.strip():
        pourquoi = f"« {indicateur.libelle} » est dit « {demande.libelle} » sans motif"
        fautes.append(faute(saisie, "motif", constat("IND-05", pourquoi, "Dites pourquoi, en une phrase.")))
    return _ecrire(saisie, indicateur, Nombres(), demande, c), fautes


def _chiffre(
    saisie: SaisieValeur,
    indicateur: Indicateur,
    demande: StatutValeur | None,
    courante: ValeurIndicateur | None,
    c: Circonstance,
) -> tuple[ValeurIndicateur | None, list[Faute]]:
    nombres, fautes = lire_nombres(saisie, indicateur)
    if fautes:
        return None, fautes
    if saisie.sans_nombre:
        nombres = _sans_nombre(indicateur, demande, courante)
    if nombres == Nombres():
        pourquoi = f"« {indicateur.libelle} » : un commentaire ou un motif ne suffit pas"
        remede = "Donnez le nombre, ou dites « non renseigné » et pourquoi."
        return None, [illisible(saisie, "valeur", pourquoi, remede)]
    nul = nombres.valeur == 0 and indicateur.formule != Formule.BINAIRE
    if nul and not _zero_confirme(saisie, demande, courante):
        pourquoi = f"« {indicateur.libelle} » vaut zéro : est-ce bien un zéro, ou une absence de réponse ?"
        remede = "Confirmez le zéro, ou videz la cellule et dites « non renseigné »."
        return None, [faute(saisie, "valeur", constat("IND-05", pourquoi, remede))]
    statut = S.PROVISOIRE if demande is S.PROVISOIRE else S.ZERO_REEL if nul else S.SAISI
    return _ecrire(saisie, indicateur, nombres, statut, c), []


def _sans_nombre(
    indicateur: Indicateur, demande: StatutValeur | None, courante: ValeurIndicateur | None
) -> Nombres:
    """Sans nombre écrit : le zéro que l'on confirme, ou la valeur connue que l'on commente."""
    if demande is S.ZERO_REEL and not par_rapport(indicateur):
        return Nombres(0)
    return _nombres_de(courante) if courante else Nombres()


def _zero_confirme(
    saisie: SaisieValeur, demande: StatutValeur | None, courante: ValeurIndicateur | None
) -> bool:
    deja = courante is not None and courante.valeur_centiemes == 0
    return saisie.zero_confirme or demande is S.ZERO_REEL or deja


def _succeder(
    saisie: SaisieValeur, indicateur: Indicateur, courante: ValeurIndicateur | None, valeur: ValeurIndicateur
) -> Lue:
    """Ce qui suit la valeur courante : rien, une saisie, une rectification, ou un refus si elle est vérifiée."""
    if courante is None:
        return Lue(valeur)
    meme = _nombres_de(courante) == _nombres_de(valeur)
    if meme:
        valeur.commentaire = valeur.commentaire or courante.commentaire
        if _rien_de_neuf(courante, valeur):
            return Lue()
    if courante.statut in PROTEGEES:
        return Lue(fautes=(faute(saisie, "valeur", _protegee(indicateur, courante)),))
    contestee = courante.statut in (S.CONTESTE, S.RECTIFIE)
    if contestee and not meme and valeur.statut in (S.SAISI, S.ZERO_REEL):
        valeur.statut = S.RECTIFIE
        valeur.motif = valeur.motif or valeur.commentaire or f"Réponse à la remarque : {courante.motif}"
    return Lue(valeur)


def _rectifier(courante: ValeurIndicateur, valeur: ValeurIndicateur, motif: str) -> Lue:
    if _nombres_de(courante) == _nombres_de(valeur) and courante.statut is not S.CONTESTE:
        return Lue()
    valeur.motif = motif
    if valeur.statut in (S.SAISI, S.ZERO_REEL):
        valeur.statut = S.RECTIFIE
    return Lue(valeur)


def _rien_de_neuf(courante: ValeurIndicateur, valeur: ValeurIndicateur) -> bool:
    acquis = (S.SAISI, S.ZERO_REEL, S.RECTIFIE, S.VERIFIE, S.VALIDE, S.CONTESTE)
    meme_statut = courante.statut is valeur.statut or (
        courante.statut in acquis and valeur.statut in (S.SAISI, S.ZERO_REEL)
    )
    redit = valeur.motif in (None, courante.motif)
    return meme_statut and redit and valeur.commentaire == courante.commentaire


def _protegee(indicateur: Indicateur, courante: ValeurIndicateur) -> Obstacle:
    return Obstacle(
        f"« {indicateur.libelle} » est {courante.statut.libelle} et ne se ressaisit plus",
        "Demandez une rectification, avec son motif.",
    )


def _ecrire(
    saisie: SaisieValeur, indicateur: Indicateur, nombres: Nombres, statut: StatutValeur, c: Circonstance
) -> ValeurIndicateur:
    cellule = saisie.cellules.get("valeur") or saisie.cellules.get("numerateur")
    return ValeurIndicateur(
        indicateur_id=indicateur.id,
        exercice=c.exercice,
        numero=0,
        statut=statut,
        valeur_centiemes=nombres.valeur,
        numerateur_centiemes=nombres.numerateur,
        denominateur_centiemes=nombres.denominateur,
        texte=nombres.texte,
        motif=saisie.motif.strip() or None,
        commentaire=saisie.commentaire.strip(),
        origine=(f"{c.origine}, {cellule}" if cellule else c.origine)[:LONGUEUR_D_ORIGINE],
        par=c.par,
        saisi_le=c.saisi_le,
        hors_delai=c.hors_delai,
    )


def _nombres_de(valeur: ValeurIndicateur) -> Nombres:
    return Nombres(
        valeur.valeur_centiemes, valeur.numerateur_centiemes, valeur.denominateur_centiemes, valeur.texte
    )
