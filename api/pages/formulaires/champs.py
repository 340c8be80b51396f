"""Décrire un bordereau champ par champ : de quoi l'écrire en formulaire, et le relire."""

from datetime import date, time
from enum import Enum, StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from api.pages.formulaires.libelles import Option, options_d_enumeration, options_litterales
from documents.libelles import nom_lisible
from workflows.commandes.champs import Chose, Designe, EnForme, Forme, Muet, ParCle, UneLigneParChose


class Genre(StrEnum):
    """Comment un champ se présente et se remplit."""

    TEXTE = "texte"
    PARAGRAPHE = "paragraphe"
    LIGNES = "lignes"
    ENTIER = "entier"
    EUROS = "euros"
    CENTIEMES = "centiemes"
    DATE = "date"
    HEURE = "heure"
    COURRIEL = "courriel"
    TELEPHONE = "telephone"
    SIRET = "siret"
    COCHE = "coche"
    CHOIX = "choix"
    CASES = "cases"
    CACHE = "cache"
    GROUPE = "groupe"
    RANGEES = "rangees"
    PAR_CLE = "par_cle"


class Champ(NamedTuple):
    """Un champ. `chose` : ce que sa valeur désigne, dont les options dépendent de la démarche.

    `champs` : ceux d'une ligne, pour une liste ; le seul champ d'une case, pour un tableau par clé.
    `fixe` : dans une liste à lignes imposées, le champ qui reçoit la chose de la ligne ; `toutes` : chaque
    ligne doit être remplie.
    """

    nom: str
    libelle: str
    genre: Genre
    aide: str = ""
    obligatoire: bool = False
    defaut: Any = None
    chose: Chose | None = None
    options: tuple[Option, ...] = ()
    champs: tuple["Champ", ...] = ()
    fixe: str = ""
    toutes: bool = False
    minimum: int | None = None
    maximum: int | None = None
    longueur: int | None = None

    @property
    def repete(self) -> bool:
        """Vrai d'une liste de lignes, libres ou imposées, ou d'un tableau par clé."""
        return self.genre in (Genre.GROUPE, Genre.RANGEES, Genre.PAR_CLE)


class Nature(NamedTuple):
    """Un type annoté, déplié : ce qu'il contient, ce qu'on en dit, et s'il peut être vide."""

    type: Any
    dits: tuple[Any, ...]
    facultatif: bool = False

    def dit(self, genre: type[Any]) -> Any:
        """La dernière précision de ce genre, ou None."""
        return next((d for d in reversed(self.dits) if isinstance(d, genre)), None)


@cache
def decrire(schema: type[BaseModel]) -> tuple[Champ, ...]:
    """Les champs d'un bordereau, dans l'ordre où il les écrit."""
    return tuple(_champ(nom, info) for nom, info in schema.model_fields.items())


def _champ(nom: str, info: FieldInfo) -> Champ:
    nature = deplier(Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation)
    champ = _du_type(nom, nature)
    obligatoire = info.is_required()
    muet = obligatoire or nature.dit(Muet) is not None
    defaut = None if muet else info.get_default(call_default_factory=True)
    return champ._replace(
        libelle=info.title or nom_lisible(nom),
        aide=info.description or "",
        obligatoire=obligatoire and champ.genre is not Genre.COCHE,
        defaut=defaut,
    )


def deplier(annotation: Any) -> Nature:
    """Ôte les `Annotated` et le `| None`, en gardant tout ce qu'ils disent."""
    dits: tuple[Any, ...] = ()
    facultatif = False
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *precisions = get_args(annotation)
            dits = (*_precisions(precisions), *dits)
        elif get_origin(annotation) in (Union, UnionType):
            (annotation,) = [a for a in get_args(annotation) if a is not NoneType]
            facultatif = True
        else:
            return Nature(annotation, dits, facultatif)


def _precisions(annotations: list[Any]) -> list[Any]:
    """Un `Field(…)` dans un `Annotated` porte ses bornes dans ses métadonnées."""
    return [m for a in annotations for m in (a.metadata if isinstance(a, FieldInfo) else [a])]


