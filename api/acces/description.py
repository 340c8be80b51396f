"""La page `docs/droits.md`, tirée du tableau des droits et des adresses servies : elle ne peut pas mentir."""

from collections.abc import Iterable, Iterator

from api.acces import droits
from api.acces.gardien import Regle
from api.acces.routes import ACCES
from api.application import Adresse, adresses
from modeles.compte import Role
from modeles.erreurs import ErreurMetier, Obstacle
from modeles.etapes import Geste
from workflows.commandes.registre import SAISIES

COLONNES = {
    Role.ADMINISTRATEUR: "administrateur",
    Role.REGION: "région",
    Role.ETAT: "État",
    Role.COLLECTIVITE: "collectivité",
    Role.PORTEUR: "porteur",
    Role.LECTEUR: "lecteur",
}
ENTETE = """# Qui peut quoi

Un rôle s'exerce à un endroit : une région, un département, le territoire d'un contrat, une fiche. Le tableau dit
ce qu'il permet **là** ; ailleurs, le territoire se confond avec un territoire inconnu. Le service de l'État couvre
aussi les intercommunalités de son département. Le porteur n'atteint que sa fiche. Un jeton d'API ne permet
jamais plus que la personne, et seulement dans ses portées (lire, écrire, fichiers).

Qui rédige une fiche ne l'instruit pas ; qui saisit un indicateur ne le valide pas ; personne ne modifie un
document signé. Ces règles valent pour tous les rôles.

*Page produite depuis `api/acces/droits.py` et `api/acces/routes.py` ; ne la modifiez pas à la main.*
"""


class SansLigne(ErreurMetier):
    """Une adresse, un geste ou une saisie n'a pas sa ligne au tableau des droits."""

    def __init__(self, oublis: list[str]) -> None:
        super().__init__(
            "Le tableau des droits est incomplet.",
            f"Sans ligne, cela n'ouvre à personne : {' ; '.join(oublis)}.",
            "Ajoutez une ligne dans api/acces/routes.py (adresse) ou api/acces/droits.py (geste, saisie).",
            [Obstacle(oubli, "Ajoutez sa ligne.") for oubli in oublis],
        )


def page_des_droits() -> str:
    """Le texte de `docs/droits.md`. Lève `SansLigne` si quelque chose a été oublié."""
    if oublis := [*_oublis()]:
        raise SansLigne(oublis)
    parties = [
        ENTETE,
        "## Les droits\n",
        _tableau("Droit", ((f"`{d.value}`", roles) for d, roles in droits.DROITS.items())),
        "\n## Les gestes\n",
        _tableau("Geste", ((g.libelle, droits.GESTES[g]) for g in Geste)),
        "\n## Les saisies\n",
        _tableau("Saisie", ((d.libelle, droits.SAISIES[n]) for n, d in SAISIES.items())),
        "\nInstruire une fiche (tout statut autre que « soumise ») demande en plus `instruire_fiche`.\n",
        "\n## Les adresses\n",
        "« Sans compte » : ouverte à tous, ou lue depuis la machine (« lecture locale », voir la décision 5).\n",
        _adresses(),
    ]
    return "\n".join(parties)


def _oublis() -> Iterator[str]:
    yield from (f"{a.methode} {a.chemin}" for a in adresses() if a.fonction not in ACCES)
    yield from (f"geste {g.value}" for g in Geste if g not in droits.GESTES)
    yield from (f"saisie {nature}" for nature in SAISIES if nature not in droits.SAISIES)


def _tableau(titre: str, lignes: Iterable[tuple[str, droits.Roles]]) -> str:
    entete = f"| {titre} | {' | '.join(COLONNES.values())} |"
    corps = (f"| {nom} | {' | '.join(_cases(roles))} |" for nom, roles in lignes)
    return "\n".join([entete, f"|---|{':-:|' * len(COLONNES)}", *corps]) + "\n"


def _cases(roles: droits.Roles) -> list[str]:
    return ["oui" if role in roles else "" for role in COLONNES]


def _adresses() -> str:
    entete = f"| Adresse | {' | '.join(COLONNES.values())} | sans compte | Droit |"
    lignes = sorted((a.chemin, a.methode, _ligne(a)) for a in adresses())
    return "\n".join([entete, f"|---|{':-:|' * (len(COLONNES) + 1)}---|", *(x for *_, x in lignes)]) + "\n"


def _ligne(adresse: Adresse) -> str:
    regle = ACCES[adresse.fonction]
    ouverte = "oui" if regle.ouverte else "lecture locale" if regle.locale else ""
    cases = [*_cases(_roles(regle)), ouverte, f"`{regle.droit.value}`" if regle.droit else ""]
    return f"| `{adresse.methode} {adresse.chemin}` | {' | '.join(cases)} |"


def _roles(regle: Regle) -> droits.Roles:
    return droits.DROITS[regle.droit] if regle.droit else frozenset(Role)
