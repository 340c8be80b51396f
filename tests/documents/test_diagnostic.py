"""Le rapport de diagnostic : figé au dépôt, sans nom de personne, sans donnée inventée."""

from datetime import date

from documents.contextes.diagnostic import RapportDiagnostic, contexte_diagnostic
from documents.moteur.lecture import texte
from documents.moteur.validite import fautes_word
from modeles.demarche import Demarche
from modeles.diagnostic import Diagnostic
from modeles.vocabulaire import EtatDiagnostic
from tests.documents.contrat_du_gers import documenter_le_diagnostic
from tests.documents.fabriques_contrat import LE_2_JUIN, le_document, une_demarche


def deposer(demarche: Demarche, version: int = 1) -> None:
    contenu = contexte_diagnostic(demarche, version, LE_2_JUIN).model_dump(mode="json")
    demarche.diagnostics.append(
        Diagnostic(demarche_id=demarche.id, version=version, depose_le=LE_2_JUIN, contenu=contenu)
    )


def test_un_constat_sans_source_se_dit_non_documente() -> None:
    demarche = une_demarche()
    documenter_le_diagnostic(demarche)

    rapport = contexte_diagnostic(demarche, 2, LE_2_JUIN)

    enfance, droits, transition = rapport.synthese.axes
    assert enfance.constats[0].source == "non documenté"
    assert droits.constats[0].source == "Analyse des besoins sociaux (Observatoire fictif, 2023)"
    assert transition.constats == ()
    assert rapport.constats_sans_source == "1\N{NO-BREAK SPACE}constat reste à documenter"


def test_un_entretien_prevu_et_non_tenu_est_une_limite_du_rapport() -> None:
    demarche = une_demarche()
    documenter_le_diagnostic(demarche)
    demarche.diagnostics.clear()
    deposer(demarche)

    lu = texte(le_document(demarche, "D08", "diagnostic:1"))

    assert "1\N{NO-BREAK SPACE}entretien prévu n'a pas eu lieu à la date du dépôt" in lu
    assert "non tenu" in lu


def test_un_territoire_sans_donnee_de_cadrage_le_dit() -> None:
    demarche = une_demarche()
    deposer(demarche)

    assert contexte_diagnostic(demarche, 1, LE_2_JUIN).portrait is None
    assert "Aucune donnée de cadrage n'est renseignée" in texte(le_document(demarche, "D08", "diagnostic:1"))


def test_un_territoire_connu_montre_ses_taux_a_cote_de_ceux_de_sa_region() -> None:
    demarche = une_demarche(territoire_code="21")

    portrait = contexte_diagnostic(demarche, 1, LE_2_JUIN).portrait

    assert portrait is not None
    assert portrait.region == "Bourgogne-Franche-Comté"
    assert portrait.source.endswith("données 2020")
    assert [t.region for t in portrait.taux] == [
        f"{taux}\N{NO-BREAK SPACE}%" for taux in ("12,9", "12,8", "19,0")
    ]


def test_le_rapport_relu_est_celui_qui_a_ete_depose() -> None:
    demarche = une_demarche()
    documenter_le_diagnostic(demarche)
    deposer(demarche, 2)
    demarche.enjeux[0].libelle = "Changé après le dépôt"

    lu = texte(le_document(demarche, "D08", "diagnostic:2"))

    assert "Agir avant l'impayé installé" in lu
    assert "Changé après le dépôt" not in lu


def test_les_griefs_de_la_version_refusee_sont_rappeles_dans_la_suivante() -> None:
    demarche = une_demarche()
    demarche.diagnostics.append(
        Diagnostic(
            demarche_id=demarche.id,
            version=1,
            etat=EtatDiagnostic.REFUSE,
            depose_le=date(2026, 3, 2),
            decide_le=date(2026, 3, 17),
            griefs="Le parc privé n'est pas étudié.",
        )
    )

    rapport = contexte_diagnostic(demarche, 2, LE_2_JUIN)

    assert [(p.version, p.griefs) for p in rapport.precedentes] == [(1, "Le parc privé n'est pas étudié.")]
    assert rapport.document.version == 2


def test_un_axe_ecarte_est_cite_avec_sa_justification_et_sans_tableau() -> None:
    demarche = une_demarche()
    demarche.axes[2].justification = "Traité par une autre convention."

    rapport = contexte_diagnostic(demarche, 1, LE_2_JUIN)

    assert len(rapport.synthese.axes) == 2
    assert rapport.axes_ecartes[0].justification == "Traité par une autre convention."


def test_publics_et_zones_ne_se_repetent_pas() -> None:
    demarche = une_demarche()
    documenter_le_diagnostic(demarche)
    demarche.constats[1].publics = "locataires du parc privé "

    synthese = contexte_diagnostic(demarche, 1, LE_2_JUIN).synthese

    assert len(synthese.publics) == 1


def test_un_rapport_vide_et_un_rapport_hostile_se_composent() -> None:
    vide, hostile = une_demarche(), une_demarche()
    documenter_le_diagnostic(hostile)
    hostile.diagnostics.clear()
    hostile.constats[0].texte = 'A & B <c> "d" 🏠\x0bsuite ' + "long " * 20_000
    deposer(vide)
    deposer(hostile)

    assert fautes_word(le_document(vide, "D08", "diagnostic:1")) == ()
    assert fautes_word(le_document(hostile, "D08", "diagnostic:1")) == ()
    assert 'A & B <c> "d" 🏠' in texte(le_document(hostile, "D08", "diagnostic:1"))


def test_le_contenu_depose_se_relit_a_l_identique() -> None:
    demarche = une_demarche()
    documenter_le_diagnostic(demarche)
    rapport = contexte_diagnostic(demarche, 1, LE_2_JUIN)

    assert RapportDiagnostic.model_validate(rapport.model_dump(mode="json")) == rapport
