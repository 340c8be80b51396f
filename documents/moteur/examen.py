"""Tout ce que l'on peut reprocher aux balises d'un gabarit, en une fois : structure, syntaxe, usage, champs.

Composer s'arrête aux fautes de structure. Qui corrige un gabarit dans Word les veut toutes d'un coup : ici, une
partie dont les blocs sont mal fermés est encore lue, balise par balise.
"""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes
from pydantic import BaseModel

from documents.moteur.analyse import Parcours
from documents.moteur.compilation import lire
from documents.moteur.controle import fautes_d_usage, fautes_de_syntaxe, lire_seule
from documents.moteur.ebauche import PartieCompilee
from documents.moteur.environnement import Environnement
from documents.moteur.erreurs import Faute, traduire
from documents.moteur.types_du_contexte import Donnee


def fautes_des_balises(
    gabarit: Path, modele: type[BaseModel], environnement: Environnement
) -> tuple[Faute, ...]:
    """Vide si le gabarit peut se composer avec ce contexte. Lève `ErreurGabarit` si le fichier est illisible."""
    lu = lire(gabarit)
    fautes = list(lu.fautes)
    parcours = Parcours(Donnee(modele))
    for partie in lu.parties():
        try:
            arbre = environnement.parse(partie.source)
        except TemplateSyntaxError as erreur:
            fautes += _une_par_une(partie, parcours, environnement)
            if not fautes:
                fautes.append(Faute(traduire(erreur.message or ""), lu.paquet.nom, partie.nom))
        else:
            parcours.suivre(partie, arbre)
            fautes += fautes_d_usage(arbre, partie, environnement)
    return tuple(dict.fromkeys((*fautes, *parcours.fautes)))


def _une_par_une(partie: PartieCompilee, parcours: Parcours, environnement: Environnement) -> list[Faute]:
    """Les boucles étant incertaines, on ne sait rien de leurs variables : seuls les autres champs se vérifient."""
    fautes = fautes_de_syntaxe(partie, environnement)
    seules = [
        (PartieCompilee(partie.nom, balise.source, (balise,), a_reparer=False, a_un_sommaire=False), arbre)
        for balise in partie.balises
        if (arbre := lire_seule(balise, environnement)) is not None
    ]
    locales = {nom for _, arbre in seules for nom in _variables_posees(arbre)} | {"loop"}
    for seule, arbre in seules:
        parcours.suivre(seule, arbre, locales)
        fautes += fautes_d_usage(arbre, seule, environnement)
    return fautes


def _variables_posees(arbre: nodes.Template) -> Iterator[str]:
    return (nom.name for nom in arbre.find_all(nodes.Name) if nom.ctx == "store")
