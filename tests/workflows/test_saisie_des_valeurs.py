"""Une ligne de saisie devient une valeur, ou dit ses fautes ; vide n'est jamais zéro, un taux ne se saisit pas."""

from typing import Any

import pytest

from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import StatutValeur
from tests.fabriques import une_demarche
from tests.workflows.contrats_d_essai import FICHE, auteur, saisie, un_indicateur, une_fiche_engagee
from workflows.commandes.lecture_de_saisie import SaisieValeur
from workflows.commandes.saisie_de_valeur import Circonstance, Lue, lire_saisie
from workflows.commandes.valeurs import Dossier, Preparation, preparer
from workflows.regles.commun import Derogation

S = StatutValeur
C = Circonstance("Dominique Exemple", auteur().saisi_le, "page", 2025)


def la_fiche() -> FicheAction:
    demarche = une_demarche()
    demarche.fiches = [une_fiche_engagee(demarche, FICHE)]
    return demarche.fiches[0]


def indicateur(**champs: Any) -> Indicateur:
    fiche = la_fiche()
    seul = un_indicateur(fiche, "X", "Nombre suivi", **champs)
    fiche.indicateurs = [seul]
    return seul


def valeur(i: Indicateur, centiemes: int | None, statut: S = S.SAISI, **champs: Any) -> ValeurIndicateur:
    return ValeurIndicateur(
        indicateur_id=i.id,
        exercice=champs.pop("exercice", 2025),
        numero=1,
        statut=statut,
        valeur_centiemes=centiemes,
        origine="page",
        par="Dominique Exemple",
        saisi_le=auteur().saisi_le,
        **champs,
    )


def lire(i: Indicateur, courante: ValeurIndicateur | None = None, /, **champs: Any) -> Lue:
    return lire_saisie(SaisieValeur(FICHE, i.code, **champs), i, courante, C)


def fautes(lue: Lue) -> list[tuple[str, str, str]]:
    return [(f.champ, f.obstacle.code, f.obstacle.message.replace("\u00a0", " ")) for f in lue.fautes]


def ecrite(lue: Lue) -> tuple[S, int | None]:
    assert lue.valeur is not None, lue.fautes
    return lue.valeur.statut, lue.valeur.valeur_centiemes


def test_une_cellule_vide_ne_dit_rien_et_surtout_pas_zero() -> None:
    assert SaisieValeur(FICHE, "X", valeur="  ").vide


def test_un_zero_demande_une_confirmation() -> None:
    i = indicateur()

    assert fautes(lire(i, valeur=0)) == [
        ("valeur", "IND-05", "« Nombre suivi » vaut zéro : est-ce bien un zéro, ou une absence de réponse ?")
    ]
    assert ecrite(lire(i, valeur=0, zero_confirme=True)) == (S.ZERO_REEL, 0)
    assert ecrite(lire(i, statut="zéro confirmé")) == (S.ZERO_REEL, 0)


@pytest.mark.parametrize("statut", ["sans objet", "non renseigné", "Sans_objet"])
def test_une_absence_donne_son_motif(statut: str) -> None:
    i = indicateur()

    assert [f[:2] for f in fautes(lire(i, statut=statut))] == [("motif", "IND-05")]
    lue = lire(i, statut=statut, motif="Service fermé toute l'année")
    assert lue.valeur is not None
    assert (lue.valeur.valeur_centiemes, lue.valeur.motif) == (None, "Service fermé toute l'année")


def test_un_statut_inconnu_et_un_nombre_illisible_sont_dits_avec_leur_cellule() -> None:
    i, cellules = indicateur(), {"statut": "Indicateurs!H4", "valeur": "Indicateurs!F4"}

    (du_statut,) = lire(i, valeur=3, statut="validé", cellules=cellules).fautes
    (du_nombre,) = lire(i, valeur="environ 40", cellules=cellules).fautes

    assert (du_statut.champ, du_statut.obstacle.ou) == ("statut", "Indicateurs!H4")
    assert (du_nombre.obstacle.message, du_nombre.obstacle.ou) == (
        "« environ 40 » n'est pas un nombre",
        "Indicateurs!F4",
    )


def test_un_nombre_et_un_sans_objet_se_contredisent() -> None:
    lue = lire(indicateur(), valeur=3, statut="sans objet")

    assert [f[0] for f in fautes(lue)] == ["statut", "motif"]


