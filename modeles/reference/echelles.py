"""Les échelles de relances : à quel moment, qui écrit à qui, par quel canal et dans quels mots (§ 14)."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from modeles.reference.redactions import fautes_du_texte
from modeles.reference.socle import Fige, OuiNon, Texte, repetes
from modeles.vocabulaire_annuel import GenreCampagne
from modeles.vocabulaire_relances import Canal, Fonction, UsageDEchelle

DE_LA_COLLECTIVITE = (Fonction.REFERENT, Fonction.DIRECTION, Fonction.EXECUTIF)
DE_L_ETAT = tuple(f for f in Fonction if f not in DE_LA_COLLECTIVITE)
# Ceux que seule l'échelle des échéances connaît : qui a la balle, et l'outil qui le lui rappelle.
DES_ECHEANCES = (Fonction.RESPONSABLE, Fonction.JALONS)
# De qui à qui chaque document est écrit : le niveau qui le joint ne peut pas dire autre chose.
LETTRES = {
    "R1": (Fonction.CHARGE_DE_MISSION, Fonction.REFERENT),
    "R2": (Fonction.DIRECTION_ETAT, Fonction.DIRECTION),
    "R3": (Fonction.PREFET, Fonction.EXECUTIF),
    "R4": (Fonction.COMMISSAIRE, Fonction.PREFET),
    "D29M": (Fonction.PREFET, Fonction.EXECUTIF),
}
# Ce qu'un objet et un corps peuvent citer ; tout est déjà du texte, accordé et daté.
_ELEMENT = ("libelle", "territoire", "detail", "liste", "echeance", "retard", "raison")
VARIABLES: dict[str, tuple[str, ...]] = {
    "sigle": (),
    "du_contrat": (),
    "territoires": (),
    "collectivite": (),
    "resume": (),
    "nombre": (),
    "echeance": (),
    "repondre_avant_le": (),
    "article": (),
    "manquants": _ELEMENT,
    "a_venir": _ELEMENT,
    "precedentes": (),
    "classeur": (),
    "lien": (),
    "signature": (),
}


class Niveau(Fige):
    """Un niveau de l'échelle. `jours` compte depuis l'échéance : négatif pour un rappel, positif ensuite.

    `reponse_sous_jours` : le délai laissé pour répondre. `validation` : ne part jamais sans une personne.
    `classeur` : joindre le classeur des indicateurs à remplir, quand ce sont eux qui manquent. `actif` : un
    niveau arrêté garde sa place, pour qu'un niveau plus bas ne parte jamais après lui.
    """

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{0,5}(-[0-9])?$")]
    libelle: Texte
    actif: OuiNon = True
    jours: Annotated[int, Field(ge=-365, le=365)]
    emetteur: Fonction
    destinataires: tuple[Fonction, ...]
    copies: tuple[Fonction, ...] = ()
    canal: Canal
    document: Literal["R1", "R2", "R3", "R4", "D29M"] | None = None
    validation: OuiNon
    classeur: OuiNon = False
    reponse_sous_jours: Annotated[int, Field(ge=1, le=90)] | None = None
    ton: Texte
    objet: Texte
    corps: Texte

    @property
    def est_un_rappel(self) -> bool:
        """Avant l'échéance, on rappelle ; après, on relance."""
        return self.jours <= 0

    @model_validator(mode="after")
    def _etre_sur(self) -> Self:
        if fautes := [*self._fautes_de_canal(), *self._fautes_de_personnes(), *self._fautes_de_texte()]:
            raise ValueError(" ; ".join(fautes))
        return self

    def _fautes_de_canal(self) -> Iterator[str]:
        if not self.destinataires:
            yield "il faut au moins un destinataire"
        if self.canal is not Canal.COURRIEL and not self.validation:
            yield f"un envoi par {self.canal.value} demande la validation d'une personne"
        if self.canal is not Canal.COURRIEL and self.document is None:
            yield f"un envoi par {self.canal.value} a besoin d'un document"
        if self.est_un_rappel and self.document is not None:
            yield "un document de relance ne s'écrit qu'après l'échéance"
        if not self.est_un_rappel and self.reponse_sous_jours is None:
            yield "« reponse_sous_jours » est obligatoire après l'échéance"

    def _fautes_de_personnes(self) -> Iterator[str]:
        if self.emetteur not in DE_L_ETAT:
            yield f"une relance est signée par l'État, jamais par « {self.emetteur.libelle} »"
        if self.emetteur in (*self.destinataires, *self.copies):
            yield f"celui qui signe (« {self.emetteur.libelle} ») ne s'écrit pas à lui-même"
        if doubles := [f.libelle for f in self.destinataires if f in self.copies]:
            yield f"destinataire et en copie à la fois : {', '.join(doubles)}"
        if self.canal is Canal.NOTE and any(f not in DE_L_ETAT for f in self.destinataires):
            yield "une note ne sort pas des services de l'État : à la collectivité, on adresse un courrier"
        if self.emetteur is Fonction.PREFET and not self.validation:
            yield "ce que signe le préfet ne part jamais sans la validation d'une personne"
        if self.document is not None:
            yield from self._fautes_de_lettre(*LETTRES[self.document])

    def _fautes_de_lettre(self, de: Fonction, a: Fonction) -> Iterator[str]:
        if self.emetteur is not de or a not in self.destinataires:
            yield f"la lettre {self.document} est écrite par « {de.libelle} » à « {a.libelle} »"

    def _fautes_de_texte(self) -> Iterator[str]:
        for champ in ("objet", "corps"):
            yield from (f"« {champ} » : {f}" for f in fautes_du_texte(getattr(self, champ), VARIABLES))
        if "\n" in self.objet.strip():
            yield "« objet » tient sur une ligne"


