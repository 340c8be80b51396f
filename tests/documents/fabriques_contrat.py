"""Les pièces d'un contrat, en mémoire : fiches, indicateurs, projet figé, inscription à l'assemblée."""

from datetime import UTC, date, datetime
from typing import Any

import modeles.tables  # noqa: F401  les relations citent toutes les tables
from documents.contextes.convention import contexte_convention
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.gabarit import composer
from documents.moteur.lecture import texte
from documents.production import ENVIRONNEMENT, composer_document
from documents.suites_des_gestes import Production
from modeles.convention import ProjetConvention
from modeles.deliberation import Deliberation
from modeles.demarche import AxeRetenu, Demarche, Passage
from modeles.etapes import Etape, Geste
from modeles.fiche import FicheAction, LigneBudget
from modeles.indicateur import Cible, Indicateur
from modeles.territoire import Territoire
from modeles.vocabulaire import StatutFiche

LE_2_JUIN = date(2026, 6, 2)
TROIS_AXES = ("ENFANCE", "DROITS", "TRANSITION")
QUATRE_AXES = ("ENFANCE", "EMPLOI", "DROITS", "TRANSITION")


def une_demarche(axes: tuple[str, ...] = TROIS_AXES, **champs: Any) -> Demarche:
    """Le contrat du Gers, sans rien d'autre que ses axes."""
    demarche = Demarche(
        territoire_code=champs.pop("territoire_code", "32"),
        etape=Etape.CONTRACTUALISATION,
        depuis_le=LE_2_JUIN,
        fictive=True,
        **champs,
    )
    demarche.territoire = Territoire(code=demarche.territoire_code, nom="Gers", region="76")
    for numero, axe in enumerate(axes, start=1):
        demarche.axes.append(AxeRetenu(demarche_id=demarche.id, axe=axe, numero=numero))
    return demarche


def un_passage(demarche: Demarche, geste: Geste = Geste.FIGER_PROJET, le: date = LE_2_JUIN) -> Passage:
    return Passage(
        demarche_id=demarche.id,
        sequence=1,
        geste=geste,
        de=demarche.etape,
        vers=demarche.etape,
        par="Nadia Exemple",
        survenu_le=le,
        saisi_le=datetime(le.year, le.month, le.day, 9, tzinfo=UTC),
    )


def ajouter_une_fiche(
    demarche: Demarche,
    code: str,
    axe: str = "DROITS",
    budget: dict[int, tuple[int, int, int]] | None = None,
    **champs: Any,
) -> FicheAction:
    """`budget` : année → parts de l'État, de la collectivité, des autres, en euros."""
    champs = {"annee_debut": 2024, "titre": f"Action {code}", "statut": StatutFiche.VALIDEE, **champs}
    fiche = FicheAction(demarche_id=demarche.id, code=code, axe=axe, **champs)
    for annee, parts in (budget or {}).items():
        etat, collectivite, autres = (part * 100 for part in parts)
        fiche.budget.append(
            LigneBudget(
                fiche_id=fiche.id,
                annee=annee,
                part_etat_centimes=etat,
                part_collectivite_centimes=collectivite,
                autres_centimes=autres,
            )
        )
    demarche.fiches.append(fiche)
    return fiche


def ajouter_un_indicateur(fiche: FicheAction, libelle: str, cibles: dict[int, int]) -> Indicateur:
    """`cibles` : année → valeur entière."""
    indicateur = Indicateur(
        fiche_id=fiche.id,
        code=f"IND-{len(fiche.indicateurs) + 1}",
        libelle=libelle,
        unite="ménages",
        definition="Ménages suivis au moins une fois dans l'année par l'action.",
        source="Système d'information du porteur",
    )
    for annee, valeur in cibles.items():
        indicateur.cibles.append(
            Cible(indicateur_id=indicateur.id, annee=annee, valeur_centiemes=valeur * 100)
        )
    fiche.indicateurs.append(indicateur)
    return indicateur


def figer_un_projet(demarche: Demarche, version: int = 1) -> ProjetConvention:
    projet = ProjetConvention(
        demarche_id=demarche.id,
        version=version,
        contenu=contexte_convention(demarche, version, LE_2_JUIN).model_dump(mode="json"),
        empreinte="0123456789abcdef" * 4,
        fige_le=LE_2_JUIN,
    )
    demarche.projets.append(projet)
    return projet


def inscrire_a_l_assemblee(demarche: Demarche, **champs: Any) -> Deliberation:
    deliberation = Deliberation(
        demarche_id=demarche.id,
        numero_ordre=len(demarche.deliberations) + 1,
        projet_version=champs.pop("projet_version", 1),
        envoi_le=date(2026, 6, 5),
        seance_le=champs.pop("seance_le", date(2026, 6, 26)),
        en_exercice=34,
        **champs,
    )
    demarche.deliberations.append(deliberation)
    return deliberation


def la_convention(demarche: Demarche, sans: tuple[str, ...] = ()) -> bytes:
    """La convention composée avec le gabarit livré, sans les articles nommés."""
    contexte = contexte_convention(demarche, 1, LE_2_JUIN, sans)
    gabarit = DOSSIER_DES_GABARITS / "D16_convention.docx"
    return composer(gabarit, contexte.model_dump(), ENVIRONNEMENT).octets


def le_document(demarche: Demarche, code: str, sujet: str, passage: Passage | None = None) -> bytes:
    """Le document du catalogue, composé comme le fait la production."""
    production = Production(code, sujet, "")
    return composer_document(demarche, passage or un_passage(demarche), production, DOSSIER_DES_GABARITS)[
        0
    ].octets


def en_clair(octets: bytes) -> str:
    """Le texte, insécables remplacées : on compare des mots."""
    return texte(octets).replace("\N{NO-BREAK SPACE}", " ")
