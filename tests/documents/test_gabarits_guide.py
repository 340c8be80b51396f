"""Le mode d'emploi dit tous les documents, tous les champs et tous les filtres, puisqu'il en est tiré."""

from documents.formats import FILTRES
from documents.guide import contexte_du_guide, guide_des_gabarits
from documents.moteur.types_du_contexte import Donnee, feuilles
from documents.moteur.validite import fautes_word, texte
from documents.repertoire import REPERTOIRE


def test_chaque_document_et_chaque_filtre_y_est() -> None:
    guide = contexte_du_guide()

    assert [d.code for d in guide.documents] == list(REPERTOIRE)
    assert {f.nom for f in guide.filtres} >= set(FILTRES)


def test_chaque_champ_d_un_document_a_sa_ligne() -> None:
    guide = contexte_du_guide()
    invitation = next(d for d in guide.documents if d.code == "D01")
    lignes = {c.balise: c for c in invitation.champs}

    assert lignes["{{ reponse_avant_le | date_longue }}"].genre == "date, facultatif"
    assert lignes["{{ reponse_avant_le | date_longue }}"].exemple == "1er\u00a0mars 2026"
    assert lignes["{% if atelier %}…{% endif %}"].genre == "oui ou non"
    assert [b.ouverture for b in invitation.boucles] == ["{%p for invite in invites %}"]


def test_aucun_champ_du_repertoire_n_y_manque() -> None:
    ecrit = texte(guide_des_gabarits().octets)
    noms = {
        chemin.rpartition(".")[2].removesuffix("[]")
        for modele in REPERTOIRE.values()
        for chemin in feuilles(Donnee(modele.contexte))
    }

    assert sorted(nom for nom in noms if nom not in ecrit) == []


def test_un_filtre_montre_ce_qu_il_donne() -> None:
    filtres = {f.nom: f for f in contexte_du_guide().filtres}

    assert filtres["euros"].ecrire == "{{ montant_centimes | euros }}"
    assert filtres["euros"].donne == "123\u00a0456\u00a0€"
    assert filtres["liste_et"].donne == "la mission locale, le CCAS et l'association d'essai"


def test_le_guide_est_un_document_word_valide_et_toujours_le_meme() -> None:
    guide, encore = guide_des_gabarits(), guide_des_gabarits()

    # Il montre des balises : c'est son sujet, et rien d'autre n'y cloche.
    assert [f for f in fautes_word(guide.octets) if "texte non résolu" not in f] == []
    assert guide.octets == encore.octets
