"""Le nom d'un champ, écrit pour être lu : « objectifs_operationnels » donne « Objectifs opérationnels »."""

# Les identifiants n'ont pas d'accents ; les mots qui en prennent sont ici, sans quoi ils resteraient nus.
_ACCENTUES = {
    "adopte": "adopté", "annee": "année", "annees": "années", "assemblee": "assemblée", "collectivite": "collectivité",
    "comite": "comité", "comites": "comités", "comptees": "comptées", "concernees": "concernées",
    "contractualise": "contractualisé", "controle": "contrôle", "credits": "crédits", "debut": "début",
    "decision": "décision", "decisions": "décisions", "definition": "définition", "delegation": "délégation",
    "deliberation": "délibération", "depose": "déposé", "donnees": "données", "duree": "durée", "ecartes": "écartés",
    "echeance": "échéance", "echeances": "échéances", "emetteur": "émetteur", "etape": "étape", "etat": "État",
    "evaluation": "évaluation", "excuses": "excusés", "executif": "exécutif", "executoire": "exécutoire",
    "fiabilite": "fiabilité", "fige": "figé", "gravite": "gravité", "intitule": "intitulé", "invites": "invités",
    "libelle": "libellé", "notifiee": "notifiée", "numero": "numéro", "operationnels": "opérationnels",
    "parite": "parité", "perimetre": "périmètre", "periode": "période", "pieces": "pièces",
    "precedentes": "précédentes", "presence": "présence", "presents": "présents", "prevue": "prévue",
    "qualite": "qualité", "reference": "référence", "referencee": "référencée", "referent": "référent",
    "region": "région", "reponse": "réponse", "resiliation": "résiliation", "reunion": "réunion", "role": "rôle",
    "seance": "séance", "signe": "signé", "synthese": "synthèse", "theme": "thème", "unite": "unité",
    "valide": "validé", "siret": "SIRET",
}  # fmt: skip
_SUFFIXES = ("_le", "_centimes")


def nom_lisible(nom: str) -> str:
    """« montant_centimes » donne « Montant » : l'unité et la nature se disent à part."""
    for suffixe in _SUFFIXES:
        nom = nom.removesuffix(suffixe)
    mots = " ".join(_ACCENTUES.get(mot, mot) for mot in nom.split("_"))
    return mots[:1].upper() + mots[1:]
