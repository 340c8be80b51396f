"""Le formulaire d'une fiche action : des contrôles de contenu étiquetés, à remplir puis à renvoyer.

Les contrôles portent l'étiquette et le libellé de leur champ ; `documents.formulaires.ecriture` y met le texte.
"""

from xml.sax.saxutils import quoteattr

from documents.formulaires.champs import CHAMP_DE_CLE, Champ
from outils.gabarits.charpente import CONJOINT, Colonne, Gabarit
from outils.gabarits.corps_de_fiche import FINANCEURS, montants
from outils.gabarits.fragments import paragraphe, tableau_xml
from outils.gabarits.styles import FOND_D_EN_TETE

GABARIT = "formulaire_fiche.docx"
LARGEURS = (2900, 6738)
RUBRIQUES = {
    "L'action": ("titre", "sous_axe", "nature", "justification_renforcement"),
    "Pourquoi": ("constat", "objectif_principal", "objectifs_operationnels", "description"),
    "Pour qui": ("public_cible", "effectif_estime", "perimetre", "participation"),
    "Avec qui": ("porteur", "type_porteur", "siret", "partenaires"),
    "Quand et comment": ("annee_debut", "duree_annees", "jalons", "moyens_humains"),
    "Conditions et suites": (
        "articulation",
        "risques",
        "evaluation",
        "referent_fonction",
        "referent_courriel",
    ),
}


class Formulaire(Gabarit):
    """Un gabarit qui sait poser des contrôles de contenu."""

    def champs(self, rubrique: str, cles: tuple[str, ...]) -> None:
        lignes = [_ligne(CHAMP_DE_CLE[cle], _numero(cle)) for cle in cles]
        self._corps.append(tableau_xml(lignes, LARGEURS, rubrique))


def formulaire_de_fiche() -> Gabarit:
    """Attend `fiche`, `territoire`, `contrat` et `document`."""
    g = Formulaire(CONJOINT)
    g.titre("{{ document.titre }}", "{{ territoire.nom }} – {{ contrat.nom }}")
    g.texte("**{{ fiche.axe }}**")
    g.encadre(
        "Remplissez les cases blanches, enregistrez au format .docx, puis renvoyez ce fichier sans le convertir. "
        "Chaque champ sera comparé à la fiche de l'outil : rien n'y sera remplacé sans accord."
    )
    for rubrique, cles in RUBRIQUES.items():
        g.titre1(rubrique)
        g.champs(rubrique, cles)
    g.titre1("Budget, pour mémoire")
    g.note("Ces montants se saisissent dans l'outil : ce qui serait écrit ici n'est pas repris.")
    g.tableau(
        [Colonne("Exercice", 20), *FINANCEURS],
        ["{{ annee.libelle }}", *montants("annee")],
        boucle="annee in fiche.budget",
        total=["Total", *montants("fiche.total")],
        legende="Budget de l'action",
    )
    return g


def _numero(cle: str) -> int:
    return 1000 + list(CHAMP_DE_CLE).index(cle)


def _ligne(champ: Champ, numero: int) -> str:
    """Une rangée qui peut se couper d'une page à l'autre : un texte long doit tenir."""
    fond = f'<w:shd w:val="clear" w:color="auto" w:fill="{FOND_D_EN_TETE}"/>'
    libelle = _cellule(LARGEURS[0], paragraphe(champ.libelle, "CelluleEntete"), fond)
    texte = "<w:r><w:t>…</w:t></w:r>"
    if champ.multiligne:
        # Le contrôle entoure la cellule : chaque ligne y est un paragraphe, que LibreOffice sait garder.
        return (
            f"<w:tr>{libelle}{_controle(champ, numero, '', _cellule(LARGEURS[1], _paragraphe(texte)))}</w:tr>"
        )
    genre = "<w:dropDownList/>" if champ.choix else "<w:text/>"
    saisie = _paragraphe(_controle(champ, numero, genre, texte))
    return f"<w:tr>{libelle}{_cellule(LARGEURS[1], saisie)}</w:tr>"


def _cellule(largeur: int, contenu: str, fond: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{largeur}" w:type="dxa"/>{fond}</w:tcPr>{contenu}</w:tc>'


def _paragraphe(contenu: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Cellule"/></w:pPr>{contenu}</w:p>'


def _controle(champ: Champ, numero: int, genre: str, contenu: str) -> str:
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(champ.libelle)}/><w:tag w:val={quoteattr(champ.cle)}/>"
        f'<w:id w:val="{numero}"/><w:lock w:val="sdtLocked"/>{genre}</w:sdtPr>'
        f"<w:sdtContent>{contenu}</w:sdtContent></w:sdt>"
    )
