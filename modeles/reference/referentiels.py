"""Le référentiel : axes, sous-axes et actions référencées d'un millésime."""

from collections.abc import Iterator
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from modeles.erreurs import Introuvable
from modeles.reference.recherche import retrouver
from modeles.reference.socle import Fige, Texte, cle, repetes


class ActionReferencee(Fige):
    code: Texte
    libelle: Texte


class SousAxe(Fige):
    """Un sous-axe. `mots_cles` : des débuts d'expressions qui le désignent, lui et aucun autre."""

    code: Texte
    libelle: Texte
    objectif: Texte
    alias: tuple[Texte, ...] = ()
    mots_cles: tuple[Texte, ...] = ()
    actions: tuple[ActionReferencee, ...] = Field(alias="action", default=())

    def est_evoque(self, texte: str) -> bool:
        """Vrai si un mot du texte commence par l'un des mots-clés."""
        cherche = f" {cle(texte)}"
        return any(f" {cle(mot)}" in cherche for mot in self.mots_cles)


class Axe(Fige):
    """Un axe. Son numéro affiché dépend du contrat : voir `Referentiel.numero`."""

    code: Texte
    libelle: Texte
    court: Texte
    alias: tuple[Texte, ...] = ()
    sous_axes: tuple[SousAxe, ...] = Field(alias="sous_axe", default=())


class Numerotation(Fige):
    """Une façon de numéroter les axes : le numéro est le rang dans la liste, à partir de 1."""

    code: Texte
    libelle: Texte
    axes: tuple[Texte, ...]


class Referentiel(Fige):
    """Un millésime entier. Une fiche garde celui sous lequel elle a été validée."""

    millesime: Texte
    libelle: Texte
    debut: date
    fin: date
    numerotations: tuple[Numerotation, ...] = Field(alias="numerotation", default=())
    axes: tuple[Axe, ...] = Field(alias="axe")

    @property
    def sous_axes(self) -> tuple[SousAxe, ...]:
        return tuple(s for axe in self.axes for s in axe.sous_axes)

    @property
    def actions(self) -> tuple[ActionReferencee, ...]:
        return tuple(a for s in self.sous_axes for a in s.actions)

    def axe(self, texte: str) -> Axe:
        """L'axe de ce code, de ce libellé ou de cet alias. Lève `Introuvable`."""
        return retrouver({m: a for a in self.axes for m in _ecritures(a)}, texte, "l'axe")

    def sous_axe(self, texte: str) -> SousAxe:
        """Le sous-axe de ce code, de ce libellé ou de cet alias. Lève `Introuvable`."""
        return retrouver({m: s for s in self.sous_axes for m in _ecritures(s)}, texte, "le sous-axe")

    def action(self, code: str) -> ActionReferencee:
        """L'action référencée de ce code. Lève `Introuvable`."""
        return retrouver({a.code: a for a in self.actions}, code, "l'action référencée")

    def axe_de(self, sous_axe: str) -> Axe:
        """L'axe qui porte ce sous-axe, désigné par son code. Lève `Introuvable`."""
        cherche = self.sous_axe(sous_axe)
        return next(a for a in self.axes if cherche in a.sous_axes)

    def numero(self, axe: str, numerotation: str) -> int | None:
        """Le numéro affiché d'un axe, ou None s'il n'en a pas dans cette numérotation."""
        for n in self.numerotations:
            if n.code == numerotation:
                return n.axes.index(axe) + 1 if axe in n.axes else None
        raise Introuvable(
            f"La numérotation « {numerotation} » n'existe pas dans « {self.libelle} ».",
            "Le numéro d'un axe ne peut pas être affiché.",
            f"Choisissez parmi : {', '.join(n.code for n in self.numerotations)}.",
        )

    def sous_axes_evoques(self, texte: str) -> tuple[SousAxe, ...]:
        """Les sous-axes dont un mot-clé se trouve dans le texte (contrôle REF-02)."""
        return tuple(s for s in self.sous_axes if s.est_evoque(texte))

    @model_validator(mode="after")
    def _etre_coherent(self) -> Self:
        if fautes := [*self._doublons(), *self._renvois()]:
            raise ValueError(" ; ".join(fautes))
        return self

    def _doublons(self) -> Iterator[str]:
        elements: list[Axe | SousAxe | ActionReferencee] = [*self.axes, *self.sous_axes, *self.actions]
        yield from (f"le code « {c} » est écrit plusieurs fois" for c in repetes([e.code for e in elements]))
        for famille in (self.axes, self.sous_axes):
            noms = [nom for element in famille for nom in sorted({cle(e) for e in _ecritures(element)})]
            yield from (f"l'écriture « {nom} » est employée deux fois" for nom in repetes(noms))
        mots = [cle(m) for s in self.sous_axes for m in s.mots_cles]
        yield from (f"le mot-clé « {m} » est employé deux fois" for m in repetes(mots))

    def _renvois(self) -> Iterator[str]:
        connus = {a.code for a in self.axes}
        for n in self.numerotations:
            inconnus = [a for a in n.axes if a not in connus]
            yield from (f"la numérotation « {n.code} » cite l'axe inconnu « {a} »" for a in inconnus)
        for s in self.sous_axes:
            etrangeres = [a.code for a in s.actions if not a.code.startswith(f"{s.code}-")]
            yield from (f"l'action « {a} » n'appartient pas au sous-axe « {s.code} »" for a in etrangeres)
        if self.fin < self.debut:
            yield "la fin précède le début"


def _ecritures(element: Axe | SousAxe) -> tuple[str, ...]:
    return (element.libelle, element.code, *element.alias)
