"""Ce qui retient un avenant : son ouverture, son texte, son vote, sa signature (§ 13)."""

from collections.abc import Iterator
from datetime import date

from modeles.avenant import Avenant
from modeles.convention import ProjetConvention
from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.vocabulaire import IssueVote, StatutFiche
from workflows.calculs.avenants import comme_signe
from workflows.regles.convention import obstacles_aux_signataires, obstacles_aux_visas
from workflows.regles.deliberation import deliberation_en_cours, executoire_le, obstacles_a_l_executoire
from workflows.regles.fiches import obstacles_a_la_fiche
from workflows.regles.finances import fiches_retenues, obstacles_financiers
from workflows.regles.signature import obstacles_aux_deux_signatures

OU = "avenant"


def avenant_ouvert(demarche: Demarche) -> Avenant | None:
    """L'avenant en cours, s'il y en a un ; il n'y en a jamais deux."""
    return next((a for a in demarche.avenants if a.ouvert), None)


def projet_de(demarche: Demarche, avenant: Avenant) -> ProjetConvention | None:
    """Le texte figé de l'avenant."""
    return next((p for p in demarche.projets if p.version == avenant.projet_version), None)


def obstacles_a_l_ouverture_de_l_avenant(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Un seul avenant à la fois : deux modifieraient le même texte."""
    del le
    ouvert = avenant_ouvert(demarche)
    if ouvert is not None:
        yield Obstacle(
            f"l'avenant n° {ouvert.numero} est {ouvert.etat.libelle}",
            "Menez-le à la signature, ou abandonnez-le.",
            ou=OU,
        )


def obstacles_au_gel_de_l_avenant(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Des changements, des parties connues, et un contrat consolidé qui respecte tous les contrôles d'argent."""
    avenant = avenant_ouvert(demarche)
    if avenant is None:
        yield _aucun_avenant()
        return
    if not avenant.changements:
        yield Obstacle(
            f"l'avenant n° {avenant.numero} ne change rien",
            "Saisissez ce qui change : une fiche ajoutée, retirée ou modifiée.",
            ou=OU,
        )
    if avenant.effet_le < le:
        yield Obstacle(
            f"l'avenant prendrait effet le {avenant.effet_le:%d/%m/%Y}, avant d'être figé",
            "Donnez une date d'effet à venir : un avenant ne change pas le passé.",
            ou=OU,
        )
    yield from _fiches_ajoutees(demarche, avenant)
    yield from obstacles_aux_signataires(demarche)
    # Rendu en liste : rien ne doit attendre au milieu d'un contrat changé pour un instant.
    with comme_signe(demarche, avenant):
        consolides = list(obstacles_financiers(demarche))
        touchees = {c["fiche"] for c in avenant.changements if c["operation"] != "retirer"}
        for fiche in fiches_retenues(demarche):
            if fiche.code in touchees:
                consolides += obstacles_a_la_fiche(demarche, fiche)
    yield from consolides


def _fiches_ajoutees(demarche: Demarche, avenant: Avenant) -> Iterator[Obstacle]:
    fiches = {fiche.code: fiche for fiche in demarche.fiches}
    for changement in avenant.changements:
        fiche = fiches[changement["fiche"]]
        if changement["operation"] == "ajouter" and fiche.statut is not StatutFiche.VALIDEE:
            yield Obstacle(
                f"la fiche {fiche.code}, à ajouter, est au statut « {fiche.statut.libelle} »",
                "Faites-la soumettre et valider, comme celles du contrat.",
                ou=f"fiche:{fiche.code}",
            )


def obstacles_a_la_seance_de_l_avenant(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Comme pour le contrat : un texte figé et écrit, visé par la DREETS, accepté par la collectivité."""
    del le
    avenant = avenant_ouvert(demarche)
    projet = projet_de(demarche, avenant) if avenant else None
    if projet is None:
        yield _aucun_texte() if avenant else _aucun_avenant()
        return
    yield from obstacles_aux_visas(demarche, projet)


def obstacles_a_l_executoire_de_l_avenant(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """La délibération de l'avenant suit les règles de celle du contrat."""
    if avenant_ouvert(demarche) is None:
        yield _aucun_avenant()
    else:
        yield from obstacles_a_l_executoire(demarche, le)


def obstacles_a_la_signature_de_l_avenant(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Délibération exécutoire, deux signatures du même texte, date d'effet à venir ou du jour."""
    avenant = avenant_ouvert(demarche)
    projet = projet_de(demarche, avenant) if avenant else None
    if avenant is None or projet is None:
        yield _aucun_texte() if avenant else _aucun_avenant()
        return
    deliberation = deliberation_en_cours(demarche)
    if deliberation is None or deliberation.issue is not IssueVote.ADOPTEE or not executoire_le(deliberation):
        yield Obstacle(
            f"la délibération de l'avenant n° {avenant.numero} n'est pas exécutoire",
            "Consignez son vote, sa transmission et sa publication.",
            ou="deliberation",
        )
    yield from obstacles_aux_deux_signatures(projet, le)


def obstacles_a_l_abandon_de_l_avenant(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """On n'abandonne qu'un avenant en cours, et pas après une signature."""
    del le
    avenant = avenant_ouvert(demarche)
    if avenant is None:
        yield _aucun_avenant()
    elif (projet := projet_de(demarche, avenant)) and len(projet.signatures) > 1:
        yield Obstacle("les deux parties ont signé l'avenant", "Constatez sa signature.", ou="signature")


def obstacles_au_renvoi_de_l_avenant(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """On ne renvoie qu'un texte inscrit à une séance."""
    del le
    if avenant_ouvert(demarche) is None:
        yield _aucun_avenant()
    elif deliberation_en_cours(demarche) is None:
        yield Obstacle(
            "l'avenant n'est inscrit à aucune séance", "Inscrivez-le à l'ordre du jour.", ou="deliberation"
        )


def _aucun_avenant() -> Obstacle:
    return Obstacle("aucun avenant n'est ouvert", "Ouvrez d'abord un avenant.", ou=OU)


def _aucun_texte() -> Obstacle:
    return Obstacle("le texte de l'avenant n'est pas figé", "Figez l'avenant.", ou=OU)
