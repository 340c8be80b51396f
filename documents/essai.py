"""Essayer un gabarit sous tous ses aspects, à part : `python -m documents.essai DOSSIER FICHIER CODE…`.

Un gabarit vient de n'importe qui. Le programme qui l'essaie ne peut ni durer ni, là où le système sait borner la
mémoire (pas sous Windows), la prendre toute : c'est un processus que l'on arrête.
"""

import json
import sys
from pathlib import Path

from lxml import etree

from documents.moteur.accessibilite import fautes_d_acces
from documents.moteur.archive import lire_paquet
from documents.moteur.erreurs import ErreurGabarit, Faute
from documents.moteur.examen import fautes_des_balises
from documents.moteur.gabarit import CLE_DE_DATE, composer
from documents.moteur.surete import fautes_de_surete
from documents.moteur.validite import fautes_word
from documents.production import ENVIRONNEMENT
from documents.repertoire import CONTROLES_PROPRES, REPERTOIRE, DocumentEcrit
from documents.temoin import LE_JOUR_TEMOIN, temoin

if sys.platform != "win32":
    import resource

OCTETS_DE_MEMOIRE_AU_PLUS = 1_500_000_000
TROP_GOURMAND = "l'essai demande trop de mémoire : une boucle ou une répétition est démesurée"
TROP_IMBRIQUE = "ses blocs ou ses tableaux sont trop imbriqués"
_NON_RESOLU = "texte non résolu"


def examiner(dossier: Path, fichier: str, modeles: list[DocumentEcrit]) -> list[Faute]:
    """Toutes les fautes de `dossier/fichier`, qui sert aux documents `modeles` ; vide s'il est bon."""
    chemin = dossier / fichier
    inclus = all(fichier != modele.gabarit for modele in modeles)
    try:
        parties = lire_paquet(chemin).parties
        fautes = [*fautes_de_surete(parties, fichier), *fautes_d_acces(parties, fichier, inclus=inclus)]
        balises = [f for m in modeles for f in _fautes_des_balises(dossier, m)]
        fautes += [
            f
            for m in modeles
            if m.code in CONTROLES_PROPRES
            for f in CONTROLES_PROPRES[m.code](parties, fichier)
        ]
    except etree.XMLSyntaxError:
        return [Faute("le fichier est abîmé", fichier)]
    except ErreurGabarit as erreur:
        return list(erreur.fautes)
    fautes += balises
    fautes += [f for f in _fautes_word(chemin.read_bytes(), fichier) if not f.message.startswith(_NON_RESOLU)]
    if not balises:
        fautes += [f for m in modeles for f in _essayer(dossier, m)]
    return list(dict.fromkeys(fautes))


def _fautes_des_balises(dossier: Path, modele: DocumentEcrit) -> tuple[Faute, ...]:
    return fautes_des_balises(dossier / modele.gabarit, modele.contexte, ENVIRONNEMENT)


def _essayer(dossier: Path, modele: DocumentEcrit) -> list[Faute]:
    """Remplit le gabarit de chacun des deux dossiers témoins, et relit ce que Word recevrait."""
    complet = _composer(dossier, modele, complet=True)
    minimal = [f for f in _composer(dossier, modele, complet=False) if f not in complet]
    return [
        *complet,
        *(f._replace(message=f"{f.message} (quand rien de facultatif n'est rempli)") for f in minimal),
    ]


def _composer(dossier: Path, modele: DocumentEcrit, *, complet: bool) -> list[Faute]:
    donnees = {**temoin(modele.contexte, complet=complet).model_dump(), CLE_DE_DATE: LE_JOUR_TEMOIN}
    try:
        compose = composer(dossier / modele.gabarit, donnees, ENVIRONNEMENT)
    except ErreurGabarit as erreur:
        return list(erreur.fautes)
    return _fautes_word(compose.octets, modele.gabarit)


def _fautes_word(octets: bytes, gabarit: str) -> list[Faute]:
    """« word/document.xml : style inexistant » nomme déjà sa partie."""
    fautes = []
    for phrase in fautes_word(octets):
        partie, separe, message = phrase.partition(" : ")
        fautes.append(Faute(message, gabarit, partie) if separe else Faute(phrase, gabarit))
    return fautes


def _borner_la_memoire() -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (OCTETS_DE_MEMOIRE_AU_PLUS, OCTETS_DE_MEMOIRE_AU_PLUS))


def principal(dossier: str, fichier: str, *codes: str) -> None:
    _borner_la_memoire()
    try:
        fautes = examiner(Path(dossier), fichier, [REPERTOIRE[code] for code in codes])
    except MemoryError:
        fautes = [Faute(TROP_GOURMAND, fichier)]
    except RecursionError:
        fautes = [Faute(TROP_IMBRIQUE, fichier)]
    json.dump(fautes, sys.stdout)


if __name__ == "__main__":
    principal(*sys.argv[1:])
