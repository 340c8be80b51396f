"""La personne qui agit : son nom, ses titres, et ce qu'ils lui permettent, où."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from api.acces.droits import DROITS, Droit, Roles, roles_de_la_saisie, roles_du_geste
from modeles.acces import PorteeDeJeton
from modeles.compte import Role
from modeles.demarche import Demarche
from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire

Lieu = Demarche | Territoire | str
TOUTES_LES_PORTEES = frozenset(PorteeDeJeton)


class Titre(NamedTuple):
    """Un rôle et où il s'exerce. `au_nom_de` : la personne que l'on supplée."""

    role: Role
    region: str | None = None
    territoire: str | None = None
    fiche: str | None = None
    au_nom_de: str | None = None

    def couvre(self, territoire: Territoire, fiche: str | None = None) -> bool:
        """S'exerce sur ce territoire. Un porteur n'a que sa fiche."""
        if self.role is Role.PORTEUR:
            return (self.territoire, self.fiche) == (territoire.code, fiche)
        if self.role is Role.ETAT:
            # Le préfet signe aussi le contrat d'une métropole de son département.
            return self.territoire in (territoire.code, registre().departement_de(territoire).code)
        if self.region is not None:
            return self.region == territoire.region
        return self.territoire in (None, territoire.code)

    def touche(self, territoire: Territoire) -> bool:
        """S'exerce sur ce territoire, ou sur l'une de ses fiches."""
        return self.couvre(territoire, self.fiche)

    def couvre_la_region(self, region: str) -> bool:
        """S'exerce sur toute cette région."""
        return self.partout or self.region == region

    @property
    def partout(self) -> bool:
        """S'exerce sur toute la France."""
        return (self.region, self.territoire, self.fiche) == (None, None, None)


@dataclass(frozen=True)
class Agent:
    """Qui agit, et avec quels titres. `identifiant` est celui du compte.

    `portees` : ce que permet le jeton d'un programme, au plus ; tout, depuis un navigateur.
    """

    identifiant: str
    nom: str
    courriel: str = ""
    titres: tuple[Titre, ...] = ()
    portees: frozenset[PorteeDeJeton] = field(default=TOUTES_LES_PORTEES)

    def peut(self, droit: Droit | str, ou: Lieu | None = None, fiche: str | None = None) -> bool:
        """A ce droit à cet endroit ; quelque part, si l'on ne dit pas où."""
        voulu = Droit(droit)
        return voulu.portee in self.portees and self._a_l_un_des(DROITS[voulu], ou, fiche)

    def peut_faire(self, geste: Geste, ou: Lieu) -> bool:
        """Peut faire ce geste sur ce territoire ; l'étape et les contrôles sont une autre affaire."""
        return PorteeDeJeton.ECRIRE in self.portees and self._a_l_un_des(roles_du_geste(geste), ou)

    def peut_saisir(self, nature: str, ou: Lieu, fiche: str | None = None) -> bool:
        """Peut enregistrer cette saisie sur ce territoire."""
        return PorteeDeJeton.ECRIRE in self.portees and self._a_l_un_des(
            roles_de_la_saisie(nature), ou, fiche
        )

    def peut_dans_la_region(self, droit: Droit | str, region: str) -> bool:
        """A ce droit sur toute la région."""
        voulu = Droit(droit)
        return voulu.portee in self.portees and any(
            t.role in DROITS[voulu] and t.couvre_la_region(region) for t in self.titres
        )

    def voit_la_region(self, region: str) -> bool:
        """A quelque chose à y voir : toute la région, ou l'un de ses territoires."""
        return any(
            t.couvre_la_region(region)
            or (t.territoire is not None and registre().territoire(t.territoire).region == region)
            for t in self.titres
        )

    def titres_sur(self, ou: Lieu, fiche: str | None = None) -> tuple[Titre, ...]:
        """Les titres qui s'exercent à cet endroit."""
        territoire = _territoire(ou)
        return tuple(t for t in self.titres if t.couvre(territoire, fiche))

    def touche(self, ou: Lieu) -> bool:
        """A quelque chose à faire sur ce territoire, ne serait-ce que sur une fiche."""
        territoire = _territoire(ou)
        return any(t.touche(territoire) for t in self.titres)

    @property
    def roles(self) -> Roles:
        """Tous ses rôles, où que ce soit."""
        return frozenset(t.role for t in self.titres)

    def _a_l_un_des(self, roles: Roles, ou: Lieu | None, fiche: str | None = None) -> bool:
        titres: Iterable[Titre] = self.titres if ou is None else self.titres_sur(ou, fiche)
        return any(t.role in roles for t in titres)


# Qui tape une commande sur la machine a déjà la base et les fichiers : rien ne lui est caché.
TERMINAL = Agent("terminal", "Terminal", titres=(Titre(Role.ADMINISTRATEUR),))


def _territoire(ou: Lieu) -> Territoire:
    if isinstance(ou, Demarche):
        return registre().territoire(ou.territoire_code)
    return registre().territoire(ou) if isinstance(ou, str) else ou
