"""Reprendre les fiches actions : leur contenu, leurs budgets, leurs indicateurs, leur statut."""

from collections.abc import Sequence
from typing import Any

from modeles.erreurs import Obstacle
from modeles.fiche import FicheAction
from modeles.reference.registre import registre
from modeles.reference.socle import cle
from modeles.vocabulaire import StatutFiche
from workflows.commandes.bordereau import Auteur
from workflows.commandes.faire import saisir
from workflows.commandes.fiches import LIES, SaisieFiche
from workflows.commandes.relecture import liens_saisis
from workflows.reprise.feuilles import BUDGETS, FICHES, INDICATEURS, feuille
from workflows.reprise.feuilles_des_fiches import annees_du_contrat
from workflows.reprise.lignes import Ligne
from workflows.reprise.plan import Champ, differences, ecrire
from workflows.reprise.regroupement import FicheLue
from workflows.reprise.territoire import Reprise

Donnees = dict[str, Any]
S = StatutFiche
CHEMINS = {
    S.BROUILLON: (),
    S.SOUMISE: (S.SOUMISE,),
    S.VALIDEE: (S.SOUMISE, S.VALIDEE),
    S.REJETEE: (S.SOUMISE, S.REJETEE),
    S.REPORTEE: (S.REPORTEE,),
}
HORS_CONTENU = {"territoire", "fiche", "statut", "motif"}
AUTEUR_DES_FICHES = "Reprise de l'existant"


def reprendre_les_fiches(reprise: Reprise, lues: Sequence[FicheLue], signe: bool) -> None:
    """Crée les fiches inconnues, met à jour les autres ; `signe` : le contrat l'est déjà, hors outil."""
    libres = list(reprise.demarche.fiches)
    for lue in [f for f in lues if f.ligne.valide]:
        connue = _retrouver(libres, lue.ligne)
        if connue is not None:
            libres.remove(connue)
        with reprise.imputer(lue.ligne, "fiche"):
            fiche = _reprendre_le_contenu(reprise, lue, connue)
            _reprendre_le_statut(reprise, lue.ligne, fiche, signe)


def _retrouver(fiches: Sequence[FicheAction], ligne: Ligne) -> FicheAction | None:
    """La fiche de ce code ou, à défaut, celle de ce titre, de préférence sous le même sous-axe."""
    par_code = [f for f in fiches if cle(f.code) == cle(ligne["fiche"])]
    par_titre = [f for f in fiches if cle(f.titre) == cle(ligne["titre"])]
    par_sous_axe = [f for f in par_titre if f.sous_axe == ligne["sous_axe"]]
    return next(iter((*par_code, *par_sous_axe, *par_titre)), None)


def _reprendre_le_contenu(reprise: Reprise, lue: FicheLue, connue: FicheAction | None) -> FicheAction:
    plan, objet = reprise.plan, f"Fiche « {lue.ligne['titre']} »"
    avant = _donnees_de(connue) if connue else {"budget": [], "indicateurs": []}
    contenu = {c: v for c, v in lue.ligne.valeurs.items() if c not in HORS_CONTENU}
    if "axe" not in contenu and "sous_axe" in contenu:
        referentiel = registre().referentiel(reprise.demarche.millesime)
        contenu["axe"] = referentiel.axe_de(contenu["sous_axe"]).code
    change = plan.noter(objet, differences(feuille(FICHES).colonnes, avant, contenu), creation=connue is None)
    contenu["budget"] = [dict(ligne) for ligne in avant["budget"]]
    for ligne in [x for x in lue.budgets if x.valide]:
        nouveau = all(b["annee"] != ligne["annee"] for b in contenu["budget"])
        champs = _budgeter(contenu["budget"], ligne)
        change |= plan.noter(f"{objet}, budget {ligne['annee']}", champs, creation=nouveau)
    contenu["indicateurs"] = [dict(i) for i in avant["indicateurs"]]
    for ligne in [x for x in lue.indicateurs if x.valide]:
        nouveau = all(cle(i["libelle"]) != cle(ligne["libelle"]) for i in contenu["indicateurs"])
        champs = _mesurer(contenu["indicateurs"], ligne)
        change |= plan.noter(f"{objet}, indicateur « {ligne['libelle']} »", champs, creation=nouveau)
    if change:
        saisir(reprise.demarche, "fiche", avant | contenu, _redacteur(reprise))
    return connue or reprise.demarche.fiches[-1]


