"""Commenter un champ d'une fiche, dire que c'est résolu, clore."""

from typing import Annotated

from pydantic import Field

from modeles.commentaire import CommentaireFiche
from modeles.demarche import Demarche
from modeles.erreurs import Introuvable, SaisieInvalide
from modeles.fiche import FicheAction
from modeles.vocabulaire import EtatCommentaire
from workflows.commandes.bordereau import Auteur, Bordereau, SaisieDefinie, suivant
from workflows.commandes.champs import Chose, CodeDeFiche, Designe, EnForme, Forme, Texte
from workflows.commandes.fiches import SaisieFiche, fiche_de_code

CHAMPS_COMMENTABLES = tuple(nom for nom in SaisieFiche.model_fields if nom not in ("code", "revision"))
Remarque = Annotated[str, Field(min_length=1, max_length=2_000), EnForme(Forme.PARAGRAPHE)]


class SaisieCommentaire(Bordereau):
    """`champ` est le nom d'un champ de la fiche : « constat », « budget »…"""

    fiche: CodeDeFiche = Field(title="Fiche")
    champ: Annotated[Texte, Designe(Chose.CHAMP_DE_FICHE)] = Field(title="Champ commenté")
    texte: Remarque = Field(title="Remarque")


class SaisieSuite(Bordereau):
    fiche: CodeDeFiche = Field(title="Fiche")
    numero: Annotated[int, Field(ge=1), Designe(Chose.COMMENTAIRE)] = Field(title="Commentaire")
    reponse: Annotated[str, Field(max_length=2_000), EnForme(Forme.PARAGRAPHE)] = Field(
        default="", title="Réponse"
    )


def commenter(demarche: Demarche, saisie: SaisieCommentaire, auteur: Auteur) -> None:
    """Ouvre un commentaire ; la fiche elle-même ne change pas, quel que soit son statut."""
    fiche = fiche_de_code(demarche, saisie.fiche)
    if saisie.champ not in CHAMPS_COMMENTABLES:
        raise SaisieInvalide(
            f"Une fiche n'a pas de champ « {saisie.champ[:60]} ».",
            f"Les champs d'une fiche sont : {', '.join(CHAMPS_COMMENTABLES)}.",
            "Nommez l'un d'eux.",
        )
    fiche.commentaires.append(
        CommentaireFiche(
            fiche_id=fiche.id,
            numero=suivant([c.numero for c in fiche.commentaires]),
            champ=saisie.champ,
            texte=saisie.texte,
            par=auteur.par,
            le=auteur.saisi_le,
        )
    )


def resoudre(demarche: Demarche, saisie: SaisieSuite, auteur: Auteur) -> None:
    """Dit qu'on a répondu à un commentaire ouvert."""
    _suivre(demarche, saisie, auteur, EtatCommentaire.RESOLU, (EtatCommentaire.OUVERT,))


def clore(demarche: Demarche, saisie: SaisieSuite, auteur: Auteur) -> None:
    """Clôt un commentaire, résolu ou non : il ne part plus avec le formulaire."""
    _suivre(demarche, saisie, auteur, EtatCommentaire.CLOS, (EtatCommentaire.OUVERT, EtatCommentaire.RESOLU))


def _suivre(
    demarche: Demarche,
    saisie: SaisieSuite,
    auteur: Auteur,
    etat: EtatCommentaire,
    depuis: tuple[EtatCommentaire, ...],
) -> None:
    fiche = fiche_de_code(demarche, saisie.fiche)
    commentaire = _commentaire(fiche, saisie.numero)
    if commentaire.etat not in depuis:
        raise SaisieInvalide(
            f"Le commentaire n° {saisie.numero} de la fiche {fiche.code} ne peut pas changer ainsi.",
            f"Il est déjà {commentaire.etat.libelle}.",
            "Ouvrez un nouveau commentaire s'il reste quelque chose à dire.",
        )
    commentaire.etat = etat
    commentaire.reponse = saisie.reponse or commentaire.reponse
    commentaire.suivi_par, commentaire.suivi_le = auteur.par, auteur.saisi_le


def _commentaire(fiche: FicheAction, numero: int) -> CommentaireFiche:
    for commentaire in fiche.commentaires:
        if commentaire.numero == numero:
            return commentaire
    connus = ", ".join(str(c.numero) for c in fiche.commentaires) or "aucun"
    raise Introuvable(
        f"La fiche {fiche.code} n'a pas de commentaire n° {numero}.",
        f"Commentaires de cette fiche : {connus}.",
        "Donnez l'un de ces numéros.",
    )


SAISIES_DES_COMMENTAIRES = {
    "commentaire": SaisieDefinie("un commentaire sur un champ d'une fiche", SaisieCommentaire, commenter),
    "commentaire_resolu": SaisieDefinie("la réponse à un commentaire", SaisieSuite, resoudre),
    "commentaire_clos": SaisieDefinie("la clôture d'un commentaire", SaisieSuite, clore),
}
