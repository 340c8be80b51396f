"""Ce que Word, LibreOffice et les gens font d'un formulaire avant de le renvoyer."""

import re
from collections.abc import Callable
from datetime import date

from documents.formulaires.ecriture import composer_formulaire
from documents.formulaires.identite import PARTIE
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.archive import parties_de
from documents.moteur.ooxml import CORPS
from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.workflows.archives import archive

LE_2_MARS = date(2026, 3, 2)
CONSTAT = "Les ménages du parc privé en impayé ne sont pas accompagnés avant l'assignation."


def une_fiche_envoyee() -> tuple[Demarche, FicheAction, bytes]:
    """Une fiche du Gers et son formulaire, tel qu'il part."""
    demarche = un_contrat_du_gers()
    fiche = demarche.fiches[0]
    return demarche, fiche, le_formulaire(demarche, fiche)


def le_formulaire(demarche: Demarche, fiche: FicheAction) -> bytes:
    return composer_formulaire(demarche, fiche, LE_2_MARS, DOSSIER_DES_GABARITS).octets


def reecrire(octets: bytes, changer: Callable[[str], str], partie: str = CORPS) -> bytes:
    """Le même document, une partie changée ; échoue si rien n'a changé."""
    parties = parties_de(octets)
    avant = parties[partie].decode()
    apres = changer(avant)
    assert apres != avant
    return archive(parties | {partie: apres.encode()})


def remplacer(octets: bytes, avant: str, apres: str) -> bytes:
    return reecrire(octets, lambda xml: xml.replace(avant, apres))


def sans_identite(octets: bytes) -> bytes:
    """Les propriétés du document ont été effacées, comme le fait l'inspecteur de Word."""
    return reecrire(octets, lambda xml: re.sub(r"<property .*</property>", "", xml), PARTIE)


def le_controle(octets: bytes, cle: str) -> str:
    """Le XML du contrôle de ce champ."""
    xml = parties_de(octets)[CORPS].decode()
    trouve = re.search(
        rf'<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*<w:tag w:val="{cle}"/>.*?</w:sdtContent></w:sdt>', xml
    )
    assert trouve
    return trouve[0]


def un_passage(ecrit: str) -> str:
    """Un passage de texte, tel que le moteur l'écrit."""
    return f'<w:r><w:t xml:space="preserve">{ecrit}</w:t></w:r>'
