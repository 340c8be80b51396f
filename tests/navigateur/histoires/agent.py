"""Un agent devant les pages : il suit les liens, remplit ce que le formulaire montre, envoie ce que la page envoie."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import httpx
from lxml import html

from api.acces.csrf import EN_TETE
from modeles.compte import Role
from tests.acces import entrer_comme

# Une liste libre annonce ses lignes par une case invisible.
TEMOIN = "._"
EN_CENTIEMES = ("euros", "centiemes")


class Arrivee(NamedTuple):
    """Où mène un bouton : `enregistre` si la page a redirigé, donc si ce qui était écrit est gardé."""

    statut: int
    adresse: str
    page: str
    enregistre: bool


class Agent:
    """`code` : le territoire dont il s'occupe ; `portee` : ce que son compte couvre.

    Il n'a que ce que la page lui donne : ni en-tête, ni adresse devinée.
    """

    def __init__(self, client: httpx.Client, role: Role, nom: str, code: str, **portee: str) -> None:
        self.client = client
        self.racine = f"/territoires/{code}"
        entrer_comme(client, role, nom, **portee)
        client.headers.pop(EN_TETE)
        self.ou, self.page = "", html.document_fromstring("<main></main>")

    def lire(self, adresse: str) -> html.HtmlElement:
        """La page à cette adresse, qui doit s'ouvrir."""
        reponse = self.client.get(adresse)
        assert reponse.status_code == 200, f"{adresse} : {reponse.status_code}, {_dit(reponse.text)}"
        return html.document_fromstring(reponse.text)

    def presser(self, formulaire: html.FormElement, action: str) -> Arrivee:
        """Envoie le formulaire par ce bouton."""
        cases: dict[str, list[str]] = {"_agir": [action]}
        for nom, valeur in formulaire.form_values():
            cases.setdefault(nom, []).append(valeur)
        reponse = self.client.post(formulaire.action, data=cases, follow_redirects=True)
        return Arrivee(reponse.status_code, str(reponse.url), reponse.text, bool(reponse.history))

    def aller(self, adresse: str) -> None:
        """S'y rend, s'il n'y est pas déjà."""
        if urlsplit(adresse).path != self.ou:
            self.ou, self.page = urlsplit(adresse).path, self.lire(adresse)

    def suivre(self, chemin: str, donnees: Mapping[str, Any], pages: Iterable[str]) -> str:
        """Le lien qui mène à ce formulaire depuis l'une de ces pages ; ce qu'il précise est ce que l'on veut dire."""
        vues = [f"{self.racine}/{page}".rstrip("/") for page in pages]
        for vue in vues:
            self.aller(vue)
            for lien in trouver(self.page, "//main//a/@href"):
                adresse = urlsplit(lien)
                precise = dict(parse_qsl(adresse.query))
                if adresse.path == f"{self.racine}/{chemin}" and all(
                    str(donnees.get(nom)) == valeur for nom, valeur in precise.items()
                ):
                    return str(lien)
        raise AssertionError(f"Aucun lien ne mène à {chemin} depuis {', '.join(vues)}.")

    def remplir(self, adresse: str, donnees: Mapping[str, Any]) -> str:
        """Ouvre le formulaire, le remplit, l'envoie ; rend l'adresse où l'on arrive."""
        formulaire = le_formulaire(self.lire(adresse))
        for liste, lignes in donnees.items():
            if isinstance(lignes, list) and lignes and isinstance(lignes[0], Mapping):
                formulaire = self._ajuster(formulaire, liste, len(lignes))
        for nom, valeur in donnees.items():
            _taper(formulaire, nom, valeur)
        arrivee = self._presser(formulaire, "enregistrer")
        assert arrivee.enregistre, f"{adresse} : {arrivee.statut}, {_dit(arrivee.page)}"
        self.ou, self.page = urlsplit(arrivee.adresse).path, html.document_fromstring(arrivee.page)
        return arrivee.adresse

    def _ajuster(self, formulaire: html.FormElement, liste: str, voulues: int) -> html.FormElement:
        """Autant de lignes que de choses à dire, par les boutons de la page ; rien pour un tableau imposé."""
        while trouver(formulaire, f".//button[@value='ajouter:{liste}']"):
            lignes = _lignes(formulaire, liste)
            if len(lignes) == voulues:
                break
            trop = len(lignes) > voulues
            arrivee = self._presser(formulaire, f"retirer:{lignes[-1]}" if trop else f"ajouter:{liste}")
            formulaire = le_formulaire(html.document_fromstring(arrivee.page))
        return formulaire

    def _presser(self, formulaire: html.FormElement, action: str) -> Arrivee:
        assert trouver(formulaire, f".//button[@value='{action}']"), f"Aucun bouton « {action} »."
        arrivee = self.presser(formulaire, action)
        assert arrivee.statut == 200, f"{action} : {arrivee.statut}, {_dit(arrivee.page)}"
        return arrivee


