"""Reprendre un contrat signé hors de l'outil : délibération, texte, signatures, copie numérisée."""

from datetime import date
from pathlib import Path
from typing import Any

from documents.formats import nom_de_fichier
from modeles.convention import ProjetConvention, Signature
from modeles.deliberation import Deliberation
from modeles.document import Document
from modeles.erreurs import Obstacle, SaisieInvalide
from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.vocabulaire import IssueVote, ModeSignature, OrigineDocument, Partie
from workflows.commandes.convention import empreinte_de
from workflows.regles.deliberation import executoire_le
from workflows.regles.finances import fiches_retenues, part_etat
from workflows.regles.signature import objet_du_projet
from workflows.reprise.coherence import derniere_signature
from workflows.reprise.copies import Copie, lire_la_copie
from workflows.reprise.feuilles import CONTRATS, feuille
from workflows.reprise.lignes import Ligne
from workflows.reprise.plan import Champ, differences
from workflows.reprise.territoire import Reprise

ORIGINE = "reprise"
CODE_DE_LA_CONVENTION = "D16"
TITRE_DE_LA_COPIE = "Convention signée hors de l'outil"
PDF = "application/pdf"


def reprendre_le_contrat(reprise: Reprise, ligne: Ligne, pieces: Path | None) -> Copie | None:
    """Inscrit le contrat signé, s'il ne l'est pas déjà, et rend sa copie si elle est donnée.

    L'étape est posée ensuite : c'est elle qui rend la démarche « en exécution ». Lève `SaisieInvalide`.
    """
    copie = lire_la_copie(pieces, ligne["scan"]) if ligne["scan"] else None
    if reprise.demarche.signe_le is not None:
        _comparer_au_contrat_connu(reprise, ligne)
        return copie
    if reprise.demarche.etape is not Etape.A_LANCER:
        raise SaisieInvalide(
            "Ce contrat ne peut pas être repris.",
            f"La démarche est déjà suivie dans l'outil, à l'étape « {reprise.demarche.etape.libelle} ».",
            "Menez-la à la signature dans l'outil, et retirez cette ligne.",
        )
    deliberation = _deliberation(reprise, ligne)
    reprise.demarche.deliberations.append(deliberation)
    reprise.demarche.projets.append(_projet(reprise, ligne, copie))
    reprise.demarche.signe_le = derniere_signature(ligne)
    reprise.demarche.prend_effet_le = ligne["prend_effet_le"]
    reprise.demarche.numero = ligne["numero"]
    colonnes = [c for c in feuille(CONTRATS).colonnes if c.nom not in ("territoire", "scan")]
    reprise.plan.noter("Contrat signé hors outil", differences(colonnes, {}, ligne.valeurs), creation=True)
    _prevenir_si_signe_trop_tot(reprise, deliberation, ligne["collectivite_le"])
    return copie


def _deliberation(reprise: Reprise, ligne: Ligne) -> Deliberation:
    territoire = registre().territoire(reprise.demarche.territoire_code)
    en_exercice = ligne["en_exercice"] or territoire.en_exercice
    if en_exercice is None:
        manque = (
            "le nombre d'élus en exercice : les données de référence ne le donnent pas pour ce territoire"
        )
        reprise.fautes.append(ligne.faute("en_exercice", manque))
    return Deliberation(
        demarche_id=reprise.demarche.id,
        numero_ordre=1,
        projet_version=1,
        envoi_le=ligne["envoi_le"] or ligne["seance_le"],
        seance_le=ligne["seance_le"],
        en_exercice=en_exercice or 0,
        issue=IssueVote.ADOPTEE,
        numero=ligne["deliberation"],
        transmise_le=ligne["transmise_le"],
        publiee_le=ligne["publiee_le"],
    )


def _projet(reprise: Reprise, ligne: Ligne, copie: Copie | None) -> ProjetConvention:
    contenu = {
        "origine": ORIGINE,
        "montant_etat_centimes": _montant(reprise, ligne),
        "contrat": _donnees_du_contrat(ligne),
    }
    projet = ProjetConvention(
        demarche_id=reprise.demarche.id,
        version=1,
        contenu=contenu,
        empreinte=empreinte_de(contenu),
        fige_le=ligne["seance_le"],
    )
    projet.signatures = [_signature(projet, ligne, p, copie) for p in (Partie.ETAT, Partie.COLLECTIVITE)]
    return projet


