"""Un formulaire revenu se relit, quoi que Word, LibreOffice ou une personne en ait fait."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from documents.formulaires.champs import CHAMPS, valeurs_de
from documents.formulaires.identite import PARTIE
from documents.formulaires.lecture import lire_formulaire
from documents.moteur.archive import parties_de
from documents.moteur.ooxml import CORPS
from documents.moteur.validite import fautes_word, texte
from tests.documents.formulaires_abimes import (
    CONSTAT,
    le_controle,
    le_formulaire,
    reecrire,
    remplacer,
    sans_identite,
    un_passage,
    une_fiche_envoyee,
)

INSERE = '<w:ins w:id="90" w:author="B. Exemple" w:date="2026-03-03T08:00:00Z">{}</w:ins>'
SUPPRIME = '<w:del w:id="91" w:author="B. Exemple"><w:r><w:delText>parc privé</w:delText></w:r></w:del>'
PARTI = '<w:moveFrom w:id="92" w:author="B. Exemple"><w:r><w:t>parc privé</w:t></w:r></w:moveFrom>'

VERSION_0 = 'name="jalons_version"><vt:lpwstr>0<'


def test_le_formulaire_est_valide_protege_et_se_relit_tel_quel() -> None:
    demarche, fiche, octets = une_fiche_envoyee()

    lu = lire_formulaire(octets, "fiche.docx")

    assert fautes_word(octets) == ()
    assert (
        b'<w:documentProtection w:edit="forms" w:enforcement="1"/>' in parties_de(octets)["word/settings.xml"]
    )
    assert b"dataBinding" not in parties_de(octets)[CORPS]
    assert lu.champs == valeurs_de(fiche, demarche.millesime)
    assert lu.avertissements == ()
    assert lu.identite is not None
    assert (lu.identite.fiche, lu.identite.code) == (str(fiche.id), "32-DRO-EXP-01")
    assert f"{lu.identite.reference} — version 0 — page" in texte(octets)


def test_la_meme_fiche_donne_les_memes_octets() -> None:
    demarche, fiche, octets = une_fiche_envoyee()

    assert le_formulaire(demarche, fiche) == octets


def test_une_valeur_hostile_part_et_revient_sans_abimer_le_document() -> None:
    demarche, fiche, _ = une_fiche_envoyee()
    fiche.constat = "a < b & c\x07 {{ fiche.code }}\r\nligne 2 🚲 \ud800fin"
    fiche.porteur = ""

    octets = le_formulaire(demarche, fiche)

    lu = lire_formulaire(octets, "fiche.docx")
    assert lu.champs["constat"] == "a < b & c {{ fiche.code }}\nligne 2 🚲 fin"
    assert lu.champs["porteur"] == ""
    assert [f for f in fautes_word(octets) if "non résolu" not in f] == []


def test_les_modifications_suivies_se_lisent_comme_acceptees_et_sont_dites() -> None:
    _, _, octets = une_fiche_envoyee()
    avant, apres = CONSTAT.split("parc privé")
    for retire in (SUPPRIME, PARTI):
        suivi = un_passage(avant) + retire + INSERE.format(un_passage("parc social")) + un_passage(apres)
        modifie = remplacer(octets, un_passage(CONSTAT), suivi)

        lu = lire_formulaire(modifie, "fiche.docx")

        assert lu.champs["constat"] == CONSTAT.replace("parc privé", "parc social")
        assert lu.avertissements == (
            "Le champ « Constat » porte un suivi des modifications : les insertions sont lues, "
            "les suppressions ne le sont pas.",
        )


def test_un_texte_coupe_en_passages_avec_lien_champ_et_tabulation_se_lit_entier() -> None:
    _, _, octets = une_fiche_envoyee()
    coupe = (
        f'{un_passage("Les ména")}<w:proofErr w:type="spellStart"/>{un_passage("ges")}'
        f"<w:hyperlink>{un_passage(' du parc')}</w:hyperlink>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{un_passage(" 3")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:tab/><w:t>fin</w:t></w:r>'
    )

    lu = lire_formulaire(remplacer(octets, un_passage(CONSTAT), coupe), "fiche.docx")

    assert lu.champs["constat"] == "Les ménages du parc 3 fin"


def test_sans_etiquette_puis_sans_controle_le_champ_se_retrouve_par_son_libelle() -> None:
    _, _, octets = une_fiche_envoyee()
    entier = lire_formulaire(octets, "fiche.docx").champs
    sans_etiquette = reecrire(octets, lambda xml: re.sub(r"<w:tag [^>]*/>", "", xml))
    sans_controle = reecrire(
        octets,
        lambda xml: re.sub(r"<w:sdt>|<w:sdtPr>.*?</w:sdtPr>|</?w:sdtContent>|</w:sdt>", "", xml),
    )

    assert lire_formulaire(sans_etiquette, "fiche.docx").champs == entier
    assert lire_formulaire(sans_controle, "fiche.docx").champs == entier


def test_un_champ_disparu_est_dit_et_n_est_pas_pris_pour_un_champ_vide() -> None:
    _, _, octets = une_fiche_envoyee()
    rangee = re.compile(r"<w:tr>(?:(?!</w:tr>).)*<w:t[^>]*>Constat</w:t>.*?</w:tr>")

    lu = lire_formulaire(reecrire(octets, lambda xml: rangee.sub("", xml)), "fiche.docx")

    assert "constat" not in lu.champs
    assert len(lu.champs) == len(CHAMPS) - 1
    assert lu.avertissements == (
        "Le champ « Constat » n'est plus dans le formulaire : l'outil garde ce qu'il tient.",
    )


def test_un_controle_duplique_avec_un_autre_contenu_est_douteux() -> None:
    _, _, octets = une_fiche_envoyee()
    controle = le_controle(octets, "porteur")
    copie = controle.replace("Agence fictive", "Autre agence")
    pareil = lire_formulaire(remplacer(octets, controle, controle * 2), "fiche.docx")
    autre = lire_formulaire(remplacer(octets, controle, controle + copie), "fiche.docx")

    assert pareil.doubles == frozenset()
    assert pareil.avertissements == (
        "Le champ « Porteur » est 2 fois dans le formulaire, avec le même contenu.",
    )
    assert autre.doubles == {"porteur"}
    assert autre.avertissements == (
        "Le champ « Porteur » est 2 fois dans le formulaire, avec des contenus différents.",
    )


def test_sans_ses_proprietes_le_formulaire_se_reconnait_au_pied_de_page() -> None:
    _, _, octets = une_fiche_envoyee()

    identite = lire_formulaire(sans_identite(octets), "fiche.docx").identite

    assert identite is not None
    assert (identite.code, identite.version, identite.complete) == ("32-DRO-EXP-01", 0, False)


@pytest.mark.parametrize("version", ["²", "1.5", "", "9" * 5_000])
def test_une_version_illisible_laisse_le_formulaire_se_reconnaitre_au_pied_de_page(version: str) -> None:
    _, _, octets = une_fiche_envoyee()
    abime = reecrire(octets, lambda xml: xml.replace(VERSION_0, VERSION_0.replace("0", version)), PARTIE)

    identite = lire_formulaire(abime, "fiche.docx").identite

    assert identite is not None
    assert (identite.code, identite.version, identite.complete) == ("32-DRO-EXP-01", 0, False)


def test_un_collage_avec_tableau_reste_dans_son_champ() -> None:
    _, _, octets = une_fiche_envoyee()
    cellules = "".join(f"<w:tc><w:p>{un_passage(t)}</w:p></w:tc>" for t in ("gauche", "droite"))
    colle = f"</w:p><w:tbl><w:tr>{cellules}</w:tr></w:tbl><w:p>"

    lu = lire_formulaire(remplacer(octets, un_passage(CONSTAT), un_passage("avant") + colle), "fiche.docx")

    assert lu.champs["constat"] == "avant\ngauche\ndroite"
    assert len(lu.champs) == len(CHAMPS)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice n'est pas installé sur cette machine")
def test_un_formulaire_enregistre_par_libreoffice_se_relit_exactement(tmp_path: Path) -> None:
    _, _, octets = une_fiche_envoyee()
    source = tmp_path / "renommé par le département.docx"
    source.write_bytes(octets)
    sortie, profil = tmp_path / "sortie", (tmp_path / "profil").as_uri()
    options = [
        "--headless",
        f"-env:UserInstallation={profil}",
        "--convert-to",
        "docx",
        "--outdir",
        str(sortie),
    ]

    subprocess.run(["soffice", *options, str(source)], check=True, capture_output=True, timeout=120)

    (enregistre,) = sortie.glob("*.docx")
    lu, envoye = (lire_formulaire(x, "fiche.docx") for x in (enregistre.read_bytes(), octets))
    assert lu == envoye
