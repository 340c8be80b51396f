"""Les fiches et leur restitution : rédiger, instruire, corriger, figer, présenter, renvoyer."""

from collections.abc import Collection
from typing import Any

from modeles.etapes import Geste
from modeles.vocabulaire import AvisComite, NatureReunion, StatutFiche
from workflows.demonstration.chapitres.reunions import CompteRendu, Seance, convoquer, tenir
from workflows.demonstration.decor import Fiche
from workflows.demonstration.recit import Recit

S = StatutFiche


def rediger(
    r: Recit, fiche: Fiche, *, nouvelle: bool = True, baisse: int = 0, effort: int = 0, **champs: Any
) -> None:
    """La collectivité écrit une fiche, ou réécrit celle qui existe (`nouvelle` faux)."""
    numero = r.decor.fiches.index(fiche) + 1
    axes = [constat.axe for constat in r.decor.constats]
    r.saisir(
        "fiche",
        r.collectivite,
        **{
            **fiche.contenu,
            "code": None if nouvelle else fiche.code,
            "pistes": [numero],
            "enjeu": axes.index(fiche.axe) + 1 if fiche.axe in axes else None,
            "budget": r.decor.budget(fiche, baisse, effort),
            **champs,
        },
    )


def statuer(r: Recit, fiche: Fiche, *statuts: StatutFiche, motif: str | None = None) -> None:
    """Fait cheminer une fiche : la collectivité la soumet, l'État l'instruit."""
    for statut in statuts:
        auteur = r.collectivite if statut is S.SOUMISE else r.etat
        motive = motif if statut in (S.A_CORRIGER, S.REJETEE, S.REPORTEE) else None
        r.saisir("statut_fiche", auteur, fiche=fiche.code, statut=statut.value, motif=motive)


def instruire(r: Recit, sauf: Collection[str] = ()) -> None:
    """Toutes les fiches sont écrites, soumises, instruites et validées, sauf celles dont le code est donné."""
    for fiche in r.decor.fiches:
        if fiche.code not in sauf:
            rediger(r, fiche)
            statuer(r, fiche, S.SOUMISE, S.EN_INSTRUCTION, S.VALIDEE)


def faire_corriger(r: Recit, fiche: Fiche, motif: str, **fautifs: Any) -> None:
    """Une navette : la première version est renvoyée avec son motif, la seconde est validée."""
    rediger(r, fiche, **fautifs)
    statuer(r, fiche, S.SOUMISE, S.EN_INSTRUCTION, S.A_CORRIGER, motif=motif)
    rediger(r, fiche, nouvelle=False)
    statuer(r, fiche, S.SOUMISE, S.VALIDEE)


def reprendre(r: Recit, fiche: Fiche, motif: str, *, baisse: int = 0, effort: int = 0) -> None:
    """Une fiche validée est rouverte, réécrite avec un autre budget, et validée de nouveau."""
    statuer(r, fiche, S.A_CORRIGER, motif=motif)
    rediger(r, fiche, nouvelle=False, baisse=baisse, effort=effort)
    statuer(r, fiche, S.SOUMISE, S.VALIDEE)


def figer(r: Recit) -> None:
    """Le recueil est figé : les fiches et le livrable s'écrivent."""
    r.faire(Geste.FIGER_RECUEIL)


def convoquer_la_restitution(r: Recit) -> Seance:
    """Convoque le comité de restitution."""
    r.passer(3)
    return convoquer(r, NatureReunion.COMITE_RESTITUTION)


def restituer(r: Recit, avis: AvisComite, decision: str) -> None:
    """Le comité de restitution se tient et se prononce."""
    compte_rendu = CompteRendu(
        f"Le livrable est présenté aux partenaires. Décision : {decision[:1].lower()}{decision[1:]}.",
        (
            "Les fiches sont présentées par leurs porteurs.",
            "Le plan de financement tient dans le plafond fictif et respecte la parité.",
            "Les coprésidents remercient les participants et concluent.",
        ),
        decision,
        avis,
    )
    tenir(r, convoquer_la_restitution(r), compte_rendu)
    r.passer(2)


def valider_le_livrable(r: Recit) -> None:
    """Restitution favorable : on passe au contrat."""
    restituer(r, AvisComite.ADOPTE, "Adopter le livrable final")
    r.faire(Geste.VALIDER_LIVRABLE)
