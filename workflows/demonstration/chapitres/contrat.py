"""Du projet de convention à la vie du contrat : figer, viser, délibérer, signer, notifier, évaluer."""

from datetime import date, timedelta

from modeles.etapes import Geste
from modeles.vocabulaire import Organe, Partie, RoleContact, StatutEnveloppe
from workflows.calculs.delais import quorum
from workflows.demonstration.chapitres.lancement import saisir_les_enveloppes
from workflows.demonstration.recit import Recit
from workflows.demonstration.textes import evaluation

# Le rapport part quinze jours avant la séance : plus que les douze jours et les cinq jours francs de la loi.
ENVOI_AVANT_SEANCE = 15


def figer_le_projet(r: Recit, *, notifier: bool = True, baisse_pour_cent: int = 0) -> None:
    """L'enveloppe est notifiée, le texte figé ; on attend que la convention soit écrite."""
    if notifier:
        saisir_les_enveloppes(r, StatutEnveloppe.NOTIFIE, baisse_pour_cent)
    r.faire(Geste.FIGER_PROJET)
    r.clore("Projet de convention figé")


def viser(r: Recit) -> None:
    """La DREETS vise les crédits, la collectivité donne son accord, le projet est validé."""
    recueillir_les_accords(r)
    r.faire(Geste.VALIDER_PROJET)


def recueillir_les_accords(r: Recit) -> None:
    """Le visa de la DREETS, puis l'accord de la collectivité, sur le dernier texte figé."""
    r.passer(9)
    visa = "Responsable du budget opérationnel, DREETS"
    r.saisir("visa_dreets", le=r.le.isoformat(), par=visa)
    r.passer(4)
    r.saisir("accord_collectivite", r.collectivite, le=r.le.isoformat(), par=r.collectivite.ecrite)


def inscrire(r: Recit, *, organe: Organe = Organe.ASSEMBLEE, seance_le: date | None = None) -> date:
    """Inscrit le projet à une séance et adresse le rapport aux élus ; rend la date de la séance."""
    r.passer(5)
    seance = seance_le or r.dans(ENVOI_AVANT_SEANCE)
    r.faire(
        Geste.CONVOQUER_ASSEMBLEE,
        r.collectivite,
        seance_le=seance.isoformat(),
        organe=organe.value,
        en_exercice=r.decor.elus,
    )
    r.clore("Projet inscrit à l'assemblée")
    return seance


def constater_la_carence(r: Recit, seance: date) -> date:
    """Un élu manque pour le quorum ; rend la date de la séance qui se tient trois jours plus tard."""
    r.aller_au(seance)
    r.faire(Geste.CONSTATER_CARENCE, r.collectivite, presents=quorum(r.decor.elus) - 1)
    r.clore("Quorum non atteint")
    return seance + timedelta(days=3)


def voter(r: Recit, seance: date, *, contre_pour_cent: int = 6, presents_pour_cent: int = 84) -> None:
    """L'assemblée siège et vote ; le vote est consigné avec le geste qui suit."""
    r.aller_au(seance)
    presents = r.decor.elus * presents_pour_cent // 100
    contre, abstentions = presents * contre_pour_cent // 100, presents // 20
    r.saisir(
        "vote",
        r.collectivite,
        presents=presents,
        pouvoirs=2,
        pour=presents + 2 - contre - abstentions,
        contre=contre,
        abstentions=abstentions,
        numero=f"{seance.year}-{seance:%m%d}-{r.decor.territoire.code[:3]}",
    )


def rendre_executoire(r: Recit) -> None:
    """La délibération est transmise au représentant de l'État et publiée le lendemain."""
    transmise = r.dans(2)
    publiee = r.dans(3)
    r.aller_au(publiee)
    r.saisir(
        "transmission",
        r.collectivite,
        transmise_le=transmise.isoformat(),
        accuse_le=transmise.isoformat(),
        accuse_numero=f"DEMO-{r.decor.territoire.code}-{transmise:%Y%m%d}",
        publiee_le=publiee.isoformat(),
    )
    r.passer(1)
    r.faire(Geste.RENDRE_EXECUTOIRE, r.collectivite)


def signer_pour(r: Recit, partie: Partie) -> None:
    """Une partie signe l'exemplaire que l'outil a produit."""
    personne = r.decor.personne(partie, RoleContact.SIGNATAIRE)
    r.saisir(
        "signature",
        partie=partie.value,
        signataire=personne.ecrite,
        qualite=personne.fonction,
        signee_le=r.le.isoformat(),
    )


def faire_signer(r: Recit) -> None:
    """La collectivité signe, puis l'État."""
    r.clore("Délibération exécutoire")
    r.passer(8)
    signer_pour(r, Partie.COLLECTIVITE)
    r.passer(7)
    signer_pour(r, Partie.ETAT)


def signer_et_notifier(r: Recit) -> None:
    """Les deux parties signent, le contrat est notifié : il vit."""
    faire_signer(r)
    effet = r.le
    r.passer(4)
    numero = f"CLS-{r.decor.territoire.code}-{effet.year}-01"
    r.faire(Geste.NOTIFIER, prend_effet_le=effet.isoformat(), numero=numero)
    r.clore("Contrat signé et notifié")


def evaluer(r: Recit, ouverte_le: date, remise_le: date) -> None:
    """L'évaluation à mi-parcours s'ouvre, puis son rapport est remis."""
    r.aller_au(ouverte_le)
    r.faire(Geste.OUVRIR_EVALUATION)
    r.aller_au(remise_le)
    r.saisir("evaluation", r.collectivite, **evaluation(), comite_le=r.le.isoformat())
    r.faire(
        Geste.REMETTRE_EVALUATION,
        r.collectivite,
        reference_du_rapport="Rapport d'évaluation à mi-parcours (pièce fictive de démonstration)",
    )
    r.clore("Évaluation à mi-parcours remise")
