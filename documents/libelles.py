"""Le nom d'un champ, écrit pour être lu : « objectifs_operationnels » donne « Objectifs opérationnels »."""

# Les identifiants n'ont pas d'accents ; les mots qui en prennent sont ici, sans quoi ils resteraient nus.
_ACCENTUES = {
    "accuse": "accusé", "adopte": "adopté", "adoptee": "adoptée", "annee": "année", "annees": "années",
    "appreciation": "appréciation", "apres": "après", "arretee": "arrêtée", "articulees": "articulées",
    "assemblee": "assemblée", "collectivite": "collectivité", "comite": "comité", "comites": "comités",
    "completer": "compléter", "completude": "complétude", "comptees": "comptées", "concernees": "concernées",
    "contractualise": "contractualisé", "controle": "contrôle", "cout": "coût", "credits": "crédits",
    "debut": "début", "decision": "décision", "decisions": "décisions", "definition": "définition", "delai": "délai",
    "delegation": "délégation", "deliberation": "délibération", "demarches": "démarches",
    "departements": "départements", "depose": "déposé", "detail": "détail", "difficultes": "difficultés",
    "donnees": "données", "duree": "durée", "ecart": "écart", "ecartes": "écartés", "echeance": "échéance",
    "echeances": "échéances", "echu": "échu", "emetteur": "émetteur", "engage": "engagé", "etape": "étape",
    "etat": "État", "etendue": "étendue", "evaluation": "évaluation", "excuses": "excusés", "executif": "exécutif",
    "executoire": "exécutoire", "fiabilite": "fiabilité", "fige": "figé", "gravite": "gravité",
    "intercommunalites": "intercommunalités", "intitule": "intitulé", "invites": "invités", "justifie": "justifié",
    "libelle": "libellé", "methode": "méthode", "notifiee": "notifiée", "numero": "numéro",
    "operationnels": "opérationnels", "parite": "parité", "paye": "payé", "perimetre": "périmètre",
    "periode": "période", "pieces": "pièces", "preavis": "préavis", "precedentes": "précédentes",
    "precedents": "précédents", "presence": "présence", "presents": "présents", "prevu": "prévu", "prevue": "prévue",
    "publiee": "publiée", "qualite": "qualité", "realise": "réalisé", "reference": "référence",
    "referencee": "référencée", "referent": "référent", "region": "région", "reperes": "repères",
    "repondre": "répondre", "reponse": "réponse", "resiliation": "résiliation", "resultats": "résultats",
    "reunion": "réunion", "role": "rôle", "seance": "séance", "signe": "signé", "signee": "signée",
    "signees": "signées", "synthese": "synthèse", "theme": "thème", "unite": "unité", "valide": "validé",
    "siret": "SIRET",
}  # fmt: skip
_SUFFIXES = ("_le", "_centimes")


def nom_lisible(nom: str) -> str:
    """« montant_centimes » donne « Montant » : l'unité et la nature se disent à part."""
    for suffixe in _SUFFIXES:
        nom = nom.removesuffix(suffixe)
    mots = " ".join(_ACCENTUES.get(mot, mot) for mot in nom.split("_"))
    mots = mots.replace("rendez vous", "rendez-vous")
    return mots[:1].upper() + mots[1:]
