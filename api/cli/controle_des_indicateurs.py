"""Contrôler les valeurs reçues depuis le terminal : vérifier, valider, contester, rectifier."""

from collections.abc import Callable

from api.cli.montrer_les_indicateurs import montrer_le_bilan, montrer_les_changements
from api.cli.options_annuelles import (
    Commentaire,
    Denominateur,
    Exercice,
    Fiche,
    FicheExigee,
    Indicateur,
    IndicateurExige,
    Motif,
    Numerateur,
    Statut,
    Valeur,
    Zero,
    auteur_du_jour,
    exercice_voulu,
)
from api.cli.outils import EnJson, Le, Par, Territoire, dire_en_json, session_d_ecriture
from api.lisible import exiger_lisible
from api.schemas.valeurs import BilanVu, ChangementVu
from modeles.erreurs import SaisieInvalide
from workflows.commandes.lecture_de_saisie import SaisieValeur
from workflows.controle_des_valeurs import Controle, Designation, controler
from workflows.dossier import demarche_du_territoire
from workflows.valeurs import rectifier as rectifier_la_valeur

ORIGINE = "terminal"
C = Controle
CONTROLES = {
    "verifier": (
        C.VERIFIER,
        "Vérifie les valeurs saisies, toutes ou les désignées ; qui a saisi ne vérifie pas.",
    ),
    "valider": (
        C.VALIDER,
        "Valide les valeurs vérifiées, toutes ou les désignées ; qui a saisi ne valide pas.",
    ),
    "contester": (
        C.CONTESTER,
        "Conteste des valeurs, en disant pourquoi : elles ne comptent plus sans réponse.",
    ),
}


def commande(controle: Controle) -> Callable[..., None]:
    """La commande qui fait ce contrôle."""

    def faire(
        territoire: Territoire,
        *,
        fiche: Fiche = None,
        indicateur: Indicateur = None,
        motif: Motif = "",
        exercice: Exercice = None,
        par: Par = None,
        le: Le = None,
        en_json: EnJson = False,
    ) -> None:
        exiger_lisible([fiche, indicateur, motif])
        designes, annee = _designes(controle, fiche, indicateur), exercice_voulu(exercice, le)
        with session_d_ecriture() as session:
            demarche = demarche_du_territoire(session, territoire)
            auteur = auteur_du_jour(par, le)
            bilan = controler(session, demarche, annee, controle, auteur, designes=designes, motif=motif)
            vu = BilanVu.depuis(bilan)
        if en_json:
            dire_en_json(vu)
        else:
            montrer_le_bilan(vu)

    return faire


def _designes(controle: Controle, fiche: str | None, indicateur: str | None) -> list[Designation]:
    if fiche:
        return [Designation(fiche, indicateur)]
    if indicateur or controle is Controle.CONTESTER:
        raise SaisieInvalide(
            "On ne sait pas de quelle fiche il s'agit.",
            "Un indicateur se désigne avec sa fiche, et l'on ne conteste pas tout un contrat d'un coup.",
            "Ajoutez --fiche.",
        )
    return []


def rectifier(
    territoire: Territoire,
    *,
    fiche: FicheExigee,
    indicateur: IndicateurExige,
    motif: Motif = "",
    valeur: Valeur = None,
    numerateur: Numerateur = None,
    denominateur: Denominateur = None,
    statut: Statut = "",
    commentaire: Commentaire = "",
    zero_confirme: Zero = False,
    exercice: Exercice = None,
    par: Par = None,
    le: Le = None,
    en_json: EnJson = False,
) -> None:
    """Remplace une valeur, même validée, en disant pourquoi ; l'ancienne reste dans son histoire."""
    nombres = (valeur, numerateur, denominateur)
    exiger_lisible([fiche, indicateur, *nombres, statut, motif, commentaire])
    saisie = SaisieValeur(fiche, indicateur, *nombres, statut, motif, commentaire, zero_confirme)
    annee, auteur = exercice_voulu(exercice, le), auteur_du_jour(par, le)
    with session_d_ecriture() as session:
        demarche = demarche_du_territoire(session, territoire)
        fait = rectifier_la_valeur(session, demarche, annee, saisie, auteur, origine=ORIGINE)
        vu = ChangementVu.depuis(fait)
    if en_json:
        dire_en_json(vu)
    else:
        montrer_les_changements([vu])
