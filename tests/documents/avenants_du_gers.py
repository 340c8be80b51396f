"""L'avenant n° 1 au contrat fictif du Gers : une fiche ajoutée, une retirée, une modifiée, à partir de 2027."""

from datetime import date

from documents.contextes.convention import Convention, contexte_convention
from modeles.avenant import Avenant
from modeles.convention import ProjetConvention
from modeles.demarche import Demarche
from modeles.vocabulaire import StatutFiche
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_contrat import ajouter_une_fiche, figer_un_projet

LE_1_OCTOBRE = date(2026, 10, 1)
AJOUTEE, RETIREE, MODIFIEE = "32-DRO-ACC-01", "32-ENF-PAR-01", "32-DRO-EXP-01"


def un_contrat_modifie() -> Demarche:
    """Le contrat signé (projet 1), puis figé tel que l'avenant le laisse (projet 2)."""
    demarche = un_contrat_du_gers(numero="32-2026-01")
    figer_un_projet(demarche)
    demarche.signe_le = date(2026, 7, 1)
    for fiche in demarche.fiches:
        fiche.statut = StatutFiche.CONTRACTUALISEE
    _changer(demarche)
    demarche.projets.append(
        ProjetConvention(
            demarche_id=demarche.id,
            version=2,
            avenant_numero=1,
            contenu=contexte_convention(demarche, 2, LE_1_OCTOBRE).model_dump(mode="json"),
            empreinte="abcdef012345" * 5 + "abcd",
            fige_le=LE_1_OCTOBRE,
        )
    )
    demarche.avenants.append(
        Avenant(
            demarche_id=demarche.id,
            numero=1,
            objet="montants et actions pour 2027",
            effet_le=date(2027, 1, 1),
            ouvert_le=date(2026, 9, 1),
            avant_version=1,
            projet_version=2,
            changements=[
                {"fiche": AJOUTEE, "operation": "ajouter", "motif": "Un besoin nouveau."},
                {"fiche": RETIREE, "operation": "retirer", "motif": "Le porteur cesse son activité."},
                {"fiche": MODIFIEE, "operation": "modifier", "motif": "Le comité demande plus de visites."},
            ],
        )
    )
    return demarche


def les_deux_textes(demarche: Demarche) -> tuple[Convention, Convention]:
    avant, apres = (Convention.model_validate(projet.contenu) for projet in demarche.projets)
    return avant, apres


def _changer(demarche: Demarche) -> None:
    antenne, halte = demarche.fiches[0], demarche.fiches[1]
    antenne.porteur = "Agence renommée"
    antenne.budget[3].part_etat_centimes = antenne.budget[3].part_collectivite_centimes = 40_000_00
    antenne.indicateurs[0].cibles[3].valeur_centiemes = 150_00
    halte.duree_annees = 2
    halte.budget[1].part_etat_centimes = halte.budget[1].part_collectivite_centimes = 0
    ajouter_une_fiche(
        demarche,
        AJOUTEE,
        budget={2027: (10_000, 10_000, 0)},
        annee_debut=2027,
        titre="Équipe mobile d'accès aux droits",
        statut=StatutFiche.CONTRACTUALISEE,
    )