def test_un_taux_se_calcule_de_ses_deux_termes() -> None:
    i = indicateur(formule="ratio", unite="%")

    lue = lire(i, numerateur="945", denominateur="3 030")

    assert ecrite(lue) == (S.SAISI, 3119)
    assert lue.valeur is not None
    assert (lue.valeur.numerateur_centiemes, lue.valeur.denominateur_centiemes) == (945_00, 3030_00)


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        (
            {"valeur": "31,2"},
            (
                "numerateur",
                "« Nombre suivi » n'est pas calculable : il manque le numérateur et le dénominateur",
            ),
        ),
        (
            {"numerateur": 3},
            ("denominateur", "« Nombre suivi » n'est pas calculable : il manque le dénominateur"),
        ),
        (
            {"numerateur": 3, "denominateur": 0},
            ("denominateur", "« Nombre suivi » n'est pas calculable : le dénominateur est nul"),
        ),
    ],
)
def test_un_taux_sans_ses_deux_termes_n_est_pas_calculable(
    champs: dict[str, Any], attendu: tuple[str, str]
) -> None:
    ((champ, code, message),) = fautes(lire(indicateur(formule="ratio", unite="%"), **champs))

    assert ((champ, message), code) == (attendu, "IND-01")


def test_un_resultat_ecrit_a_cote_doit_s_en_deduire() -> None:
    i = indicateur(formule="ratio", unite="%")

    assert ecrite(lire(i, valeur="31,2 %", numerateur=945, denominateur=3030)) == (S.SAISI, 3119)
    assert fautes(lire(i, valeur=58, numerateur=17551, denominateur=64873)) == [
        (
            "valeur",
            "IND-01",
            "« Nombre suivi » : 58 % ne se recalcule pas, 17 551 sur 64 873 font 27,05 %",
        )
    ]


@pytest.mark.parametrize(("ecrit", "centiemes"), [("oui", 100), ("Non", 0), (True, 100), (0, 0)])
def test_une_reponse_par_oui_ou_non_n_est_pas_un_zero_a_confirmer(ecrit: object, centiemes: int) -> None:
    assert ecrite(lire(indicateur(formule="binaire"), valeur=ecrit)) == (S.SAISI, centiemes)


def test_redire_la_meme_chose_ne_change_rien() -> None:
    i = indicateur()
    for statut in (S.SAISI, S.VERIFIE, S.VALIDE, S.RECTIFIE, S.CONTESTE):
        courante = valeur(i, 12_00, statut, motif="m", commentaire="Vu avec la CAF")

        assert lire(i, courante, valeur="12", commentaire="Vu avec la CAF") == Lue()
        assert lire(i, courante, valeur=12) == Lue()


def test_une_valeur_verifiee_ne_se_ressaisit_plus() -> None:
    i = indicateur()

    lue = lire(i, valeur(i, 12_00, S.VALIDE), valeur=13)

    assert fautes(lue) == [("valeur", "", "« Nombre suivi » est validé et ne se ressaisit plus")]


def test_repondre_a_une_contestation_rectifie_en_gardant_pourquoi() -> None:
    i = indicateur()
    contestee = valeur(i, 12_00, S.CONTESTE, motif="Deux fois moins que l'an dernier")

    lue = lire(i, contestee, valeur=21)
    maintenue = lire(i, contestee, valeur=12, commentaire="Le poste a été vacant six mois")

    assert ecrite(lue) == (S.RECTIFIE, 21_00)
    assert lue.valeur is not None
    assert lue.valeur.motif == "Réponse à la remarque : Deux fois moins que l'an dernier"
    assert ecrite(maintenue) == (S.SAISI, 12_00)


def test_une_valeur_provisoire_devient_definitive_quand_on_la_redit() -> None:
    i = indicateur()

    assert ecrite(lire(i, valeur=12, statut="provisoire")) == (S.PROVISOIRE, 12_00)
    assert ecrite(lire(i, valeur(i, 12_00, S.PROVISOIRE), valeur=12)) == (S.SAISI, 12_00)


def test_un_commentaire_seul_ne_vaut_pas_reponse() -> None:
    i = indicateur()

    assert [f[0] for f in fautes(lire(i, commentaire="À venir"))] == ["valeur"]
    assert ecrite(lire(i, valeur(i, 12_00), commentaire="Chiffre de la CAF")) == (S.SAISI, 12_00)


def preparer_a(fiche: FicheAction, *saisies: SaisieValeur, **connu: Any) -> Preparation:
    dossier = Dossier("32", fiche.indicateurs, connu.get("courantes", {}), connu.get("precedentes", {}))
    return preparer(dossier, saisies, C, connu.get("levees", ()))


def test_une_partie_plus_grande_que_son_tout_est_ecartee_et_le_reste_garde() -> None:
    lot = preparer_a(la_fiche(), saisie("MEN", 945), saisie("RELOG", 989), saisie("MONO", 300))

    assert [c.indicateur.code for c in lot.changements] == ["MEN", "MONO"]
    (refus,) = lot.fautes
    assert (refus.indicateur, refus.obstacle.code) == ("RELOG", "IND-02")
    assert refus.obstacle.message.replace("\u00a0", " ") == (
        "« Ménages relogés » (989 foyers) dépasse « Ménages accompagnés » (945 foyers), dont il compte une partie"
    )


