"""Le mode d'emploi des gabarits, écrit par le moteur lui-même depuis les contextes : il ne peut pas être en retard."""

from collections.abc import Iterator

from documents.contextes.commun import Contexte, ContexteDeDocument, EnTete
from documents.contextes.tournures import Nom
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.guide_des_champs import BlocDuGuide, BoucleDuGuide, ChampDuGuide, Champs
from documents.guide_des_filtres import RegleDuGuide, filtres_du_guide, regles_du_guide
from documents.moteur.gabarit import CLE_DE_DATE, DocumentCompose, composer
from documents.production import ENVIRONNEMENT
from documents.repertoire import REPERTOIRE
from documents.temoin import LE_JOUR_TEMOIN

GABARIT_DU_GUIDE = "guide_des_gabarits.docx"


class DocumentDuGuide(Contexte):
    """Un document du répertoire : ses champs simples, puis une boucle par liste.

    `renvoi` : le document dont il a les mêmes champs, qui ne sont alors pas redits.
    """

    code: str
    titre: str
    gabarit: str
    renvoi: str
    champs: tuple[ChampDuGuide, ...]
    boucles: tuple[BoucleDuGuide, ...]


class Guide(ContexteDeDocument):
    """Ce que le mode d'emploi imprime."""

    regles: tuple[RegleDuGuide, ...]
    filtres: tuple[RegleDuGuide, ...]
    blocs: tuple[BlocDuGuide, ...]
    documents: tuple[DocumentDuGuide, ...]


def guide_des_gabarits() -> DocumentCompose:
    """Le fichier Word. Mêmes contextes et mêmes filtres : mêmes octets."""
    donnees = {**contexte_du_guide().model_dump(), CLE_DE_DATE: LE_JOUR_TEMOIN}
    return composer(DOSSIER_DES_GABARITS / GABARIT_DU_GUIDE, donnees, ENVIRONNEMENT)


def contexte_du_guide() -> Guide:
    champs = Champs(m.contexte for m in REPERTOIRE.values())
    return Guide(
        document=_en_tete(),
        regles=regles_du_guide(),
        filtres=filtres_du_guide(),
        blocs=champs.blocs(),
        documents=tuple(_documents(champs)),
    )


def _documents(champs: Champs) -> Iterator[DocumentDuGuide]:
    deja: dict[type[ContexteDeDocument], str] = {}
    for modele in REPERTOIRE.values():
        renvoi = deja.get(modele.contexte, "")
        deja.setdefault(modele.contexte, modele.code)
        yield DocumentDuGuide(
            code=modele.code,
            titre=modele.titre,
            gabarit=modele.gabarit,
            renvoi=renvoi,
            champs=() if renvoi else tuple(champs.simples(modele.contexte)),
            boucles=() if renvoi else tuple(champs.boucles(modele.contexte)),
        )


def _en_tete() -> EnTete:
    titre = "Mode d'emploi des gabarits"
    return EnTete(
        code="GUIDE",
        titre=titre,
        reference="Jalons, gabarits Word",
        version=1,
        projet=False,
        date_document=LE_JOUR_TEMOIN,
        fictif=False,
        marque="",
        service="",
        collectivite=Nom(nom="Jalons", le="Jalons", du="de Jalons", au="à Jalons"),
        assemblee=titre,
    )
