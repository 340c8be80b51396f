"""Le répertoire : tous les documents qui ont un gabarit Word, qu'un geste les demande, une personne, ou un porteur."""

from collections.abc import Callable, Mapping
from typing import Protocol

from documents.a_la_demande import A_LA_DEMANDE, ModeleALaDemande
from documents.catalogue import CATALOGUE
from documents.contextes.commun import ContexteDeDocument
from documents.formulaires.controles import fautes_des_controles
from documents.formulaires.ecriture import GABARIT as GABARIT_DU_FORMULAIRE
from documents.formulaires.ecriture import FormulaireDeFiche
from documents.moteur.erreurs import Faute

FORMULAIRE = ModeleALaDemande("D13F", "Formulaire de fiche action", GABARIT_DU_FORMULAIRE, FormulaireDeFiche)


class DocumentEcrit(Protocol):
    """Ce qu'il faut savoir d'un document pour en modifier le gabarit."""

    @property
    def code(self) -> str: ...

    @property
    def titre(self) -> str: ...

    @property
    def gabarit(self) -> str: ...

    @property
    def contexte(self) -> type[ContexteDeDocument]: ...


_DOCUMENTS: list[DocumentEcrit] = [*CATALOGUE.values(), *A_LA_DEMANDE.values(), FORMULAIRE]
REPERTOIRE = {m.code: m for m in sorted(_DOCUMENTS, key=lambda m: m.code)}
# Ce qu'un gabarit doit tenir en plus de ses balises.
CONTROLES_PROPRES: dict[str, Callable[[Mapping[str, bytes], str], list[Faute]]] = {
    FORMULAIRE.code: fautes_des_controles,
}
