"""La commande `jalons gabarits` : prendre, vérifier, installer, revenir, lire le mode d'emploi."""

from pathlib import Path

from documents.gabarits import DOSSIER_DES_GABARITS
from tests.api.terminal import en_json, jalons
from tests.documents.gabarits_hostiles import INVITATION, l_invitation, paragraphes


def _ecrire(dossier: Path, *textes: str) -> str:
    fichier = dossier / "mien.docx"
    fichier.write_bytes(l_invitation(paragraphes(*textes)))
    return str(fichier)


def _d01(*arguments: str) -> dict[str, object]:
    lignes = en_json("gabarits", "lister", *arguments)
    return next(ligne for ligne in lignes if ligne["code"] == "D01")


def test_exporter_donne_le_gabarit_et_la_suite(base_sqlite: Path) -> None:
    fichier = base_sqlite / "D01.docx"

    resultat = jalons("gabarits", "exporter", "d01", "--vers", str(fichier))

    assert resultat.exit_code == 0
    assert fichier.read_bytes() == (DOSSIER_DES_GABARITS / INVITATION).read_bytes()
    assert resultat.stdout == (
        f"Le gabarit D01 est dans {fichier}. Modifiez-le dans Word, puis :\n"
        f"jalons gabarits verifier {fichier} --document D01\n"
    )


def test_exporter_n_ecrase_rien(base_sqlite: Path) -> None:
    fichier = base_sqlite / "D01.docx"
    fichier.write_bytes(b"mon travail")

    resultat = jalons("gabarits", "exporter", "D01", "--vers", str(fichier))

    assert resultat.exit_code == 1
    assert "Le fichier « D01.docx » existe déjà." in resultat.output
    assert fichier.read_bytes() == b"mon travail"


def test_verifier_dit_toutes_les_fautes_et_rend_1(base_sqlite: Path) -> None:
    resultat = jalons(
        "gabarits", "verifier", _ecrire(base_sqlite, "Le {{ objt }}", "{%p endif %}"), "--document", "D01"
    )

    assert resultat.exit_code == 1
    assert resultat.output.replace("\u00a0", " ") == (
        "Le gabarit « mien.docx » n'est pas accepté.\n"
        "  x D01_invitation.docx, au paragraphe « {%p endif %} » : « endif » ne referme aucun « if »\n"
        "  x D01_invitation.docx, au paragraphe « Le {{ objt }} », balise « {{ objt }} » : « objt » n'existe pas "
        "(peut-être « objet »)\n"
        "\n2 fautes à corriger ; rien n'a été changé. Ouvrez ce gabarit dans Word, corrigez les passages cités, "
        "enregistrez, puis recommencez.\n"
    )


def test_verifier_un_bon_gabarit_n_installe_rien(base_sqlite: Path) -> None:
    resultat = jalons("gabarits", "verifier", _ecrire(base_sqlite, "Bonjour."), "--document", "D01")

    assert (resultat.exit_code, resultat.output) == (0, "« mien.docx » peut servir de gabarit D01.\n")
    assert _d01()["origine"] == "livré avec Jalons"


def test_installer_puis_retablir(base: Path) -> None:
    installe = jalons(
        "gabarits",
        "installer",
        "D01",
        _ecrire(base, "Bonjour."),
        "--region",
        "76",
        "--par",
        "Camille Exemple",
    )
    ligne = _d01("--region", "76")
    retabli = jalons("gabarits", "retablir", "D01", "--region", "76", "--par", "Dominique Exemple")

    assert installe.output == (
        "Gabarit D01, région 76 : version 1 en vigueur, installée par Camille Exemple.\n"
    )
    assert (ligne["origine"], ligne["version"], ligne["par"]) == ("région 76", 1, "Camille Exemple")
    assert retabli.output == (
        "Gabarit D01, région 76 : retour à l'original, inscrit par Dominique Exemple (version 2).\n"
    )
    assert _d01("--region", "76")["origine"] == "livré avec Jalons"
    assert [v["origine"] for v in en_json("gabarits", "lister", "D01")] == [
        "livré avec Jalons",
        "région 76",
        "région 76, retour à l'original",
    ]


def test_un_gabarit_inconnu_nomme_ceux_qui_existent(base_sqlite: Path) -> None:
    resultat = jalons("gabarits", "exporter", "D99")

    assert resultat.exit_code == 1
    assert "Le gabarit « D99 » n'existe pas. Ceux que l'on peut modifier : D01, D02," in resultat.output


def test_une_region_inconnue_est_refusee(base_sqlite: Path) -> None:
    resultat = jalons("gabarits", "lister", "--region", "99")

    assert resultat.exit_code == 1
    assert "La région « 99 » n'existe pas." in resultat.output


def test_un_fichier_absent_est_dit(base_sqlite: Path) -> None:
    resultat = jalons("gabarits", "installer", "D01", str(base_sqlite / "absent.docx"))

    assert resultat.exit_code == 1
    assert "absent.docx » ne peut pas être lu." in resultat.output


def test_le_mode_d_emploi_s_ecrit(base_sqlite: Path) -> None:
    fichier = base_sqlite / "MODE_D_EMPLOI.docx"

    resultat = jalons("gabarits", "guide", "--vers", str(fichier))

    assert (resultat.exit_code, resultat.output) == (0, f"Le mode d'emploi est prêt : {fichier}\n")
    assert fichier.stat().st_size > 10_000
