"""Un avenant, de son ouverture à sa signature : le chemin du contrat, en plus court."""

from datetime import date

from modeles.etapes import Geste
from workflows.demonstration.chapitres import contrat
from workflows.demonstration.recit import Recit

HAUSSE_CENTIMES = 1_000_00
HAUSSE_DE_LA_CIBLE_POUR_CENT = 10


def conclure(r: Recit, ouvert_le: date, effet_le: date) -> None:
    """La première fiche prend de l'ampleur à partir de `effet_le` : écrit, voté, signé."""
    r.aller_au(ouvert_le)
    r.faire(
        Geste.OUVRIR_AVENANT,
        objet=f"Étendre la première action en {effet_le.year} (avenant de démonstration)",
        effet_le=effet_le.isoformat(),
    )
    _etendre_la_premiere_fiche(r, effet_le.year)
    r.passer(3)
    r.faire(Geste.FIGER_AVENANT)
    r.clore("Avenant figé")
    contrat.recueillir_les_accords(r)
    contrat.voter(r, contrat.inscrire(r))
    contrat.rendre_executoire(r)
    contrat.faire_signer(r)
    r.passer(4)
    r.faire(Geste.SIGNER_AVENANT)
    r.clore("Avenant signé")


def _etendre_la_premiere_fiche(r: Recit, annee: int) -> None:
    fiche = r.decor.fiches[0]
    ligne = next(x for x in r.decor.budget(fiche) if x["annee"] == annee)
    hausse = {part: ligne[part] + HAUSSE_CENTIMES for part in ligne if part != "annee"}
    indicateur = fiche.contenu["indicateurs"][0]
    cible = indicateur["cibles"][annee] * (100 + HAUSSE_DE_LA_CIBLE_POUR_CENT) // 100
    r.saisir(
        "changement_d_avenant",
        fiche=fiche.code,
        operation="modifier",
        motif="L'action s'étend à deux communes de plus (motif fictif)",
        budget=[{"annee": annee, **hausse}],
        cibles=[{"indicateur": indicateur["code"], "annee": annee, "valeur_centiemes": cible - cible % 100}],
    )