def _du_type(nom: str, nature: Nature) -> Champ:
    origine = get_origin(nature.type)
    if origine is list:
        return _liste(nom, nature)
    if origine is dict:
        return _tableau(nom, nature)
    return _simple(nom, nature)


def _liste(nom: str, nature: Nature) -> Champ:
    element = deplier(get_args(nature.type)[0])
    imposee = nature.dit(UneLigneParChose)
    if isinstance(element.type, type) and issubclass(element.type, BaseModel):
        champs = decrire(element.type)
        if imposee is None:
            return Champ(nom, "", Genre.GROUPE, champs=champs, minimum=_borne(nature, MinLen))
        autres = tuple(c for c in champs if c.nom != imposee.champ)
        return Champ(
            nom,
            "",
            Genre.RANGEES,
            champs=autres,
            chose=imposee.chose,
            fixe=imposee.champ,
            toutes=imposee.toutes,
        )
    seul = _simple("", element)
    if imposee is not None:
        return Champ(nom, "", Genre.RANGEES, champs=(seul,), chose=imposee.chose)
    if seul.chose is not None or seul.options:
        return Champ(nom, "", Genre.CASES, chose=seul.chose, options=seul.options)
    return Champ(nom, "", Genre.LIGNES, maximum=_borne(nature, MaxLen))


def _tableau(nom: str, nature: Nature) -> Champ:
    _, valeur = get_args(nature.type)
    cle = nature.dit(ParCle)
    if cle is None:
        raise TypeError(f"« {nom} » ne dit pas quelles clés il admet (ParCle).")
    return Champ(nom, "", Genre.PAR_CLE, champs=(_simple("", deplier(valeur)),), chose=cle.chose)


_GENRES_DES_TYPES: dict[Any, Genre] = {
    bool: Genre.COCHE,
    int: Genre.ENTIER,
    date: Genre.DATE,
    time: Genre.HEURE,
}
_OUI_OU_NON = (Option("true", "oui"), Option("false", "non"))


def _simple(nom: str, nature: Nature) -> Champ:
    base = Champ(
        nom,
        "",
        _GENRES_DES_TYPES.get(nature.type, Genre.TEXTE),
        minimum=_borne(nature, Ge),
        maximum=_borne(nature, Le),
        longueur=_borne(nature, MaxLen),
    )
    if en_forme := nature.dit(EnForme):
        return base._replace(genre=Genre(en_forme.forme.value))
    if designe := nature.dit(Designe):
        return base._replace(genre=Genre.CHOIX, chose=designe.chose)
    if get_origin(nature.type) is Literal:
        return base._replace(genre=Genre.CHOIX, options=options_litterales(nom, get_args(nature.type)))
    if isinstance(nature.type, type) and issubclass(nature.type, Enum):
        return base._replace(genre=Genre.CHOIX, options=options_d_enumeration(nature.type))
    if nature.type is bool and nature.facultatif:
        return base._replace(genre=Genre.CHOIX, options=_OUI_OU_NON)
    return base


_ATTRIBUTS: dict[type[Any], str] = {
    Ge: "ge",
    Le: "le",
    MinLen: "min_length",
    MaxLen: "max_length",
}


def _borne(nature: Nature, genre: type[Any]) -> int | None:
    borne = nature.dit(genre)
    return None if borne is None else int(getattr(borne, _ATTRIBUTS[genre]))


def en_texte(champ: Champ, valeur: Any) -> str:
    """Une valeur du bordereau, comme on l'écrit dans sa case."""
    if valeur is None:
        return ""
    match champ.genre:
        case Genre.EUROS | Genre.CENTIEMES:
            entiers, reste = divmod(int(valeur), 100)
            decimales = f"{reste:02}" if champ.genre is Genre.EUROS else f"{reste:02}".rstrip("0")
            return f"{entiers:,}".replace(",", " ") + (f",{decimales}" if reste else "")
        case Genre.LIGNES:
            return "\n".join(valeur)
        case Genre.HEURE:
            return valeur.strftime("%H:%M") if isinstance(valeur, time) else str(valeur)[:5]
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    return valeur.value if isinstance(valeur, Enum) else str(valeur)


_FORMES = {forme.value for forme in Forme}
assert {genre.value for genre in Genre} >= _FORMES, "une forme sans genre ne saurait pas s'écrire"
