"""La charpente d'un gabarit Word : on l'écrit de haut en bas, puis on l'enregistre.

    g = Gabarit(ETAT)                                   # ou CONJOINT, ou COLLECTIVITE ; paysage=True
    g.titre("{{ document.titre }}", "Contrat local des solidarités {{ territoire.du }}")
    g.titre1("Décisions")                               # titre2, titre3
    g.texte("Réunion du **{{ reunion.le | date_longue }}**.")        # **gras** ; style au choix : note, encadre…
    with g.si("reunion.lien_visio"):                    # g.sinon("condition") à l'intérieur : l'autre branche
        g.texte("Lien : {{ reunion.lien_visio }}.")
    with g.pour("p in points"):
        g.numero("{{ p.intitule }}")                    # g.nouvelle_liste() pour repartir à 1 hors boucle
    g.puce("…")
    g.tableau(
        [Colonne("Organisme", 40), Colonne("Part de l'État", 20, nombre=True)],
        ["{{ p.organisme }}", "{{ p.part_etat_centimes | euros }}"],
        boucle="p in lignes", total=["Total", "{{ total_centimes | euros }}"], legende="Plan de financement",
    )
    g.libelles([("Porteur", "{{ porteur }}")])          # tableau à deux colonnes, sans ligne d'en-tête
    g.section(paysage=True)                             # clôt la section courante, ouvre la suivante
    g.enregistrer("D02_ordre_du_jour.docx", "Ordre du jour")

Un « \\n » dans une cellule y ouvre un paragraphe ; un paragraphe de cellule peut être une balise {%p … %}.
L'en-tête et le pied n'attendent du contexte que `document` (EnTete). Deux tableaux qui se suivent doivent être
séparés par un paragraphe (une légende, par exemple), sinon Word les fond en un seul. L'outil fait naître un
gabarit : ensuite, c'est le .docx qu'on modifie, dans Word.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from outils.gabarits.fragments import champ_de_sommaire, ligne, paragraphe, repeter, signature, tableau_xml
from outils.gabarits.graphiques import Graphique, avec_graphiques, dessins_xml
from outils.gabarits.paquet import PARTIES_FIXES, Marque, en_tetes, section_xml
from outils.gabarits.styles import NUMEROS, numerotation_xml, styles_xml

DOSSIER = Path(__file__).resolve().parents[2] / "templates_docx"
ETAT, CONJOINT, COLLECTIVITE = Marque.ETAT, Marque.CONJOINT, Marque.COLLECTIVITE

_VINGTIEMES_DE_POINT = {False: 9638, True: 14570}


class Colonne(NamedTuple):
    """`largeur` : une part de la largeur utile, relative à celles des autres colonnes."""

    titre: str
    largeur: int = 1
    nombre: bool = False


class Gabarit:
    """Un gabarit en cours d'écriture ; `marque` dit qui l'émet, donc ce que porte l'en-tête."""

    def __init__(self, marque: Marque = ETAT, *, paysage: bool = False) -> None:
        self._marque = marque
        self._paysage = paysage
        self._corps: list[str] = []
        self._listes = 0
        self._premiere_section = True
        self._graphiques: list[Graphique] = []

    def titre(self, texte: str, sous_titre: str = "") -> None:
        self.texte(texte, "Titre")
        if sous_titre:
            self.texte(sous_titre, "SousTitre")

    def titre1(self, texte: str) -> None:
        self.texte(texte, "Titre1")

    def titre2(self, texte: str) -> None:
        self.texte(texte, "Titre2")

    def titre3(self, texte: str) -> None:
        self.texte(texte, "Titre3")

    def texte(self, texte: str, style: str = "Texte") -> None:
        """Un paragraphe ; `style` est l'identifiant d'un style de `styles.py`."""
        self._corps.append(paragraphe(texte, style))

    def note(self, texte: str) -> None:
        self.texte(texte, "Note")

    def encadre(self, texte: str) -> None:
        self.texte(texte, "Encadre")

    def puce(self, texte: str, niveau: int = 1) -> None:
        self.texte(texte, "Puces" if niveau == 1 else "Puces2")

    def nouvelle_liste(self) -> None:
        """Les numéros suivants repartent à 1. Dans une boucle, le moteur s'en charge déjà."""
        self._listes += 1

    def numero(self, texte: str) -> None:
        liste = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{NUMEROS + self._listes}"/></w:numPr>'
        self._corps.append(paragraphe(texte, "Numeros", liste if self._listes else ""))

    @contextmanager
    def si(self, condition: str) -> Iterator[None]:
        """Ce qui suit n'est écrit que si la condition est vraie."""
        self.texte(f"{{%p if {condition} %}}")
        yield
        self.texte("{%p endif %}")

    def sinon(self, condition: str = "") -> None:
        """À l'intérieur d'un `si` : l'autre branche."""
        self.texte(f"{{%p elif {condition} %}}" if condition else "{%p else %}")

    @contextmanager
    def pour(self, boucle: str) -> Iterator[None]:
        """Ce qui suit est répété : « p in points »."""
        self.texte(f"{{%p for {boucle} %}}")
        yield
        self.texte("{%p endfor %}")

    def inclure(self, gabarit: str) -> None:
        """Le corps d'un autre gabarit du même dossier, qui lit les données d'ici."""
        self.texte(f'{{%p inclure "{gabarit}" %}}')

    def sommaire(self, niveaux: int) -> None:
        """Un champ TOC : le moteur y met les titres du document, jusqu'au niveau demandé."""
        self._corps.append(champ_de_sommaire(niveaux))

    def saut_de_page(self) -> None:
        self._corps.append(
            '<w:p><w:pPr><w:pStyle w:val="SautDeSection"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
        )

    def tableau(
        self,
        colonnes: Sequence[Colonne],
        cellules: Sequence[str],
        *,
        boucle: str = "",
        total: Sequence[str] = (),
        legende: str = "",
        hauteur: int = 0,
        soudee: bool = False,
    ) -> None:
        """L'en-tête se répète à chaque page. `hauteur` : celle des lignes de données au moins, en points.

        `soudee` : une page ne sépare pas ces lignes de ce qui les suit ; pour un tableau court.
        """
        if legende:
            self.texte(legende, "Legende")
        styles = ["CelluleNombre" if c.nombre else "Cellule" for c in colonnes]
        largeurs = self._largeurs([c.largeur for c in colonnes])
        donnees = ligne(cellules, styles, largeurs, hauteur=hauteur, soudee=soudee)
        lignes = [
            ligne([c.titre for c in colonnes], ["CelluleEntete"] * len(colonnes), largeurs, repetee=True),
            repeter(donnees, boucle, largeurs) if boucle else donnees,
        ]
        if total:
            lignes.append(ligne([f"**{t}**" if t else "" for t in total], styles, largeurs))
        self._corps.append(tableau_xml(lignes, largeurs, legende or colonnes[0].titre))

    def libelles(self, lignes: Sequence[tuple[str, str]], *, legende: str = "", part: int = 30) -> None:
        """Un tableau libellé / valeur ; `part` est la largeur des libellés, en pour cent."""
        if legende:
            self.texte(legende, "Legende")
        largeurs = self._largeurs([part, 100 - part])
        corps = [ligne(couple, ["CelluleEntete", "Cellule"], largeurs) for couple in lignes]
        self._corps.append(tableau_xml(corps, largeurs, legende or lignes[0][0]))

    def graphiques(self, graphiques: Sequence[Graphique], hauteur: int) -> None:
        """Des graphiques côte à côte, de la même largeur ; `hauteur` en points."""
        largeur = _VINGTIEMES_DE_POINT[self._paysage] // (20 * len(graphiques))
        self._corps.append(dessins_xml(graphiques, len(self._graphiques) + 1, largeur, hauteur))
        self._graphiques += graphiques

    def section(self, *, paysage: bool) -> None:
        """Clôt la section courante ; la suite est dans une nouvelle page, à l'orientation demandée."""
        fin = section_xml(paysage=self._paysage, premiere=self._premiere_section)
        self._corps.append(f'<w:p><w:pPr><w:pStyle w:val="SautDeSection"/>{fin}</w:pPr></w:p>')
        self._paysage, self._premiere_section = paysage, False

    def tete_de_lettre(self) -> None:
        """Lieu et date, destinataire, objet, référence, affaire suivie par ; attend `destinataire` et `objet`."""
        self.texte("{{ emetteur.ville }}, le {{ document.date_document | date_longue }}", "LieuEtDate")
        self.texte("{{ destinataire.suscription }}", "Adresse")
        self.texte("**Objet :** {{ objet }}", "Objet")
        self.texte("**Référence :** {{ document.reference }}", "Objet")
        with self.si("emetteur.suivi_par"):
            self.texte("**Affaire suivie par :** {{ emetteur.suivi_par }}", "Objet")
        self.texte("{{ destinataire.appel }}", "Appel")

    def pied_de_lettre(self, *, copies: bool = False) -> None:
        """Politesse, signature, pièces jointes ; attend `pieces` et, sur demande, `copies`, des listes de textes."""
        self.texte("{{ destinataire.politesse }}", "Amorce")
        self.signer("{{ emetteur.signature }}", "{{ emetteur.signataire }}", si="emetteur.signataire")
        with self.si("pieces"):
            self.texte("**Pièces jointes :** {{ pieces | join(' ; ') }}", "PiecesJointes")
        if copies:
            self.texte("**Copie :** {{ copies | join(' ; ') }}", "PiecesJointes")

    def signer(self, qualite: str, nom: str, *, si: str = "") -> None:
        """La qualité, la place de la main, le nom : un seul paragraphe, qu'une page ne coupe pas.

        `si` : ce sans quoi le nom ne s'écrit pas.
        """
        self._corps.append(
            signature(qualite, f"{{% if {si} %}}**{nom}**{{% endif %}}" if si else f"**{nom}**")
        )

    def enregistrer(self, nom: str, sujet: str, dossier: Path = DOSSIER) -> Path:
        """Écrit le .docx ; `sujet` est la propriété « Objet » du document."""
        fin = section_xml(paysage=self._paysage, premiere=self._premiere_section)
        parties = {
            **PARTIES_FIXES,
            **en_tetes(self._marque, paragraphe),
            "word/styles.xml": styles_xml(),
            "word/numbering.xml": numerotation_xml(self._listes),
        }
        parties["word/document.xml"] = parties["word/document.xml"].format(corps="".join(self._corps) + fin)
        parties["docProps/core.xml"] = parties["docProps/core.xml"].format(sujet=escape(sujet))
        chemin = dossier / nom
        chemin.write_bytes(_archiver(avec_graphiques(parties, self._graphiques)))
        return chemin

    def _largeurs(self, parts: Sequence[int]) -> list[int]:
        utile = _VINGTIEMES_DE_POINT[self._paysage]
        return [utile * p // sum(parts) for p in parts]


def _archiver(parties: Mapping[str, str | bytes]) -> bytes:
    """Mêmes parties, mêmes octets : la date de l'archive est fixe."""
    memoire = BytesIO()
    with zipfile.ZipFile(memoire, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in parties.items():
            archive.writestr(zipfile.ZipInfo(nom, (1980, 1, 1, 0, 0, 0)), contenu, zipfile.ZIP_DEFLATED)
    return memoire.getvalue()
