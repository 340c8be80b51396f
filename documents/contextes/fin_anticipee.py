"""La fin anticipée d'un contrat (D29) : dénonciation par l'une des parties, ou résiliation après mise en demeure."""

from datetime import date
from typing import Annotated

from documents.contextes.attendus import MOTIF_DE_FIN, NON_RENSEIGNE, NUMERO, SIGNE_LE
from documents.contextes.commun import (
    ContexteDeDocument,
    Destinataire,
    Emetteur,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    executif_destinataire,
    prefet,
    territoire_ecrit,
)
from documents.contextes.tournures import Nom
from modeles.demarche import Demarche, Passage
from modeles.etapes import Geste
from modeles.vocabulaire import Partie


class FinAnticipee(ContexteDeDocument):
    """D29. Une dénonciation a pour auteur l'État (`par_l_etat`) ou la collectivité ; une résiliation suit un délai."""

    emetteur: Emetteur
    destinataire: Destinataire
    territoire: TerritoireEcrit
    contrat: Nom
    objet: str
    numero: Annotated[str, NUMERO]
    signe_le: Annotated[date | None, SIGNE_LE]
    article: str
    resiliation: bool
    par_l_etat: bool
    motif: Annotated[str, MOTIF_DE_FIN]
    preavis_echu_le: date | None
    mise_en_demeure_le: date | None
    delai_echu_le: date | None
    prend_fin_le: date
    pieces: tuple[str, ...]
    copies: tuple[str, ...]


def construire_fin_anticipee(demarche: Demarche, passage: Passage, sujet: str) -> FinAnticipee:
    resiliation = passage.geste is Geste.RESILIER
    contrat = contrat_nomme(demarche)
    quoi = "Résiliation" if resiliation else "Dénonciation"
    return FinAnticipee(
        document=en_tete(demarche, "D29", f"{quoi} {contrat.du}", sujet, passage.survenu_le),
        emetteur=prefet(demarche),
        destinataire=executif_destinataire(demarche),
        territoire=territoire_ecrit(demarche),
        contrat=contrat,
        objet=f"{quoi} {contrat.du} {territoire_ecrit(demarche).du}",
        numero=demarche.numero or "",
        signe_le=demarche.signe_le,
        article=numero_d_article(demarche, "resiliation"),
        resiliation=resiliation,
        par_l_etat=passage.donnees.get("par_partie") == Partie.ETAT,
        motif=passage.motif or NON_RENSEIGNE,
        preavis_echu_le=_date(passage, "preavis_echu_le"),
        mise_en_demeure_le=_date(passage, "mise_en_demeure_le"),
        delai_echu_le=_date(passage, "delai_echu_le"),
        prend_fin_le=passage.survenu_le,
        pieces=(),
        copies=("direction régionale chargée des solidarités", "commissaire à la lutte contre la pauvreté"),
    )


def numero_d_article(demarche: Demarche, code: str) -> str:
    """« 19 » : l'article du dernier projet figé ; vide si son texte n'est pas dans l'outil (contrat repris)."""
    articles = demarche.projets[-1].contenu.get("articles") if demarche.projets else None
    repere = (articles or {}).get(code)
    return str(repere["numero"]) if repere else ""


def _date(passage: Passage, champ: str) -> date | None:
    valeur = passage.donnees.get(champ)
    return date.fromisoformat(valeur) if valeur else None
