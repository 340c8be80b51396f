"""Les champs du formulaire d'une fiche : leur étiquette, leur libellé, et le passage du texte à la valeur.

L'étiquette (`cle`) est le nom du champ de la fiche. Une valeur vide s'écrit par un texte vide. Le budget et
les indicateurs n'y sont pas : les chiffres se saisissent dans l'outil ou par un classeur.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from documents.contextes.fiche import NATURES
from modeles.fiche import FicheAction
from modeles.reference.registre import registre
from modeles.vocabulaire import NatureAction

LIGNES_D_OBJECTIFS_AU_PLUS = 8
_JALON = re.compile(r"(\d{4})\s*:\s*(.+)")
_ESPACES = re.compile(r"[ \t\u00a0\u202f]+")
_COURRIEL = re.compile(r"[^@\s]+@[^@\s]+")
_SIRET = re.compile(r"\d{14}")


class Champ(NamedTuple):
    """`lire` va du texte à la valeur saisie et lève `ValueError` en français ; `ecrire` fait l'inverse.

    `choix` : les libellés d'une liste déroulante, pour un millésime ; vide pour un texte libre.
    """

    cle: str
    libelle: str
    ecrire: Callable[[Any], str]
    lire: Callable[[str, str], Any]
    multiligne: bool = False
    choix: Callable[[str], tuple[str, ...]] | None = None


def valeurs_de(fiche: FicheAction, millesime: str) -> dict[str, str]:
    """Ce que la base tient de chaque champ, dans les mots du formulaire."""
    return {c.cle: _libelle(c, getattr(fiche, c.cle), millesime) for c in CHAMPS}


def _libelle(champ: Champ, valeur: Any, millesime: str) -> str:
    if champ.cle == "sous_axe" and valeur:
        return registre().referentiel(millesime).sous_axe(valeur).libelle
    return champ.ecrire(valeur)


def normaliser(texte: str) -> str:
    """Le texte sans ce qu'un traitement de texte change seul : espaces, insécables, lignes vides des bords."""
    lignes = (_ESPACES.sub(" ", ligne).strip() for ligne in texte.replace("\r\n", "\n").split("\n"))
    return "\n".join(lignes).strip()


def empreinte_de_champ(texte: str) -> str:
    """Huit chiffres hexadécimaux : de quoi savoir, au retour, si le champ a été touché."""
    return hashlib.sha256(normaliser(texte).encode(errors="replace")).hexdigest()[:8]


def empreinte_des_valeurs(valeurs: Mapping[str, str]) -> str:
    """Le SHA-256 de tous les champs, pour reconnaître la fiche telle qu'elle est partie."""
    suite = "".join(f"{cle}\0{normaliser(valeurs[cle])}\n" for cle in sorted(valeurs))
    return hashlib.sha256(suite.encode(errors="replace")).hexdigest()


def _texte(valeur: str | None) -> str:
    return valeur or ""


def _tel_quel(texte: str, millesime: str) -> str:
    del millesime
    return texte


def _courriel(texte: str, millesime: str) -> str | None:
    del millesime
    if texte and not _COURRIEL.fullmatch(texte):
        raise ValueError("une adresse de courriel")
    return texte or None


def _titre(texte: str, millesime: str) -> str:
    del millesime
    if not texte:
        raise ValueError("il ne peut pas être vide")
    return texte


def _lignes(texte: str, millesime: str) -> list[str]:
    del millesime
    return [ligne for ligne in texte.split("\n") if ligne]


def _nombre(valeur: int | None) -> str:
    return "" if valeur is None else str(valeur)


def _entier_ou_rien(texte: str, millesime: str) -> int | None:
    return _entier(texte, millesime) if texte else None


def _entier(texte: str, millesime: str) -> int:
    del millesime
    chiffres = texte.replace(" ", "")
    if not (chiffres.isascii() and chiffres.isdigit()):
        raise ValueError("un nombre entier, en chiffres seulement")
    return int(chiffres)


