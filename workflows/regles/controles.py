"""Les contrôles de cohérence : leur code, leur gravité, et si l'on peut y déroger (dossier de domaine, § 17)."""

from typing import NamedTuple

from modeles.erreurs import Gravite, Obstacle

B, A, I = Gravite.BLOQUANT, Gravite.AVERTISSEMENT, Gravite.INFORMATION  # noqa: E741  les lettres du dossier


class Controle(NamedTuple):
    """Un contrôle du dossier de domaine. `derogeable` : levé avec motif et autorité.

    `tenu_par` : ce qui rend la faute impossible, quand aucune garde n'a à la chercher.
    """

    code: str
    gravite: Gravite
    libelle: str
    derogeable: bool = True
    tenu_par: str = ""


_TABLE = (
    Controle("REF-01", B, "axe, sous-axe et action appartiennent au référentiel du contrat"),
    Controle("REF-02", A, "le sous-axe est cohérent avec l'objet de l'action"),
    Controle("TER-01", B, "le territoire est connu et unique", tenu_par="le registre et la base"),
    Controle("DIA-01", B, "chaque axe retenu a au moins un constat sourcé et daté"),
    Controle("DIA-02", A, "aucune source n'a plus de trois ans"),
    Controle("FIC-01", B, "le titre de la fiche est unique dans le territoire"),
    Controle("FIC-02", B, "l'action est dite nouvelle ou renforcée, le renforcement est prouvé"),
    Controle("FIC-03", B, "au moins un indicateur, et une cible par année couverte"),
    Controle("FIC-04", B, "l'action commence et finit pendant le contrat"),
    Controle("FIC-05", A, "le texte n'est pas celui d'une autre fiche"),
    Controle("FIN-01", B, "la part de l'État tient dans le plafond de l'année", derogeable=False),
    Controle("FIN-02", B, "la part de l'État n'excède pas celle de la collectivité"),
    Controle("FIN-03", B, "la somme des fiches est le montant contractualisé"),
    Controle(
        "FIN-04", B, "les totaux sont la somme des lignes", tenu_par="le calcul : aucun total ne se saisit"
    ),
    Controle("FIN-05", A, "chaque année couverte a un budget, et elles seules"),
    Controle("FIN-06", B, "l'action n'est pas financée deux fois"),
    Controle("AXE-01", B, "chaque axe est couvert par une fiche, ou écarté par écrit"),
    Controle("IND-01", B, "un rapport a un numérateur et un dénominateur, et se recalcule"),
    Controle("IND-02", B, "une partie ne dépasse pas la population dont elle est tirée"),
    Controle("IND-03", A, "une étape d'un parcours ne dépasse pas celle qui la précède"),
    Controle("IND-04", A, "une variation de plus de moitié est expliquée"),
    Controle("IND-05", B, "un zéro est confirmé, une absence est expliquée"),
    Controle("IND-06", I, "tout agrégat dit son nombre de répondants", tenu_par="le calcul des agrégats"),
    Controle("POP-01", A, "un effectif ne dépasse pas la population de référence"),
    Controle("POP-02", A, "l'espace commun à un département et à sa métropole n'est compté qu'une fois"),
    Controle("POP-03", A, "le public d'une fiche ne dépasse pas la population concernée"),
    Controle("CAL-01", B, "les délais de convocation sont respectés"),
    Controle("CAL-02", A, "les étapes sont planifiées dans l'ordre"),
    Controle(
        "DOC-01",
        B,
        "aucun champ d'un document n'est resté vide ou non résolu",
        tenu_par="les gestes qui produisent des documents",
    ),
    Controle("DOC-02", B, "le texte signé est le texte validé", derogeable=False),
    Controle("DOC-03", A, "les chiffres du texte sont ceux des tableaux"),
    Controle("SIG-01", B, "la collectivité signe une fois la délibération exécutoire", derogeable=False),
    Controle("RGP-01", B, "aucune donnée nominative d'usager dans un document diffusé"),
)
CONTROLES = {controle.code: controle for controle in _TABLE}


def constat(code: str, message: str, remede: str, ou: str = "") -> Obstacle:
    """L'obstacle d'un contrôle, avec la gravité que le dossier lui donne."""
    return Obstacle(message, remede, code, CONTROLES[code].gravite, ou)


def derogeable(obstacle: Obstacle) -> bool:
    """Une condition du parcours (sans code) ne se lève jamais ; un contrôle, seulement si le § 17 l'admet."""
    return obstacle.code in CONTROLES and CONTROLES[obstacle.code].derogeable
