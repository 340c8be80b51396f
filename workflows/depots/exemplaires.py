"""Recevoir un exemplaire signé : examiné, gardé tel quel, rattaché au document qu'il signe."""

from typing import Any, NamedTuple

from sqlmodel import Session

from documents.contextes.courriers import LONGUEUR_D_EMPREINTE
from documents.contextes.sujets import version_suivante
from documents.depot import Depot
from documents.differences import texte_du_pdf
from documents.formats import nom_de_fichier as nom_permis
from documents.moteur.environnement import caracteres_permis
from documents.production import chemin_lisible
from documents.signatures import Examen, examiner
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import ErreurMetier, Introuvable
from modeles.journalisation import signer
from modeles.requetes import demarche_verrouillee
from modeles.vocabulaire import OrigineDocument
from workflows.commandes.bordereau import Auteur
from workflows.depots.comparaison import Comparaison, comparer, projets_adoptes
from workflows.depots.inscription import LONGUEUR_DE_NOM, Fichier
from workflows.regles.signature import document_du_projet

CODE, TITRE, SIGNE = "D16S", "Exemplaire signé", "D16"
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class DejaDepose(ErreurMetier):
    """Ces octets sont déjà au dossier : un exemplaire signé ne se garde qu'une fois."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            "Cet exemplaire est déjà au dossier.",
            f"C'est « {document.nom_fichier} », octet pour octet.",
            "Il n'y a rien à faire.",
        )


class ExemplaireDepose(NamedTuple):
    """`comparaison` : à ce que l'assemblée a voté, ou à la dernière convention s'il n'y a pas eu de vote."""

    document: Document
    examen: Examen
    comparaison: Comparaison


def comparer_l_exemplaire(demarche: Demarche, recu: Fichier, depot: Depot) -> Comparaison:
    """À faire avant d'écrire. Lève `ExemplaireRefuse`, ou `Introuvable` si aucune convention n'a été produite."""
    examiner(recu.octets)
    return comparer(depot, _texte_signe(demarche, recu), recu)


def deposer_l_exemplaire(
    session: Session,
    demarche: Demarche,
    recu: Fichier,
    auteur: Auteur,
    depot: Depot,
    *,
    comparaison: Comparaison,
) -> ExemplaireDepose:
    """Garde l'exemplaire signé à côté du texte qu'il signe ; rien n'y est changé, rien ne l'effacera.

    Consigner une signature reste un geste à part : un texte qui diffère se garde, et la différence se voit.
    Lève `ExemplaireRefuse`, `DejaDepose`, ou `Introuvable` si aucune convention n'a été produite.
    """
    examen = examiner(recu.octets)
    signer(session, auteur.par)
    demarche_verrouillee(session, demarche.id)
    for deja in demarche.documents:
        if deja.empreinte_fichier == recu.empreinte:
            raise DejaDepose(deja)
    depot.ranger(recu.octets)
    (texte,) = (d for d in demarche.documents if d.id == comparaison.original_id)
    document = _document(demarche, texte, recu, examen, auteur)
    document.donnees["comparaison"] = comparaison.pour_memoire()
    demarche.documents.append(document)
    session.flush()
    depot.publier(document.empreinte_fichier, chemin_lisible(demarche, document))
    return ExemplaireDepose(document, examen, comparaison)


def _texte_signe(demarche: Demarche, recu: Fichier) -> Document:
    """Celui dont il imprime l'empreinte ; sinon l'avenant adopté en dernier, à défaut la dernière convention."""
    avenants = [p for p in projets_adoptes(demarche) if p.avenant_numero is not None]
    textes = [_convention(demarche), *(d for p in avenants if (d := document_du_projet(demarche, p)))]
    lu = texte_du_pdf(recu.octets)
    imprimes = {p.empreinte[:LONGUEUR_D_EMPREINTE]: p for p in demarche.projets}
    cites = [d for e, p in imprimes.items() if e in lu and (d := document_du_projet(demarche, p))]
    return [*textes, *cites][-1]


def _convention(demarche: Demarche) -> Document:
    genere = OrigineDocument.GENERE
    conventions = [d for d in demarche.documents if d.code == SIGNE and d.origine is genere]
    if not conventions:
        raise Introuvable(
            "Il n'y a pas de convention à laquelle rattacher cet exemplaire.",
            "Aucun projet de convention n'a encore été figé et produit.",
            "Figez le projet, puis recommencez.",
        )
    return max(conventions, key=lambda d: d.produit_le)


def _document(demarche: Demarche, texte: Document, recu: Fichier, examen: Examen, auteur: Auteur) -> Document:
    version = version_suivante(demarche, CODE, texte.objet)
    nom = nom_permis(f"{auteur.le:%Y%m%d}_{CODE}_{demarche.territoire_code}_{texte.objet}")
    return Document(
        demarche_id=demarche.id,
        origine=OrigineDocument.DEPOSE,
        code=CODE,
        titre=TITRE,
        objet=texte.objet,
        version=version,
        etape=demarche.etape,
        date_document=auteur.le,
        nom_fichier=f"{nom}_v{version}.{EXTENSIONS[examen.type_mime]}",
        type_mime=examen.type_mime,
        taille_octets=len(recu.octets),
        empreinte_fichier=recu.empreinte,
        empreinte_contenu=recu.empreinte,
        donnees={"signe": str(texte.id), **_pour_memoire(recu, examen, auteur)},
        produit_le=auteur.saisi_le,
    )


def _pour_memoire(recu: Fichier, examen: Examen, auteur: Auteur) -> dict[str, Any]:
    nom = caracteres_permis(recu.nom)[:LONGUEUR_DE_NOM]
    return {"fichier": nom, "par": auteur.par, "examen": examen.model_dump(mode="json")}
