"""Écrire le formulaire d'une fiche : le gabarit composé, puis ses contrôles remplis et la saisie protégée."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path

from lxml import etree

from documents.contextes.commun import (
    ContexteDeDocument,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.fiche import CorpsDeFiche, corps_de_fiche
from documents.contextes.tournures import Nom
from documents.formulaires.champs import (
    CHAMP_DE_CLE,
    Champ,
    empreinte_de_champ,
    empreinte_des_valeurs,
    valeurs_de,
)
from documents.formulaires.commentaires import Commentaire, poser_les_commentaires
from documents.formulaires.identite import PARTIE, Identite, ecrire_identite
from documents.formulaires.lecture import INVITE, VIDE, empreinte_du_budget
from documents.formulaires.paquet import TYPE_PERSONNALISEES, declarer, ecrire_paquet
from documents.moteur.archive import parties_de
from documents.moteur.environnement import caracteres_permis
from documents.moteur.gabarit import CLE_DE_DATE, DocumentCompose, composer
from documents.moteur.ooxml import CORPS, DECLARATION, ESPACE_XML, ecrire_xml, lire_xml, retirer, valeur, w
from documents.production import ENVIRONNEMENT
from modeles.demarche import Demarche
from modeles.fiche import FicheAction

GABARIT = "formulaire_fiche.docx"
REGLAGES = "word/settings.xml"
_GRIS = "767676"
# Ce qui précède la protection dans les réglages de Word (ECMA-376, CT_Settings).
_AVANT_LA_PROTECTION = frozenset(
    w(n)
    for n in (
        *("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime"),
        *("doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText"),
        *("printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts"),
        *("saveSubsetFonts", "saveFormsData", "mirrorMargins", "alignBordersAndEdges"),
        *("bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop"),
        *("hideSpellingErrors", "hideGrammaticalErrors", "activeWritingStyle", "proofState", "formsDesign"),
        *("attachedTemplate", "linkStyles", "stylePaneFormatFilter", "stylePaneSortMethod", "documentType"),
        *("mailMerge", "revisionView", "trackRevisions", "doNotTrackMoves", "doNotTrackFormatting"),
    )
)


class FormulaireDeFiche(ContexteDeDocument):
    """Ce que le gabarit du formulaire imprime autour de ses contrôles."""

    territoire: TerritoireEcrit
    contrat: Nom
    fiche: CorpsDeFiche


def composer_formulaire(
    demarche: Demarche,
    fiche: FicheAction,
    le: date,
    gabarits: Path,
    commentaires: Sequence[Commentaire] = (),
) -> DocumentCompose:
    """Le formulaire de la fiche telle qu'elle est. Mêmes fiche, date et gabarit : mêmes octets.

    Lève `ErreurGabarit` si le gabarit est fautif.
    """
    valeurs = valeurs_de(fiche, demarche.millesime)
    identite = _identite(fiche, valeurs)
    contexte = _contexte(demarche, fiche, le, identite)
    compose = composer(gabarits / GABARIT, {**contexte.model_dump(), CLE_DE_DATE: le}, ENVIRONNEMENT)
    parties = parties_de(compose.octets)
    corps = lire_xml(parties[CORPS])
    _remplir(corps, valeurs, demarche.millesime)
    poser_les_commentaires(parties, corps, commentaires)
    parties[CORPS] = f"{DECLARATION}{ecrire_xml(corps)}".encode()
    parties[REGLAGES] = _proteger(parties[REGLAGES])
    parties[PARTIE] = ecrire_identite(identite._replace(budget=empreinte_du_budget(corps)))
    declarer(parties, PARTIE, TYPE_PERSONNALISEES)
    return DocumentCompose(*ecrire_paquet(parties), compose.empreinte_gabarit)


def _identite(fiche: FicheAction, valeurs: Mapping[str, str]) -> Identite:
    return Identite(
        fiche=str(fiche.id),
        code=fiche.code,
        version=fiche.version,
        empreinte=empreinte_des_valeurs(valeurs),
        base={cle: empreinte_de_champ(texte) for cle, texte in valeurs.items()},
    )


def _contexte(demarche: Demarche, fiche: FicheAction, le: date, identite: Identite) -> FormulaireDeFiche:
    sujet = f"fiche:{fiche.code}"
    entete = en_tete(demarche, "D13", f"Fiche action {fiche.code} : formulaire", sujet, le)
    return FormulaireDeFiche(
        document=entete.model_copy(update={"reference": identite.reference, "version": fiche.version}),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        fiche=corps_de_fiche(demarche, fiche),
    )


def _remplir(corps: etree._Element, valeurs: Mapping[str, str], millesime: str) -> None:
    """Met chaque valeur dans son contrôle ; un contrôle que l'on ne connaît pas reste tel quel."""
    for controle in corps.iter(w("sdt")):
        proprietes, contenu = controle.find(w("sdtPr")), controle.find(w("sdtContent"))
        champ = CHAMP_DE_CLE.get(valeur(proprietes.find(w("tag")))) if proprietes is not None else None
        if proprietes is not None and contenu is not None and champ is not None:
            _regler(proprietes, champ, millesime, vide=not valeurs[champ.cle])
            _ecrire(contenu, caracteres_permis(valeurs[champ.cle]))


