"""Les documents que les prochains gestes feront naître, et ce qui y serait vide : à lire avant d'agir."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from documents.catalogue import CATALOGUE
from documents.contextes.sujets import objet_du_document
from documents.manques import Manque, manques, manques_bloquants
from documents.repertoire import REPERTOIRE
from documents.suites_des_gestes import CODES_DES_GESTES, productions
from modeles.demarche import Demarche, Passage
from modeles.erreurs import Obstacle
from modeles.etapes import EN_VIE, Etape, Geste
from workflows.ebauches import ebaucher, sujets_possibles
from workflows.evaluation import CODE as EVALUATION
from workflows.parcours import gestes_possibles
from workflows.refus import PassageBloque
from workflows.regles.avenant import avenant_ouvert

# Ce qui met fin au contrat ne se prépare pas d'avance : on ne le montre que si on le demande.
IMPREVUS = {Geste.DENONCER, Geste.RESILIER}
# Une fois le contrat signé, l'assemblée ne revoit le texte que pour un avenant.
DE_L_AVENANT = {
    Geste.FIGER_AVENANT,
    Geste.CONVOQUER_ASSEMBLEE,
    Geste.CONSTATER_CARENCE,
    Geste.RENDRE_EXECUTOIRE,
    Geste.SIGNER_AVENANT,
}


class DocumentAttendu(NamedTuple):
    """Un document tel qu'il serait écrit aujourd'hui. `projet` : il ne sera encore qu'un projet."""

    code: str
    titre: str
    sujet: str
    objet: str
    projet: bool
    manques: tuple[Manque, ...]

    @property
    def bloque(self) -> bool:
        """Il lui manque une donnée sans laquelle le geste qui le produit sera refusé."""
        return not self.projet and any(m.requis for m in self.manques)


def documents_attendus(demarche: Demarche, le: date, code: str | None = None) -> list[DocumentAttendu]:
    """Ceux des gestes possibles à cette étape, ou celui de ce code ; le plus petit code d'abord.

    Lève `Introuvable` si le code n'existe pas.
    """
    sans_avenant = demarche.etape in EN_VIE and avenant_ouvert(demarche) is None
    autres = DE_L_AVENANT if sans_avenant else set[Geste]()
    codes = [code.upper()] if code else codes_de_l_etape(demarche.etape, autres)
    return [_attendu(demarche, c, sujet, le) for c in codes for sujet in sujets_possibles(demarche, c, le)]


def codes_de_l_etape(etape: Etape, sauf: Collection[Geste] = ()) -> list[str]:
    """Les codes des documents que cette étape prépare : ceux de ses gestes, `sauf` ceux-là, et l'évaluation."""
    gestes = {t.geste for t in gestes_possibles(etape)} - IMPREVUS - set(sauf)
    codes = {code for geste in gestes for code in CODES_DES_GESTES.get(geste, ())}
    return sorted(codes | ({EVALUATION} if Geste.REMETTRE_EVALUATION in gestes else set()))


def exiger_des_documents_complets(demarche: Demarche, passage: Passage) -> None:
    """Lève `PassageBloque` avec tout ce qui manque aux documents définitifs que ce passage demande (DOC-01)."""
    if obstacles := list(_obstacles(demarche, passage)):
        raise PassageBloque(demarche, passage.geste, obstacles)


def _attendu(demarche: Demarche, code: str, sujet: str, le: date) -> DocumentAttendu:
    contexte = ebaucher(demarche, code, sujet, le)
    return DocumentAttendu(
        code=code,
        titre=REPERTOIRE[code].titre,
        sujet=sujet,
        objet=objet_du_document(demarche, code, sujet),
        projet=contexte.document.projet,
        manques=manques(contexte),
    )


def _obstacles(demarche: Demarche, passage: Passage) -> Iterator[Obstacle]:
    for production in productions(demarche, passage):
        modele = CATALOGUE[production.code]
        contexte = modele.construire(demarche, passage, production.sujet)
        for manque in manques_bloquants(contexte):
            obstacle = manque.obstacle
            yield obstacle._replace(message=f"{modele.titre} : {obstacle.message}")
