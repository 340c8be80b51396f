"""Le dépôt : chaque fichier gardé sous son empreinte, pour toujours, et un arbre de noms lisibles à côté."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath
from tempfile import mkstemp

from modeles.erreurs import ErreurMetier, Obstacle

FICHIERS = "fichiers"
LISIBLES = "documents produits"
JEUX = "gabarits"
LECTURE_SEULE = 0o444


class FichierAltere(ErreurMetier):
    """Le fichier gardé ne correspond plus à son empreinte : il n'est ni rendu, ni remplacé."""

    def __init__(self, empreinte: str) -> None:
        super().__init__(
            f"Le fichier {empreinte[:12]}… a été modifié depuis qu'il a été rangé.",
            "Son contenu ne correspond plus à son empreinte.",
            "Remettez-le depuis une sauvegarde du dossier de données.",
        )


class FichierAbsent(ErreurMetier):
    """Aucun fichier n'est rangé sous cette empreinte."""

    statut = 404

    def __init__(self, empreinte: str) -> None:
        super().__init__(
            f"Le fichier {empreinte[:12]}… n'est pas dans le dépôt.",
            "Il a été retiré, ou le dossier de données n'est pas le bon.",
            "Remettez-le depuis une sauvegarde du dossier de données.",
        )


class ArbreIncomplet(ErreurMetier):
    """L'arbre lisible est rebâti, sauf les fichiers cités dans `obstacles`."""

    def __init__(self, manques: list[tuple[PurePath, ErreurMetier]]) -> None:
        super().__init__(
            f"L'arbre des documents est rebâti, sauf {len(manques)} fichier(s).",
            " ".join(f"{chemin} : {erreur.quoi}" for chemin, erreur in manques),
            "Remettez ces fichiers depuis une sauvegarde du dossier de données, puis recommencez.",
            [Obstacle(f"{chemin} : {erreur.quoi}", erreur.remede) for chemin, erreur in manques],
        )


class Depot:
    """`Depot(dossier)` : le dossier de données. Une empreinte est un SHA-256 en hexadécimal."""

    def __init__(self, dossier: Path) -> None:
        self._fichiers = dossier / FICHIERS
        self._lisibles = dossier / LISIBLES
        self._jeux = dossier / JEUX

    def ranger(self, octets: bytes) -> str:
        """Garde les octets et rend leur empreinte ; les ranger deux fois ne fait rien de plus.

        Le fichier est entier ou absent, même si la machine s'arrête. Lève `FichierAltere` si l'empreinte est
        déjà prise par un fichier abîmé.
        """
        empreinte = hashlib.sha256(octets).hexdigest()
        chemin = self._chemin(empreinte)
        if chemin.exists():
            self.lire(empreinte)
        else:
            _remettre(chemin, octets)
        return empreinte

    def lire(self, empreinte: str) -> bytes:
        """Les octets, vérifiés. Lève `FichierAbsent` ou `FichierAltere`."""
        try:
            octets = self._chemin(empreinte).read_bytes()
        except FileNotFoundError:
            raise FichierAbsent(empreinte) from None
        if hashlib.sha256(octets).hexdigest() != empreinte:
            raise FichierAltere(empreinte)
        return octets

    def publier(self, empreinte: str, chemin_lisible: PurePath) -> Path:
        """Donne un nom lisible au fichier, et rend l'endroit. Rien de ce qui s'y trouve n'est écrasé.

        Si une personne a modifié l'exemplaire lisible, le sien reste et l'original est mis à côté.
        """
        octets = self.lire(empreinte)
        voulu = self._lisibles / chemin_lisible
        if not voulu.resolve().is_relative_to(self._lisibles.resolve()):
            raise ValueError(f"« {chemin_lisible} » sort du dossier des documents")
        for cible in (voulu, voulu.with_stem(f"{voulu.stem} (original {empreinte[:8]})")):
            if not cible.exists():
                _lier(self._chemin(empreinte), cible)
                return cible
            if cible.read_bytes() == octets:
                return cible
        raise FichierAltere(empreinte)

    def rebatir(self, publications: Iterable[tuple[str, PurePath]]) -> int:
        """Publie tout ce qui manque à l'arbre lisible ; rend le nombre de fichiers en place.

        Lève `ArbreIncomplet` avec tous les fichiers absents ou altérés, les autres étant publiés.
        """
        manques: list[tuple[PurePath, ErreurMetier]] = []
        en_place = 0
        for empreinte, chemin in publications:
            try:
                self.publier(empreinte, chemin)
            except (FichierAbsent, FichierAltere) as erreur:
                manques.append((chemin, erreur))
            else:
                en_place += 1
        if manques:
            raise ArbreIncomplet(manques)
        return en_place

    def deployer(self, fichiers: Mapping[str, str]) -> Path:
        """Un dossier où chaque fichier rangé (nom, empreinte) porte son nom, vérifié ; jamais deux fois le même.

        Un exemplaire modifié à la main est remis d'après le dépôt. Lève `FichierAbsent` ou `FichierAltere`.
        """
        suite = "".join(f"{nom}\0{empreinte}\n" for nom, empreinte in sorted(fichiers.items()))
        dossier = self._jeux / hashlib.sha256(suite.encode()).hexdigest()[:16]
        for nom, empreinte in fichiers.items():
            if _empreinte_de(dossier / nom) != empreinte:
                _remettre(dossier / nom, self.lire(empreinte))
        return dossier

    def _chemin(self, empreinte: str) -> Path:
        return self._fichiers / empreinte[:2] / empreinte[2:]


def _empreinte_de(chemin: Path) -> str:
    return hashlib.sha256(chemin.read_bytes()).hexdigest() if chemin.exists() else ""


def _remettre(cible: Path, octets: bytes) -> None:
    _ecrire(cible, lambda provisoire: provisoire.write_bytes(octets))


def _lier(source: Path, cible: Path) -> None:
    """Un lien ne prend pas de place ; là où le disque n'en veut pas, une copie."""
    cible.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, cible)
    except FileExistsError:
        pass  # Un autre exécutant vient de publier le même fichier.
    except OSError:
        _ecrire(cible, lambda provisoire: shutil.copyfile(source, provisoire))


def _ecrire(cible: Path, remplir: Callable[[Path], object]) -> None:
    """Le fichier paraît d'un coup, complet, en lecture seule : un lien peut le partager avec l'arbre lisible."""
    cible.parent.mkdir(parents=True, exist_ok=True)
    descripteur, nom = mkstemp(suffix=".partiel", dir=cible.parent)
    provisoire = Path(nom)
    try:
        try:
            remplir(provisoire)
            os.fsync(descripteur)
        finally:
            os.close(descripteur)
        provisoire.chmod(LECTURE_SEULE)
        provisoire.replace(cible)
    finally:
        provisoire.unlink(missing_ok=True)
    _synchroniser(cible.parent)


def _synchroniser(dossier: Path) -> None:
    """Rend le nom durable aussi ; Windows ne sait pas ouvrir un dossier, et n'en a pas besoin."""
    if os.name == "posix":
        descripteur = os.open(dossier, os.O_RDONLY)
        os.fsync(descripteur)
        os.close(descripteur)