def _regler(proprietes: etree._Element, champ: Champ, millesime: str, *, vide: bool) -> None:
    if vide:
        verrou = proprietes.find(w("lock"))
        rang = len(proprietes) - 1 if verrou is None else proprietes.index(verrou) + 1
        proprietes.insert(rang, etree.Element(w("showingPlcHdr")))
    liste = proprietes.find(w("dropDownList"))
    if liste is not None and champ.choix is not None:
        for element in list(liste):
            liste.remove(element)
        for libelle in (VIDE, *champ.choix(millesime)):
            element = etree.SubElement(liste, w("listItem"))
            element.set(w("displayText"), libelle)
            element.set(w("value"), libelle)


def _ecrire(contenu: etree._Element, texte: str) -> None:
    """Une ligne par paragraphe là où le contrôle en contient ; ailleurs, des sauts de ligne."""
    passage = contenu.find(f".//{w('r')}")
    if passage is None:
        return
    if not texte:
        _griser(passage)
    paragraphe = next((p for p in contenu.iter(w("p")) if passage in list(p)), None)
    if paragraphe is None:
        _mettre(passage, (texte or INVITE).split("\n"))
        return
    rang = paragraphe.index(passage)
    for ligne in (texte or INVITE).split("\n"):
        copie = deepcopy(paragraphe)
        _mettre(copie[rang], [ligne])
        paragraphe.addprevious(copie)
    retirer(paragraphe)


def _mettre(passage: etree._Element, lignes: Sequence[str]) -> None:
    for enfant in [e for e in passage if e.tag != w("rPr")]:
        passage.remove(enfant)
    for rang, ligne in enumerate(lignes):
        if rang:
            etree.SubElement(passage, w("br"))
        element = etree.SubElement(passage, w("t"))
        element.text = ligne
        element.set(ESPACE_XML, "preserve")


def _griser(passage: etree._Element) -> None:
    proprietes = passage.find(w("rPr"))
    if proprietes is None:
        proprietes = etree.Element(w("rPr"))
        passage.insert(0, proprietes)
    if proprietes.find(w("color")) is None:
        etree.SubElement(proprietes, w("color")).set(w("val"), _GRIS)


def _proteger(reglages: bytes) -> bytes:
    racine = lire_xml(reglages)
    for ancienne in racine.findall(w("documentProtection")):
        racine.remove(ancienne)
    protection = etree.Element(w("documentProtection"))
    protection.set(w("edit"), "forms")
    protection.set(w("enforcement"), "1")
    rang = next((n for n, e in enumerate(racine) if e.tag not in _AVANT_LA_PROTECTION), len(racine))
    racine.insert(rang, protection)
    return f"{DECLARATION}{ecrire_xml(racine)}".encode()