class Echelle(Fige):
    """Les niveaux, du premier rappel à la mise en demeure. Sans `region` ni `genre`, elle vaut pour les campagnes.

    `plafond_jours` : l'écart entre deux messages à une même personne. `difficulte_jours` : le temps laissé à
    qui a expliqué sa difficulté.
    """

    libelle: Texte
    region: str | None = None
    genre: GenreCampagne | UsageDEchelle | None = None
    plafond_jours: Annotated[int, Field(ge=1, le=60)] = 7
    difficulte_jours: Annotated[int, Field(ge=1, le=90)] = 15
    niveaux: tuple[Niveau, ...] = Field(alias="niveau")

    @model_validator(mode="before")
    @classmethod
    def _deplier(cls, brut: Any) -> Any:
        """`jours = [-30, -15]` : autant de niveaux, numérotés, qui disent la même chose."""
        if not isinstance(brut, dict) or not isinstance(niveaux := brut.get("niveau"), list):
            return brut
        return {**brut, "niveau": [deplie for niveau in niveaux for deplie in _numeroter(niveau)]}

    @property
    def pour(self) -> tuple[str | None, GenreCampagne | UsageDEchelle | None]:
        """Ce à quoi elle s'applique : (région, genre)."""
        return self.region, self.genre

    def rang(self, code: str) -> int:
        """La place d'un niveau dans l'échelle ; -1 s'il n'y est pas (il en a été retiré)."""
        return next((rang for rang, n in enumerate(self.niveaux) if n.code == code), -1)

    @model_validator(mode="after")
    def _monter(self) -> Self:
        fautes = [
            f"le niveau « {c} » est écrit plusieurs fois" for c in repetes([n.code for n in self.niveaux])
        ]
        if not self.niveaux:
            fautes.append("il faut au moins un niveau")
        moments = [n.jours for n in self.niveaux if n.actif]
        if any(apres <= avant for avant, apres in pairwise(moments)):
            fautes.append("les niveaux doivent se suivre : « jours » croît de l'un à l'autre")
        if fautes := [*fautes, *self._fautes_d_usage()]:
            raise ValueError(" ; ".join(fautes))
        return self

    def _fautes_d_usage(self) -> Iterator[str]:
        if not isinstance(self.genre, UsageDEchelle):
            yield from (f for n in self.niveaux for f in fautes_hors_campagne(n))
            return
        for niveau in self.niveaux:
            if niveau.canal is not Canal.COURRIEL:
                yield f"{niveau.code} : l'échelle « {self.genre.value} » n'écrit que des courriels"
            collectivite = [f for f in (*niveau.destinataires, *niveau.copies) if f in DE_LA_COLLECTIVITE]
            if self.genre is UsageDEchelle.INTERNE and collectivite:
                yield f"{niveau.code} : ce que l'État se doit à lui-même ne se dit pas à la collectivité"


def fautes_hors_campagne(niveau: Niveau) -> Iterator[str]:
    """Ce qu'un niveau de campagne ne peut pas dire."""
    if niveau.emetteur is Fonction.JALONS:
        yield f"{niveau.code} : une relance de campagne est signée par une personne"
    if Fonction.RESPONSABLE in (*niveau.destinataires, *niveau.copies, niveau.emetteur):
        yield f"{niveau.code} : « {Fonction.RESPONSABLE.libelle} » n'a de sens que hors des campagnes"


def _numeroter(niveau: Any) -> list[Any]:
    jours = niveau.get("jours") if isinstance(niveau, dict) else None
    if not isinstance(jours, list):
        return [niveau]
    return [{**niveau, "code": f"{niveau.get('code')}-{rang}", "jours": j} for rang, j in enumerate(jours, 1)]


class Fermeture(Fige):
    """Des jours où rien ne part : congés, réserve électorale. À date fixe (`du`, `au`) ou chaque année
    (`du_jour`, `au_jour`, écrits « mois-jour »). Sans `region`, elle vaut partout."""

    libelle: Texte
    region: str | None = None
    du: date | None = None
    au: date | None = None
    du_jour: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")] | None = None
    au_jour: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")] | None = None

    def couvre(self, jour: date) -> bool:
        """Vrai si rien ne part ce jour-là. Une fermeture annuelle peut enjamber le nouvel an."""
        if self.du is not None and self.au is not None:
            return self.du <= jour <= self.au
        repere = f"{jour:%m-%d}"
        debut, fin = self.du_jour or "", self.au_jour or ""
        return debut <= repere <= fin if debut <= fin else repere >= debut or repere <= fin

    @model_validator(mode="after")
    def _avoir_des_bornes(self) -> Self:
        fixes, annuelles = (self.du, self.au), (self.du_jour, self.au_jour)
        if all(fixes) == all(annuelles) or any(fixes) != all(fixes) or any(annuelles) != all(annuelles):
            raise ValueError("donnez soit « du » et « au », soit « du_jour » et « au_jour »")
        if self.du and self.au and self.au < self.du:
            raise ValueError("la fin précède le début")
        return self


class FichierFermetures(Fige):
    fermetures: tuple[Fermeture, ...] = Field(alias="fermeture", default=())
