"""Ce qu'un formulaire modifié dans Word doit garder : un contrôle étiqueté par champ, et un seul."""

from collections import Counter
from collections.abc import Iterator, Mapping

from documents.formulaires.champs import CHAMP_DE_CLE, CHAMPS
from documents.moteur.environnement import suggestion
from documents.moteur.erreurs import Faute
from documents.moteur.ooxml import CORPS, lire_xml, valeur, w


def fautes_des_controles(parties: Mapping[str, bytes], gabarit: str) -> list[Faute]:
    """Sans son contrôle, un champ ne reviendrait pas ; en double, on ne saurait pas lequel lire."""
    corps = lire_xml(parties[CORPS])
    etiquettes = Counter(valeur(c.find(f"{w('sdtPr')}/{w('tag')}")) for c in corps.iter(w("sdt")))
    return [Faute(message, gabarit, CORPS) for message in _reproches(etiquettes)]


def _reproches(etiquettes: Counter[str]) -> Iterator[str]:
    for champ in CHAMPS:
        trouves = etiquettes.get(champ.cle, 0)
        if not trouves:
            yield (
                f"le champ « {champ.libelle} » n'a plus de contrôle : remettez-en un, d'étiquette « {champ.cle} »"
            )
        elif trouves > 1:
            yield f"le champ « {champ.libelle} » a {trouves} contrôles : n'en gardez qu'un"
    for etiquette in etiquettes:
        if etiquette and etiquette not in CHAMP_DE_CLE:
            yield f"le contrôle « {etiquette} » n'est celui d'aucun champ{suggestion(etiquette, CHAMP_DE_CLE)}"
