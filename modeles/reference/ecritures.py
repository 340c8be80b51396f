"""Toutes les façons d'écrire un territoire que l'on accepte de lire."""

from modeles.reference.territoires import Territoire


def ecritures_du_territoire(territoire: Territoire) -> tuple[str, ...]:
    """Le nom d'abord, qui sert de suggestion ; « 9 » vaut « 09 », qu'un tableur a pu raccourcir.

    Le nom de la collectivité, ou son sigle (« CD 32 »), n'est retenu que chez celle qui contracte.
    """
    ecritures = (territoire.nom, territoire.code, territoire.code.lstrip("0"), *territoire.alias)
    if not territoire.contractant:
        return ecritures
    courtes = (f"CD {territoire.code}", f"CD{territoire.code}") if territoire.type == "departement" else ()
    return (*ecritures, territoire.collectivite, territoire.assemblee_complete, *courtes)