def _siret(texte: str, millesime: str) -> str | None:
    del millesime
    chiffres = texte.replace(" ", "")
    if chiffres and not _SIRET.fullmatch(chiffres):
        raise ValueError("quatorze chiffres")
    return chiffres or None


def _jalons_ecrits(valeur: list[dict[str, Any]]) -> str:
    return "\n".join(f"{j['annee']} : {j['jalon']}" for j in valeur)


def _jalons_lus(texte: str, millesime: str) -> list[dict[str, Any]]:
    lus = [_JALON.fullmatch(ligne) for ligne in _lignes(texte, millesime)]
    if any(lu is None for lu in lus):
        raise ValueError("un jalon par ligne, avec son année : « 2026 : ouverture du lieu »")
    return [{"annee": int(lu[1]), "jalon": lu[2]} for lu in lus if lu]


def _nature_ecrite(valeur: NatureAction | None) -> str:
    return NATURES[valeur] if valeur else ""


def _nature_lue(texte: str, millesime: str) -> str | None:
    del millesime
    return _choisi({normaliser(libelle): n.value for n, libelle in NATURES.items()}, texte)


def _sous_axe_lu(texte: str, millesime: str) -> str | None:
    sous_axes = registre().referentiel(millesime).sous_axes
    return _choisi({normaliser(s.libelle): s.code for s in sous_axes}, texte)


def _choisi(codes: Mapping[str, str], texte: str) -> str | None:
    if texte and texte not in codes:
        raise ValueError("l'un des choix de la liste")
    return codes.get(texte)


def _natures(millesime: str) -> tuple[str, ...]:
    del millesime
    return tuple(NATURES.values())


def _sous_axes(millesime: str) -> tuple[str, ...]:
    return tuple(s.libelle for s in registre().referentiel(millesime).sous_axes)


def _long(cle: str, libelle: str) -> Champ:
    return Champ(cle, libelle, _texte, _tel_quel, multiligne=True)


def _par_lignes(cle: str, libelle: str) -> Champ:
    return Champ(cle, libelle, "\n".join, _lignes, multiligne=True)


CHAMPS = (
    Champ("titre", "Intitulé de l'action", _texte, _titre),
    Champ("sous_axe", "Sous-axe", _texte, _sous_axe_lu, choix=_sous_axes),
    Champ("nature", "Nature de l'action", _nature_ecrite, _nature_lue, choix=_natures),
    _long("justification_renforcement", "Ce que l'action renforce"),
    _long("constat", "Constat"),
    _long("objectif_principal", "Objectif principal"),
    _par_lignes("objectifs_operationnels", "Objectifs opérationnels (un par ligne)"),
    _long("description", "Description de l'action"),
    _long("public_cible", "Public visé"),
    Champ("effectif_estime", "Effectif estimé (personnes)", _nombre, _entier_ou_rien),
    _long("perimetre", "Périmètre géographique"),
    _long("participation", "Participation des personnes concernées"),
    Champ("porteur", "Porteur", _texte, _tel_quel),
    Champ("type_porteur", "Statut du porteur", _texte, _tel_quel),
    Champ("siret", "Numéro SIRET", _texte, _siret),
    _par_lignes("partenaires", "Partenaires (un par ligne)"),
    Champ("annee_debut", "Première année", _nombre, _entier),
    Champ("duree_annees", "Durée en années", _nombre, _entier),
    Champ("jalons", "Jalons (« 2026 : … », un par ligne)", _jalons_ecrits, _jalons_lus, multiligne=True),
    _long("moyens_humains", "Moyens humains"),
    _long("articulation", "Articulation avec d'autres dispositifs"),
    _long("risques", "Risques et conditions de réussite"),
    _long("evaluation", "Suivi et évaluation"),
    Champ("referent_fonction", "Fonction du référent", _texte, _tel_quel),
    Champ("referent_courriel", "Courriel du référent", _texte, _courriel),
)
CHAMP_DE_CLE = {champ.cle: champ for champ in CHAMPS}
