"""Les choix qu'un formulaire tire de la démarche : ses réunions, ses fiches, ses axes, ses enjeux…"""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import NamedTuple

from api.pages.formulaires.libelles import Option, options_d_enumeration
from documents.contextes.axes import axes_cites, intitule_axe
from documents.contextes.preselection import CRITERES
from documents.formats import date_courte
from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from modeles.reference.catalogues import Agregation, Formule, Periode, Sens, TypeIndicateur
from modeles.reference.referentiels import Referentiel
from modeles.reference.registre import registre
from modeles.reunion import Participant, Reunion
from modeles.vocabulaire import EtatCommentaire
from workflows.commandes.champs import Chose
from workflows.commandes.commentaires import CHAMPS_COMMENTABLES
from workflows.commandes.fiches import SaisieFiche


class Cadre(NamedTuple):
    """Où l'on remplit le formulaire : la démarche, et la réunion ou la fiche dont il parle, si on la connaît."""

    demarche: Demarche
    reunion: str = ""
    fiche: str = ""

    def options(self, chose: Chose) -> tuple[Option, ...]:
        """Ce que l'on peut désigner, dans l'ordre où on le lit."""
        return tuple(_SOURCES[chose](self))

    @property
    def reunion_choisie(self) -> Reunion | None:
        return next((r for r in self.demarche.reunions if str(r.numero) == self.reunion), None)

    @property
    def fiche_choisie(self) -> FicheAction | None:
        return next((f for f in self.demarche.fiches if f.code == self.fiche), None)

    @property
    def referentiel(self) -> Referentiel:
        return registre().referentiel(self.demarche.millesime)


def nom_de_la_reunion(reunion: Reunion) -> str:
    """« Comité de lancement n° 1, du 20/02/2025 »."""
    nom = f"{reunion.nature.libelle[0].upper()}{reunion.nature.libelle[1:]} n° {reunion.numero}"
    theme = f" ({reunion.theme})" if reunion.theme else ""
    return f"{nom}{theme}, du {date_courte(reunion.tenue_le or reunion.prevue_le)}"


def _contacts(cadre: Cadre) -> Iterable[Option]:
    return (
        Option(c.courriel or c.nom, f"{c.prenom} {c.nom}, {c.organisme}".strip())
        for c in cadre.demarche.contacts
        if c.actif
    )


def _reunions(cadre: Cadre) -> Iterable[Option]:
    return (Option(str(r.numero), nom_de_la_reunion(r)) for r in cadre.demarche.reunions)


def _participants(cadre: Cadre) -> Iterable[Option]:
    reunion = cadre.reunion_choisie
    return (Option(str(p.numero), _convive(p)) for p in reunion.participants) if reunion else ()


def _convive(participant: Participant) -> str:
    preside = ", préside" if participant.preside else ""
    return f"{participant.nom}, {participant.organisme}{preside}"


def _points(cadre: Cadre) -> Iterable[Option]:
    reunion = cadre.reunion_choisie
    return (Option(str(p.numero), p.intitule) for p in reunion.points) if reunion else ()


def _axes(cadre: Cadre) -> Iterable[Option]:
    """Ceux du contrat d'abord, sous leur numéro ; puis le reste du référentiel."""
    du_contrat = axes_cites(cadre.demarche)
    autres = [a.code for a in cadre.referentiel.axes if a.code not in du_contrat]
    return (Option(code, intitule_axe(cadre.demarche, code)) for code in (*du_contrat, *autres))


def _sous_axes(cadre: Cadre) -> Iterable[Option]:
    return (Option(s.code, s.libelle, axe.libelle) for axe in cadre.referentiel.axes for s in axe.sous_axes)


def _actions(cadre: Cadre) -> Iterable[Option]:
    return (
        Option(action.code, action.libelle, sous_axe.libelle)
        for sous_axe in cadre.referentiel.sous_axes
        for action in sous_axe.actions
    )


