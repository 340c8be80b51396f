"""Toutes les tables, pour qui a besoin du schéma entier (migrations, création d'une base d'essai)."""

from sqlmodel import SQLModel

from modeles import (  # noqa: F401  chaque import inscrit ses tables
    absence,
    acces,
    agenda,
    avenant,
    brouillon,
    calendrier,
    campagne,
    commentaire,
    compte,
    contact,
    convention,
    deliberation,
    demarche,
    diagnostic,
    document,
    echeance,
    effet,
    enveloppe,
    evaluation,
    exercice,
    fiche,
    gabarit,
    indicateur,
    journal,
    lien_de_reponse,
    message,
    piste,
    recherche,
    relance,
    remise,
    retrait,
    reunion,
    tache,
    territoire,
    tournee,
    valeur,
)

METADONNEES = SQLModel.metadata
