"""Inscrire des pistes d'action, les coter, et décider de leur sort."""

from typing import Annotated

from pydantic import Field

from modeles.demarche import Demarche
from modeles.erreurs import Introuvable, SaisieInvalide
from modeles.etapes import Geste
from modeles.piste import Piste
from modeles.reference.registre import registre
from modeles.vocabulaire import DecisionPiste, NatureAction
from workflows.commandes.bordereau import (
    Auteur,
    Bordereau,
    GesteDefini,
    SaisieDefinie,
    designe,
    ecrire,
    suivant,
)
from workflows.commandes.champs import (
    Centimes,
    Chose,
    CodeDeSousAxe,
    Designation,
    LongTexte,
    NumeroDePiste,
    Paragraphe,
    ParCle,
    RangDEnjeu,
    Texte,
)

CRITERES = (
    "reponse_a_un_enjeu",
    "action_referencee",
    "nouveaute_demontree",
    "publics_prioritaires",
    "faisable_en_douze_mois",
    "cofinancement_acquis",
    "mesurable",
    "sans_double_financement",
)
Note = Annotated[int, Field(ge=0, le=3)]


class SaisiePiste(Bordereau):
    modifie: Designation | None = Field(default=None, title="Piste modifiée")
    titre: Texte = Field(title="Piste", description="Ce que l'on ferait, en une phrase.")
    sous_axe: CodeDeSousAxe = Field(title="Sous-axe")
    public: Paragraphe = Field(default="", title="Public")
    porteur_pressenti: str = Field(default="", title="Porteur pressenti")
    cout_estime_centimes: Centimes | None = Field(default=None, title="Coût approché")
    nature: NatureAction | None = Field(default=None, title="Nature")
    enjeu: RangDEnjeu | None = Field(default=None, title="Enjeu auquel elle répond")
    notes: Annotated[dict[str, Note], ParCle(Chose.CRITERE)] = Field(
        default_factory=dict,
        title="Cotation",
        description="De 0 à 3. La note éclaire, elle ne décide pas.",
    )


def inscrire_piste(demarche: Demarche, saisie: SaisiePiste, auteur: Auteur) -> None:
    """Inscrit ou corrige une piste, rattachée à un enjeu par son rang."""
    referentiel = registre().referentiel(demarche.millesime)
    connus = [s.code for s in referentiel.sous_axes]
    fautes = [] if saisie.sous_axe in connus else [f"le sous-axe « {saisie.sous_axe} » n'existe pas"]
    fautes += [f"le critère « {c} » n'est pas de la grille" for c in saisie.notes if c not in CRITERES]
    enjeu = next((e for e in demarche.enjeux if e.rang == saisie.enjeu), None)
    if saisie.enjeu is not None and enjeu is None:
        fautes.append(f"l'enjeu n° {saisie.enjeu} n'existe pas")
    if fautes:
        raise SaisieInvalide(
            f"La piste « {saisie.titre} » ne peut pas être inscrite.",
            f"Il y a un obstacle : {' ; '.join(fautes)}.",
            "Employez les codes du référentiel, les critères de la grille et les enjeux du diagnostic.",
        )
    champs = saisie.model_dump(exclude={"enjeu", "modifie"})
    if saisie.modifie:
        piste = designe(demarche.pistes, "numero", saisie.modifie, "La piste n°")
        ecrire(piste, champs)
    else:
        numero = suivant([p.numero for p in demarche.pistes])
        piste = Piste(demarche_id=demarche.id, numero=numero, **champs)
        demarche.pistes.append(piste)
    piste.enjeu, piste.enjeu_id = enjeu, enjeu.id if enjeu else None


class SaisieArbitrage(Bordereau):
    piste: NumeroDePiste = Field(title="Piste")
    decision: DecisionPiste = Field(title="Décision")
    motif: LongTexte | None = Field(
        default=None, title="Motif", description="Exigé pour fusionner, reporter ou écarter."
    )


def arbitrer_piste(demarche: Demarche, saisie: SaisieArbitrage, auteur: Auteur) -> None:
    """Une personne décide ; écarter, fusionner ou reporter demande un motif."""
    piste = _piste_numero(demarche, saisie.piste)
    if saisie.decision not in (DecisionPiste.RETENUE, DecisionPiste.PROPOSEE) and not saisie.motif:
        raise SaisieInvalide(
            f"La piste n° {piste.numero} ne peut pas recevoir cette décision.",
            f"La décision « {saisie.decision.value} » demande un motif.",
            "Indiquez le motif en une phrase.",
        )
    piste.decision, piste.motif = saisie.decision, saisie.motif


class SaisieDispense(Bordereau):
    piste: NumeroDePiste = Field(title="Piste")
    motif: LongTexte = Field(title="Pourquoi elle se passe d'atelier")


def dispenser_d_atelier(demarche: Demarche, saisie: SaisieDispense, auteur: Auteur) -> None:
    """La piste n'a pas besoin d'atelier : dire pourquoi."""
    _piste_numero(demarche, saisie.piste).dispense_d_atelier = saisie.motif


def _piste_numero(demarche: Demarche, numero: int) -> Piste:
    for piste in demarche.pistes:
        if piste.numero == numero:
            return piste
    raise Introuvable(
        f"La piste n° {numero} n'existe pas.",
        f"{len(demarche.pistes)} pistes sont inscrites.",
        "Donnez le numéro d'une piste inscrite.",
    )


class DonneesDispense(Bordereau):
    decideur: Texte = Field(title="Qui en a décidé", description="Prénom, nom et fonction.")


GESTES_DES_PISTES = {
    Geste.ARRETER_PISTES: GesteDefini(),
    Geste.DISPENSER: GesteDefini(DonneesDispense),
    Geste.CLORE_ATELIERS: GesteDefini(),
}
SAISIES_DES_PISTES = {
    "piste": SaisieDefinie("une piste d'action", SaisiePiste, inscrire_piste),
    "arbitrage": SaisieDefinie("la décision sur une piste", SaisieArbitrage, arbitrer_piste),
    "dispense_d_atelier": SaisieDefinie(
        "la dispense d'atelier d'une piste", SaisieDispense, dispenser_d_atelier
    ),
}
