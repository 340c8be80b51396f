"""Les relances disent ce qui manque, depuis quand, à la bonne personne ; elles ne relancent jamais à tort."""

from datetime import date

import pytest

from documents.a_la_demande import composer_a_la_demande
from documents.contextes.manquants import DemandeDeRelance, Manquant
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.validite import paragraphes
from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide
from modeles.vocabulaire import Civilite, Partie, RoleContact
from tests.documents.fabriques_a_la_demande import CONSTRUIRE, INDICATEURS, LE_8_AVRIL, une_demande
from tests.documents.fabriques_documents import dossier_complet, dossier_minimal
from tests.fabriques import un_contact

RAPPORT = Manquant("Rapport d'exécution 2024", date(2025, 6, 30), "rapport_execution")
NIVEAUX = pytest.mark.parametrize("code", CONSTRUIRE)


def lettre(code: str, demande: DemandeDeRelance, demarche: Demarche | None = None) -> list[str]:
    contexte = CONSTRUIRE[code](demarche or dossier_complet(), demande)
    document = composer_a_la_demande(code, contexte, LE_8_AVRIL, DOSSIER_DES_GABARITS)
    return [p.replace("\u00a0", " ") for p in paragraphes(document.octets)]


def civiliser(demarche: Demarche, role: RoleContact, civilite: Civilite | None) -> Demarche:
    for contact in demarche.contacts:
        if (contact.partie, contact.role) == (Partie.COLLECTIVITE, role):
            contact.civilite = civilite
    return demarche


def test_la_premiere_relance_ecrit_au_referent_et_propose_de_l_aide() -> None:
    lue = lettre("R1", une_demande())

    assert lue[1] == "Camille TÉMOIN\nCheffe de projet\nDépartement du Gers"
    assert "Madame, Monsieur," in lue
    assert (
        "Je me permets de revenir vers vous au sujet du contrat local des solidarités 2024-2027 du Gers. Sauf envoi "
        "récent qui m'aurait échappé, il me manque encore 1 élément attendu au titre de ce contrat :"
    ) in lue
    assert "Pourriez-vous me le transmettre d'ici au 30 avril 2026 ?" in lue


def test_la_civilite_du_referent_donne_l_appel() -> None:
    lue = lettre("R1", une_demande(), civiliser(dossier_complet(), RoleContact.REFERENT, Civilite.MADAME))

    assert lue[1].startswith("Madame Camille TÉMOIN\n")
    assert "Madame," in lue
    assert "Je vous prie d'agréer, Madame, l'expression de mes salutations distinguées." in lue


def test_la_deuxieme_relance_cite_l_article_du_contrat_et_les_precedentes() -> None:
    lue = lettre("R2", une_demande(precedentes=(date(2026, 4, 1), date(2026, 4, 3))))

    assert lue[1] == "À l'attention de la direction générale des services\nDépartement du Gers"
    assert (
        "Au titre du contrat local des solidarités 2024-2027 du Gers, signé le 2 juin 2025, la collectivité remet à "
        "l'État, à des dates convenues, les éléments qui en rendent compte (article 10). À ce jour, il manque à mes "
        "services 1 élément attendu :"
    ) in lue
    assert "Des rappels ont déjà été adressés à vos services : le 1er avril 2026 et le 3 avril 2026." in lue
    assert "Pour le préfet et par délégation,\nLa direction de la DDETSPP\n\n" in lue


def test_la_troisieme_relance_ecrit_a_l_executif_et_annonce_la_suite() -> None:
    lue = lettre("R3", une_demande())

    assert "Madame la Présidente," in lue
    assert (
        "Je vous saurais gré de bien vouloir en assurer la transmission avant le 30 avril 2026. Passé cette date, la "
        "synthèse régionale portera pour votre collectivité la mention « non renseigné »."
    ) in lue
    assert "Le préfet du Gers,\n\nCamille EXEMPLE" in lue
    assert (
        "Copie : commissaire à la lutte contre la pauvreté ; direction régionale chargée des solidarités"
        in lue
    )


def test_le_signalement_est_une_note_sans_appel_ni_politesse() -> None:
    lue = lettre("R4", une_demande())

    assert "PRÉFET\nDE LA RÉGION OCCITANIE" in lue
    assert lue[0] == "Toulouse, le 8 avril 2026"
    assert not any("Je vous prie d'agréer" in p or p.endswith("Monsieur,") for p in lue)
    assert "Référence : DREETS/CLS-32/2026/R4" in lue


def test_la_mise_en_demeure_dit_les_faits_la_base_le_delai_et_la_consequence() -> None:
    lue = lettre("D29M", une_demande())

    assert (
        "En application de l'article 10 du contrat, je vous mets en demeure de le transmettre avant le 30 avril 2026."
    ) in lue
    assert (
        "Faute de transmission, l'État pourra suspendre le versement de sa contribution et engager la résiliation du "
        "contrat, dans les conditions de son article 19."
    ) in lue