def _signature(projet: ProjetConvention, ligne: Ligne, partie: Partie, copie: Copie | None) -> Signature:
    """L'exemplaire signé est la copie numérisée ; sans elle, l'empreinte est celle des données reprises."""
    return Signature(
        projet_id=projet.id,
        partie=partie,
        signataire=ligne[f"{partie}_par"],
        qualite=ligne[f"{partie}_qualite"],
        signee_le=ligne[f"{partie}_le"],
        mode=ModeSignature.HORS_OUTIL,
        empreinte=copie.empreinte if copie else projet.empreinte,
    )


def _montant(reprise: Reprise, ligne: Ligne) -> int:
    """Le montant écrit au contrat ou, à défaut, la somme des fiches retenues."""
    ecrit: int | None = ligne["montant_centimes"]
    return part_etat(fiches_retenues(reprise.demarche)) if ecrit is None else ecrit


def _donnees_du_contrat(ligne: Ligne) -> dict[str, Any]:
    return {
        nom: valeur.isoformat() if isinstance(valeur, date) else valeur
        for nom, valeur in ligne.valeurs.items()
        if nom not in ("territoire", "scan")
    }


def _comparer_au_contrat_connu(reprise: Reprise, ligne: Ligne) -> None:
    projet = reprise.demarche.projets[-1] if reprise.demarche.projets else None
    connu = projet.contenu.get("contrat", {}) if projet else {}
    colonnes = [c for c in feuille(CONTRATS).colonnes if c.nom not in ("territoire", "scan")]
    ecarts = differences(colonnes, connu, _donnees_du_contrat(ligne))
    reprise.plan.noter("Contrat signé hors outil", [])
    if ecarts:
        reprise.plan.avertissements.append(
            Obstacle(
                f"le contrat signé est déjà inscrit et ne change plus ; le classeur en diffère : "
                f"{', '.join(c.libelle for c in ecarts)}",
                "Si l'outil a tort, consignez un avenant ou signalez l'erreur.",
                ou="signature",
            )
        )


def _prevenir_si_signe_trop_tot(reprise: Reprise, deliberation: Deliberation, signee_le: date) -> None:
    """SIG-01, en avertissement seulement : le contrat est signé, la reprise le constate."""
    executoire = executoire_le(deliberation) or deliberation.seance_le
    if signee_le < executoire:
        reprise.plan.avertissements.append(
            Obstacle(
                f"la collectivité a signé le {signee_le:%d/%m/%Y}, avant que sa délibération soit exécutoire "
                f"({executoire:%d/%m/%Y})",
                "Vérifiez ces dates, ou faites régulariser la délibération.",
                "SIG-01",
                ou="signature",
            )
        )


def joindre_la_copie(reprise: Reprise, copie: Copie) -> Document | None:
    """Inscrit la copie signée comme document déposé ; la même copie n'est inscrite qu'une fois."""
    demarche = reprise.demarche
    connue = any(d.empreinte_fichier == copie.empreinte for d in demarche.documents)
    champs = [] if connue else [Champ("Empreinte du fichier", "", copie.empreinte[:12])]
    if not reprise.plan.noter(f"Copie signée « {copie.nom} »", champs, creation=not connue):
        return None
    document = _document(reprise, copie)
    demarche.documents.append(document)
    return document


def _document(reprise: Reprise, copie: Copie) -> Document:
    demarche, objet = reprise.demarche, objet_du_projet(reprise.demarche.projets[-1].version)
    freres = [d for d in demarche.documents if (d.code, d.objet) == (CODE_DE_LA_CONVENTION, objet)]
    version, signe_le = len(freres) + 1, demarche.signe_le or reprise.auteur.le
    libelle = f"{signe_le:%Y%m%d}_{CODE_DE_LA_CONVENTION}_{demarche.territoire_code}_convention signee"
    return Document(
        demarche_id=demarche.id,
        origine=OrigineDocument.DEPOSE,
        code=CODE_DE_LA_CONVENTION,
        titre=TITRE_DE_LA_COPIE,
        objet=objet,
        version=version,
        etape=demarche.etape,
        date_document=signe_le,
        nom_fichier=f"{nom_de_fichier(libelle)}_v{version}.pdf",
        type_mime=PDF,
        taille_octets=len(copie.octets),
        empreinte_fichier=copie.empreinte,
        empreinte_contenu=copie.empreinte,
        donnees={"origine": ORIGINE, "nom_du_fichier": copie.nom, "depose_par": reprise.auteur.par},
        produit_le=reprise.auteur.saisi_le,
    )