def _donnees_de(fiche: FicheAction) -> Donnees:
    """La fiche telle qu'une saisie la redonnerait à l'identique."""
    champs = set(SaisieFiche.model_fields) - LIES
    return {champ: getattr(fiche, champ) for champ in champs} | liens_saisis(fiche)


def _budgeter(budget: list[Donnees], ligne: Ligne) -> list[Champ]:
    """Pose la ligne de l'année dans le budget, et rend ce qui change."""
    voulu = {c: v for c, v in ligne.valeurs.items() if c != "fiche"}
    actuel = next((b for b in budget if b["annee"] == ligne["annee"]), None)
    champs = differences(feuille(BUDGETS).colonnes, actuel or {}, voulu)
    if actuel is None:
        budget.append(voulu)
    else:
        actuel.update(voulu)
    return champs


def _mesurer(indicateurs: list[Donnees], ligne: Ligne) -> list[Champ]:
    """Pose l'indicateur et ses cibles, et rend ce qui change ; on le reconnaît à son libellé."""
    colonnes = feuille(INDICATEURS).colonnes
    connu = next((i for i in indicateurs if cle(i["libelle"]) == cle(ligne["libelle"])), None)
    if connu is None:
        connu = {"code": _code_libre(indicateurs), "cibles": {}}
        indicateurs.append(connu)
    voulu = {c: ligne[c] for c in ("libelle", "unite", "definition", "source") if ligne[c] is not None}
    cibles = {a: ligne[f"cible_{a}"] for a in annees_du_contrat() if ligne[f"cible_{a}"] is not None}
    champs = differences(colonnes, connu, voulu) + [
        Champ(c.titre, ecrire(c, connu["cibles"].get(a)), ecrire(c, valeur))
        for a, valeur in cibles.items()
        if connu["cibles"].get(a) != valeur
        for c in colonnes
        if c.nom == f"cible_{a}"
    ]
    connu.update(voulu, cibles=connu["cibles"] | cibles)
    return champs


def _code_libre(indicateurs: Sequence[Donnees]) -> str:
    pris = {i["code"] for i in indicateurs}
    return next(f"I{n}" for n in range(1, len(pris) + 2) if f"I{n}" not in pris)


def _reprendre_le_statut(reprise: Reprise, ligne: Ligne, fiche: FicheAction, signe: bool) -> None:
    """Fait cheminer une fiche encore en brouillon ; plus loin, c'est l'outil qui fait foi."""
    voulu = S(ligne["statut"] or (S.VALIDEE if signe else S.BROUILLON))
    if fiche.statut is not S.BROUILLON:
        _prevenir_si_ecart(reprise, ligne, fiche)
        return
    if voulu is S.BROUILLON:
        return
    colonne = feuille(FICHES).colonne("statut")
    reprise.plan.noter(
        f"Statut de la fiche « {fiche.titre} »", [Champ(colonne.titre, "Brouillon", ecrire(colonne, voulu))]
    )
    # L'outil ne laisse pas instruire qui a rédigé : hors outil, c'est le classeur qui tient lieu d'auteur.
    auteurs = {S.SOUMISE: _redacteur(reprise)}
    for statut in CHEMINS[voulu]:
        motif = ligne["motif"] if statut in (S.REJETEE, S.REPORTEE) else None
        donnees = {"fiche": fiche.code, "statut": statut, "motif": motif}
        saisir(reprise.demarche, "statut_fiche", donnees, auteurs.get(statut, reprise.auteur))


def _redacteur(reprise: Reprise) -> Auteur:
    return Auteur(AUTEUR_DES_FICHES, reprise.auteur.le, reprise.auteur.saisi_le)


def _prevenir_si_ecart(reprise: Reprise, ligne: Ligne, fiche: FicheAction) -> None:
    equivalents = (fiche.statut, S.VALIDEE) if fiche.statut is S.CONTRACTUALISEE else (fiche.statut,)
    if ligne["statut"] and ligne["statut"] not in equivalents:
        colonne = feuille(FICHES).colonne("statut")
        reprise.plan.avertissements.append(
            Obstacle(
                f"la fiche {fiche.code} reste au statut « {fiche.statut.libelle} », "
                f"le classeur dit « {ecrire(colonne, ligne['statut'])} »",
                "Faites-la cheminer dans l'outil si c'est le classeur qui a raison.",
                ou=f"fiche:{fiche.code}",
            )
        )