@pytest.mark.parametrize(
    ("code", "seul", "plusieurs"),
    [
        ("R1", "Pourriez-vous me le transmettre", "Pourriez-vous me les transmettre"),
        ("R2", "de faire parvenir cet élément", "de faire parvenir ces éléments"),
        ("R3", "Cet élément est nécessaire au bilan", "Ces éléments sont nécessaires au bilan"),
        ("D29M", "l'élément qui suit et qui fait défaut", "les éléments qui suivent et qui font défaut"),
    ],
)
def test_une_lettre_s_accorde_au_nombre_de_ce_qui_manque(code: str, seul: str, plusieurs: str) -> None:
    une, deux = (
        " ".join(lettre(code, une_demande())),
        " ".join(lettre(code, une_demande(INDICATEURS, RAPPORT))),
    )

    assert seul in une and plusieurs not in une
    assert plusieurs in deux and seul not in deux


@pytest.mark.parametrize("code", ["R4", "D29M"])
def test_un_rappel_d_avant_l_echeance_n_est_pas_une_relance_restee_sans_effet(code: str) -> None:
    demande = une_demande(precedentes=(date(2026, 3, 1), date(2026, 4, 2), date(2026, 4, 7)))

    lue = " ".join(lettre(code, demande))

    assert ": le 2 avril 2026 et le 7 avril 2026." in lue
    assert "1er mars" not in lue


@NIVEAUX
def test_chaque_manquant_est_nomme_avec_son_echeance_et_son_retard(code: str) -> None:
    lue = lettre(code, une_demande(INDICATEURS, RAPPORT))

    debut = lue.index("Remontée des indicateurs 2025")
    assert lue[debut : debut + 7] == [
        "Remontée des indicateurs 2025",
        "4 sur 12 renseignés",
        "31 mars 2026",
        "8 jours",
        "Rapport d'exécution 2024",
        "30 juin 2025",
        "282 jours",
    ]


def test_un_report_accorde_se_dit_et_le_retard_court_depuis_lui() -> None:
    reporte = INDICATEURS._replace(reporte_au_le=date(2026, 4, 5))

    lue = lettre("R1", une_demande(reporte))

    assert lue[lue.index("31 mars 2026, reportée au 5 avril 2026") + 1] == "3 jours"


@NIVEAUX
def test_on_ne_relance_pas_sur_plusieurs_articles_a_la_fois(code: str) -> None:
    assert not any("article 10" in p for p in lettre(code, une_demande(INDICATEURS, RAPPORT)))


@NIVEAUX
def test_un_contrat_sans_texte_ni_contact_donne_une_relance_lisible(code: str) -> None:
    demarche = dossier_minimal()
    demarche.projets[-1].contenu = {"origine": "reprise"}

    lue = lettre(code, une_demande(), demarche)

    assert "Remontée des indicateurs 2025" in lue
    assert not any("article" in p for p in lue)


@NIVEAUX
def test_une_relance_a_tort_est_refusee_avec_toutes_ses_raisons(code: str) -> None:
    a_l_heure = INDICATEURS._replace(reporte_au_le=date(2026, 4, 8))

    with pytest.raises(SaisieInvalide) as refus:
        CONSTRUIRE[code](dossier_complet(), une_demande(a_l_heure, repondre_avant_le=date(2026, 4, 8)))

    assert refus.value.pourquoi.replace("\u00a0", " ") == (
        "« Remontée des indicateurs 2025 » est attendu le 8 avril 2026 ; le délai de réponse finit le 8 avril 2026."
    )


@NIVEAUX
def test_rien_ne_manque_donc_rien_ne_part(code: str) -> None:
    with pytest.raises(SaisieInvalide) as refus:
        CONSTRUIRE[code](dossier_complet(), une_demande()._replace(manquants=()))

    assert refus.value.pourquoi == "Rien ne manque."


def test_la_lettre_du_prefet_ne_cite_que_des_rappels_qui_ont_eu_lieu() -> None:
    sans, avec = (
        " ".join(lettre("R3", une_demande(precedentes=dates))) for dates in ((), (date(2026, 4, 7),))
    )

    assert "malgré" not in sans
    assert "À ce jour, et malgré les rappels de mes services, il manque" in avec


def test_la_direction_dont_on_connait_la_personne_est_nommee() -> None:
    demarche = dossier_complet()
    un_contact(demarche, Partie.COLLECTIVITE, RoleContact.DIRECTION)

    lue = lettre("R2", une_demande(), demarche)

    assert lue[1] == "Madame Camille EXEMPLE\nDirectrice\nDépartement du Gers"
    assert "Madame la Directrice," in lue