def _sources(cadre: Cadre) -> Iterable[Option]:
    return (Option(s.titre, f"{s.titre} ({s.producteur}, {s.annee})") for s in cadre.demarche.sources)


def _constats(cadre: Cadre) -> Iterable[Option]:
    return (
        Option(str(c.numero), f"n° {c.numero} : {c.texte}", intitule_axe(cadre.demarche, c.axe))
        for c in cadre.demarche.constats
    )


def _enjeux(cadre: Cadre) -> Iterable[Option]:
    return (
        Option(str(e.rang), f"n° {e.rang} : {e.libelle}", intitule_axe(cadre.demarche, e.axe))
        for e in cadre.demarche.enjeux
    )


def _reserves(cadre: Cadre) -> Iterable[Option]:
    return (
        Option(r.libelle, f"{r.libelle} (pour le {date_courte(r.echeance_le)})")
        for r in cadre.demarche.reserves
        if r.levee_le is None
    )


def _pistes(cadre: Cadre) -> Iterable[Option]:
    return (Option(str(p.numero), f"n° {p.numero} : {p.titre}") for p in cadre.demarche.pistes)


def _criteres(_cadre: Cadre) -> Iterable[Option]:
    return (Option(code, libelle) for code, libelle in CRITERES.items())


def _fiches(cadre: Cadre) -> Iterable[Option]:
    return (Option(f.code, f"{f.code} : {f.titre}") for f in cadre.demarche.fiches)


def _champs_de_fiche(_cadre: Cadre) -> Iterable[Option]:
    return (Option(nom, SaisieFiche.model_fields[nom].title or nom) for nom in CHAMPS_COMMENTABLES)


def _commentaires(cadre: Cadre) -> Iterable[Option]:
    fiche = cadre.fiche_choisie
    return (
        Option(str(c.numero), f"n° {c.numero}, {c.par} : {c.texte}")
        for c in (fiche.commentaires if fiche else ())
        if c.etat is not EtatCommentaire.CLOS
    )


def _indicateurs(cadre: Cadre) -> Iterable[Option]:
    fiche = cadre.fiche_choisie
    return (Option(i.code, f"{i.code} : {i.libelle}") for i in (fiche.indicateurs if fiche else ()))


def _annees(cadre: Cadre) -> Iterable[Option]:
    return (Option(str(annee), str(annee)) for annee in cadre.demarche.annees)


def _de_la_liste(enumeration: type[Enum]) -> Callable[[Cadre], Iterable[Option]]:
    return lambda _cadre: options_d_enumeration(enumeration)


def _echeances(cadre: Cadre) -> Iterable[Option]:
    contrat = registre().type_de_contrat(cadre.demarche.type_contrat)
    return (Option(e.code, e.libelle) for e in contrat.echeances)


_SOURCES: dict[Chose, Callable[[Cadre], Iterable[Option]]] = {
    Chose.CONTACT: _contacts,
    Chose.REUNION: _reunions,
    Chose.PARTICIPANT: _participants,
    Chose.POINT: _points,
    Chose.AXE: _axes,
    Chose.SOUS_AXE: _sous_axes,
    Chose.ACTION: _actions,
    Chose.SOURCE: _sources,
    Chose.CONSTAT: _constats,
    Chose.ENJEU: _enjeux,
    Chose.RESERVE: _reserves,
    Chose.PISTE: _pistes,
    Chose.CRITERE: _criteres,
    Chose.FICHE: _fiches,
    Chose.CHAMP_DE_FICHE: _champs_de_fiche,
    Chose.COMMENTAIRE: _commentaires,
    Chose.INDICATEUR: _indicateurs,
    Chose.ANNEE: _annees,
    Chose.ECHEANCE: _echeances,
    Chose.TYPE_D_INDICATEUR: _de_la_liste(TypeIndicateur),
    Chose.FORMULE: _de_la_liste(Formule),
    Chose.SENS: _de_la_liste(Sens),
    Chose.PERIODE: _de_la_liste(Periode),
    Chose.AGREGATION: _de_la_liste(Agregation),
}