def trouver(element: html.HtmlElement, chemin: str, **variables: str) -> list[Any]:
    """Ce que désigne un chemin XPath qui rend des éléments ou des textes."""
    trouves = element.xpath(chemin, **variables)
    assert isinstance(trouves, list)
    return list(trouves)


def le_formulaire(page: html.HtmlElement) -> html.FormElement:
    """Le formulaire que la page donne à remplir."""
    adresse = "//main//form[.//input[@name='csrf']][.//button[@value='enregistrer']]"
    formulaire: html.FormElement
    (formulaire,) = trouver(page, adresse)
    for zone in trouver(formulaire, ".//textarea"):
        # Le saut de ligne qui suit la balise n'est pas du texte.
        zone.text = (zone.text or "").removeprefix("\n")
    return formulaire


def _lignes(formulaire: html.FormElement, liste: str) -> list[str]:
    noms = trouver(formulaire, ".//input[@type='hidden']/@name")
    trouvees = [n.removesuffix(TEMOIN) for n in noms if n.startswith(f"{liste}.") and n.endswith(TEMOIN)]
    return [ligne for ligne in trouvees if ligne.count(".") == liste.count(".") + 1]


def _taper(formulaire: html.FormElement, nom: str, valeur: Any) -> None:
    """Écrit une valeur dans la case, ou les cases, de ce nom ; une case absente de la page est une faute."""
    if isinstance(valeur, Mapping):
        for cle, sous in valeur.items():
            _taper(formulaire, f"{nom}.{cle}", sous)
    elif isinstance(valeur, list) and valeur and isinstance(valeur[0], Mapping):
        _taper_les_lignes(formulaire, nom, valeur)
    elif isinstance(valeur, list):
        _taper_une_liste(formulaire, nom, valeur)
    elif valeur is not None:
        _taper_un_texte(formulaire, nom, valeur)


def _taper_les_lignes(formulaire: html.FormElement, liste: str, lignes: list[Any]) -> None:
    for ligne, place in zip(lignes, _places(formulaire, liste, lignes), strict=True):
        for nom, valeur in ligne.items():
            # Dans un tableau imposé, la ligne dit déjà de quoi elle parle.
            if f"{place}.{nom}" in formulaire.fields or str(valeur) != place.rsplit(".", 1)[1]:
                _taper(formulaire, f"{place}.{nom}", valeur)


def _places(formulaire: html.FormElement, liste: str, lignes: list[Any]) -> list[str]:
    """Les lignes ouvertes d'une liste libre ; dans un tableau imposé, celle qui porte l'une des valeurs dites."""
    if ouvertes := _lignes(formulaire, liste):
        return ouvertes
    imposees = {n.split(".")[1] for n in formulaire.fields if n.startswith(f"{liste}.")}
    trouvees = [[str(v) for v in ligne.values() if str(v) in imposees] for ligne in lignes]
    assert all(trouvees), f"« {liste} » n'a pas de ligne pour {lignes}."
    return [f"{liste}.{cles[0]}" for cles in trouvees]


def _taper_une_liste(formulaire: html.FormElement, nom: str, valeurs: list[Any]) -> None:
    controles = trouver(formulaire, ".//*[@name=$nom]", nom=nom)
    if controles and controles[0].tag == "textarea":
        controles[0].text = "\n".join(valeurs)
    elif controles:
        cochees = {str(v) for v in valeurs}
        offertes = {c.get("value") for c in controles}
        assert cochees <= offertes, f"« {nom} » n'offre pas {cochees - offertes}."
        for controle in controles:
            controle.checked = controle.get("value") in cochees
    else:
        for rang, valeur in enumerate(valeurs, 1):
            _taper_un_texte(formulaire, f"{nom}.{rang}", valeur)


def _taper_un_texte(formulaire: html.FormElement, nom: str, valeur: Any) -> None:
    controles = trouver(formulaire, ".//*[@name=$nom]", nom=nom)
    assert controles, f"La page n'a pas de case « {nom} » (on veut y dire {valeur!r})."
    premier = controles[0]
    if premier.tag == "textarea":
        premier.text = str(valeur)
    elif premier.get("type") == "checkbox" and isinstance(valeur, bool):
        premier.checked = valeur
    elif premier.get("type") == "hidden":
        assert premier.get("value") == str(valeur), f"« {nom} » est imposé à {premier.get('value')!r}."
    elif premier.get("data-genre") in EN_CENTIEMES or ".cibles." in nom:
        premier.value = f"{valeur // 100},{valeur % 100:02}"
    else:
        # Une liste refuse ici ce qu'elle n'offre pas.
        formulaire.fields[nom] = ("true" if valeur else "false") if isinstance(valeur, bool) else str(valeur)


def _dit(page: str) -> str:
    """Ce que la page reproche."""
    reproches = trouver(html.document_fromstring(page), "//*[@id='refus' or @id='erreurs'] | //main")
    return " ".join(reproches[0].text_content().split())[:1500] if reproches else page[:500]
