"""Ce que Prefect lit dans son environnement. À poser avant de l'importer : il n'écoute qu'à ce moment-là."""

from modeles.configuration import Configuration

UN_JOUR_S = 86_400
# Les événements sont le gros du volume ; l'historique qu'on consulte est dans les exécutions.
CONSERVATION_DES_EVENEMENTS = "P1D"
# Après un arrêt, Prefect rejoue tout ce qu'il avait planifié : on le garde court.
EXECUTIONS_PLANIFIEES_D_AVANCE = 3
MACHINE_LOCALE = "127.0.0.1,localhost"


def variables_prefect(reglages: Configuration, environnement: dict[str, str]) -> dict[str, str]:
    """Les variables à ajouter à `environnement` pour un processus qui se sert de Prefect."""
    secret = reglages.acces_prefect.get_secret_value() if reglages.acces_prefect else None
    facultatives = {
        "PREFECT_API_URL": reglages.api_prefect,
        "PREFECT_API_AUTH_STRING": secret,
        "PREFECT_SERVER_API_AUTH_STRING": secret,
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": reglages.url_base_prefect,
    }
    return {
        "PREFECT_HOME": str(reglages.donnees / "prefect"),
        "PREFECT_LOGGING_LEVEL": reglages.journal,
        "PREFECT_SERVER_LOGGING_LEVEL": reglages.journal,
        "NO_PROXY": ",".join(filter(None, (environnement.get("NO_PROXY"), MACHINE_LOCALE))),
        **_SOBRIETE,
        **_PLANIFICATION,
        **_conservation(reglages.conservation_jours),
        **{nom: valeur for nom, valeur in facultatives.items() if valeur},
    }


# Rien ne sort de la machine, et personne ne démarre un serveur à notre insu.
_SOBRIETE = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
}
_PLANIFICATION = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": str(EXECUTIONS_PLANIFIEES_D_AVANCE),
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT1M",
}


def _conservation(jours: int) -> dict[str, str]:
    return {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(jours * UN_JOUR_S),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": CONSERVATION_DES_EVENEMENTS,
    }