def test_baisser_le_tout_sous_une_partie_deja_donnee_est_refuse() -> None:
    fiche = la_fiche()
    connus = {i.id: valeur(i, 80_00) for i in fiche.indicateurs if i.code in ("MEN", "RELOG")}

    lot = preparer_a(fiche, saisie("MEN", 50), courantes=connus)

    assert [(f.indicateur, f.obstacle.code) for f in lot.fautes] == [("MEN", "IND-02")]


def test_ind_02_se_leve_avec_un_motif_et_une_autorite_qui_restent_ecrits() -> None:
    levee = Derogation("IND-02", "Les deux comptages n'ont pas la même date", "Préfet du Gers")

    lot = preparer_a(la_fiche(), saisie("MEN", 945), saisie("RELOG", 989), levees=[levee])

    assert lot.fautes == []
    assert [c.apres.motif for c in lot.changements] == [
        None,
        "IND-02 levé : Les deux comptages n'ont pas la même date (Préfet du Gers)",
    ]


def test_une_etape_plus_fournie_que_la_precedente_avertit_sans_bloquer() -> None:
    fiche = la_fiche()
    rendez_vous = un_indicateur(fiche, "RDV", "Premiers rendez-vous", unite="personnes")
    contrats = un_indicateur(fiche, "CER", "Contrats signés", unite="personnes", suite_de="RDV")
    fiche.indicateurs = [rendez_vous, contrats]

    lot = preparer_a(fiche, saisie("RDV", 7964), saisie("CER", 12750))

    assert (len(lot.changements), lot.fautes) == (2, [])
    assert [o.message.replace("\u00a0", " ") for o in lot.avertissements] == [
        "« Contrats signés » (12 750 personnes) dépasse l'étape d'avant, "
        "« Premiers rendez-vous » (7 964 personnes)"
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "commentaire", "averti"),
    [
        (100, 151, "", True),
        (100, 150, "", False),
        (100, 49, "", True),
        (100, 160, "Second poste", False),
        (0, 3, "", True),
    ],
)
def test_une_variation_de_plus_de_moitie_se_commente(
    avant: int, apres: int, commentaire: str, averti: bool
) -> None:
    fiche = la_fiche()
    precedente = valeur(fiche.indicateurs[0], avant * 100, exercice=2024)

    lot = preparer_a(
        fiche,
        saisie("MEN", apres, commentaire=commentaire),
        precedentes={precedente.indicateur_id: precedente},
    )

    assert [o.code for o in lot.avertissements] == (["IND-04"] if averti else [])


def test_deux_zeros_de_suite_se_remarquent() -> None:
    fiche = la_fiche()
    precedente = valeur(fiche.indicateurs[0], 0, S.ZERO_REEL, exercice=2024)

    lot = preparer_a(
        fiche, saisie("MEN", 0, zero_confirme=True), precedentes={precedente.indicateur_id: precedente}
    )

    assert [o.message for o in lot.avertissements] == ["« Ménages accompagnés » est à zéro deux ans de suite"]


def test_toutes_les_fautes_du_lot_sont_donnees_a_la_fois_et_les_bonnes_lignes_gardees() -> None:
    lot = preparer_a(
        la_fiche(),
        saisie("MEN", "12O"),
        saisie("MONO", 4),
        saisie("MONO", 5),
        saisie("TAUX", 50),
        saisie("AUTRE", 3),
        saisie("MEN", 3, fiche="32-ENF-PAR-01"),
        saisie("RELOG", ""),
    )

    assert [c.indicateur.code for c in lot.changements] == ["MONO"]
    assert [(f.fiche, f.indicateur, f.champ) for f in lot.fautes] == [
        (FICHE, "MEN", "valeur"),
        (FICHE, "MONO", "indicateur"),
        (FICHE, "TAUX", "indicateur"),
        (FICHE, "AUTRE", "indicateur"),
        ("32-ENF-PAR-01", "MEN", "indicateur"),
    ]


def test_vider_une_cellule_n_efface_pas_la_valeur_et_le_dit() -> None:
    fiche = la_fiche()
    connue = valeur(fiche.indicateurs[0], 80_00)

    lot = preparer_a(fiche, saisie("MEN", None), courantes={connue.indicateur_id: connue})

    assert lot.changements == []
    assert [o.message for o in lot.avertissements] == [
        "« Ménages accompagnés » est vide : la valeur connue est gardée"
    ]
