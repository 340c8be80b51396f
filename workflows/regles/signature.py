"""Ce qui retient la signature et la notification."""

from collections.abc import Iterator
from datetime import date

from modeles.convention import ProjetConvention, Signature
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import Obstacle
from modeles.vocabulaire import Partie
from workflows.regles.controles import constat
from workflows.regles.deliberation import deliberation_en_cours, executoire_le

LIBELLES_PARTIES = {Partie.ETAT: "l'État", Partie.COLLECTIVITE: "la collectivité"}


def document_du_projet(demarche: Demarche, projet: ProjetConvention) -> Document | None:
    """La convention, ou l'avenant, écrit pour ce projet figé, s'il l'a déjà été."""
    code, objet = "D16", objet_du_projet(projet.version)
    if projet.avenant_numero is not None:
        code, objet = "D20", objet_de_l_avenant(projet)
    return next((d for d in demarche.documents if d.code == code and d.objet == objet), None)


def objet_du_projet(version: int) -> str:
    """Le nom sous lequel la convention d'un projet est rangée."""
    return f"convention projet {version}"


def objet_de_l_avenant(projet: ProjetConvention) -> str:
    """Le nom sous lequel le texte d'un avenant est rangé."""
    return f"avenant {projet.avenant_numero} projet {projet.version}"


def obstacles_a_une_signature(demarche: Demarche, signature: Signature) -> Iterator[Obstacle]:
    """SIG-01 : pas avant la date exécutoire. DOC-02 : le texte signé est celui qui a été voté (§ 17)."""
    deliberation = deliberation_en_cours(demarche)
    executoire = executoire_le(deliberation) if deliberation else None
    if executoire is None or (signature.partie is Partie.COLLECTIVITE and signature.signee_le < executoire):
        quand = (
            "n'est pas exécutoire" if executoire is None else f"n'est exécutoire que le {executoire:%d/%m/%Y}"
        )
        yield constat(
            "SIG-01",
            f"{LIBELLES_PARTIES[signature.partie]} signe le {signature.signee_le:%d/%m/%Y} "
            f"alors que la délibération {quand}",
            "Attendez que la délibération soit publiée et transmise.",
            "signature",
        )
    projet = demarche.projets[-1]
    convention = document_du_projet(demarche, projet)
    if convention is None or signature.empreinte != convention.empreinte_fichier:
        yield constat(
            "DOC-02",
            f"l'exemplaire signé par {LIBELLES_PARTIES[signature.partie]} n'est pas le texte voté "
            f"(projet n° {projet.version})",
            "Faites signer l'exemplaire produit par l'outil, ou modifiez le projet : il devra être voté de nouveau.",
            "signature",
        )


def obstacles_a_la_notification(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Deux signatures sur des exemplaires identiques, et une date d'effet (§ 6.2)."""
    yield from obstacles_aux_deux_signatures(demarche.projets[-1] if demarche.projets else None, le)
    if demarche.prend_effet_le is None:
        yield Obstacle("la date d'effet du contrat manque", "Indiquez la date d'effet.", ou="geste:notifier")


def obstacles_aux_deux_signatures(projet: ProjetConvention | None, le: date) -> Iterator[Obstacle]:
    """Chaque partie a signé le même exemplaire, et on ne le constate pas avant la dernière signature."""
    signatures = projet.signatures if projet else []
    for partie, libelle in LIBELLES_PARTIES.items():
        if not any(s.partie is partie for s in signatures):
            yield Obstacle(
                f"{libelle} n'a pas signé", f"Consignez la signature de {libelle}.", ou="signature"
            )
    if len({s.empreinte for s in signatures}) > 1:
        yield constat(
            "DOC-02",
            "les deux exemplaires signés ne sont pas identiques",
            "Rapprochez les deux exemplaires et faites signer de nouveau celui qui diffère.",
            "signature",
        )
    if signatures and le < max(s.signee_le for s in signatures):
        yield Obstacle(
            "la notification précède la dernière signature",
            "Notifiez le jour de la dernière signature ou après.",
            ou="signature",
        )
