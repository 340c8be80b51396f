"""Ce que le terminal dit des indicateurs : états, lots, histoires, agrégats."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from api.cli.outils import console, tableau
from api.schemas.agregats import AgregatVu, ReponseVue
from api.schemas.valeurs import BilanVu, ChangementVu, EtatVu, LigneVue, LotVu, ValeurVue
from documents.formats import accorder, date_courte
from workflows.calculs.indicateurs import Teinte
from workflows.regles.indicateurs import ecrite

TEINTES = {Teinte.VERT: "green", Teinte.ORANGE: "dark_orange", Teinte.ROUGE: "red"}
MASQUEE = "masqué"
# Une phrase ne se coupe pas à la largeur du terminal : on doit pouvoir la copier.
phrases = Console(soft_wrap=True, highlight=False)


def montrer_l_etat(etat: EtatVu) -> None:
    """Un indicateur par ligne, puis ce qui mérite un regard."""
    grille = tableau("Fiche", "Indicateur", "Valeur", "Cible", "Avant", "Statut")
    for ligne in etat.elements:
        grille.add_row(
            ligne.fiche,
            escape(f"{ligne.libelle} ({ligne.indicateur})"),
            _valeur(ligne),
            _nombre(ligne.cible_centiemes, ligne.unite),
            _nombre(ligne.precedente_centiemes, ligne.unite),
            ligne.libelle_du_statut
            + (", hors délai" if ligne.derniere and ligne.derniere.hors_delai else ""),
        )
    console.print(grille)
    partielle = " (période partielle)" if etat.periode_partielle else ""
    reponses = accorder(etat.repondus, "indicateur a une réponse", "indicateurs ont une réponse")
    phrases.print(f"Exercice {etat.exercice}{partielle} : {reponses}, sur {etat.attendus}.")
    if etat.explication:
        phrases.print(escape(f"La réponse du territoire : {etat.explication}."))
    for remarque in etat.remarques:
        phrases.print(escape(f"- {remarque.message}. {remarque.remede}"))
    if any(x.catalogue == "proposition_locale" for x in etat.elements):
        phrases.print("Les indicateurs LOC-… sont des propositions locales, sans valeur officielle.")


def _valeur(ligne: LigneVue) -> str:
    texte = ligne.texte or _nombre(ligne.valeur_centiemes, ligne.unite)
    return f"[{TEINTES[ligne.teinte]}]{escape(texte)}[/]" if ligne.teinte else escape(texte)


def _nombre(centiemes: int | None, unite: str) -> str:
    return "" if centiemes is None else ecrite(centiemes, unite)


def montrer_le_lot(lot: LotVu) -> None:
    """Ce qui change, puis chaque faute avec son remède."""
    quoi = (
        ("valeur changerait", "valeurs changeraient") if lot.apercu else ("valeur gardée", "valeurs gardées")
    )
    montrer_les_changements(lot.changements)
    suite = f", {accorder(lot.inchangees, 'inchangée', 'inchangées')}" if lot.inchangees else ""
    phrases.print(f"{accorder(len(lot.changements), *quoi)}{suite}.")
    for faute in lot.fautes:
        o = faute.obstacle
        code = f"{o.code}, " if o.code else ""
        phrases.print(f"[red]Refusé[/] ({escape(f'{code}{o.ou}')}) : {escape(f'{o.message}. {o.remede}')}")
    for avertissement in lot.avertissements:
        phrases.print(
            f"[dark_orange]À voir[/] : {escape(f'{avertissement.message}. {avertissement.remede}')}"
        )
    if lot.recue:
        phrases.print("La réponse du territoire est reçue.")


def montrer_le_bilan(bilan: BilanVu) -> None:
    """Les valeurs contrôlées, et celles qui ne pouvaient pas l'être."""
    montrer_les_changements(bilan.changements)
    phrases.print(f"{accorder(len(bilan.changements), 'valeur contrôlée', 'valeurs contrôlées')}.")
    for ecarte in bilan.ecartes:
        phrases.print(escape(f"- {ecarte.message}. {ecarte.remede}"))


def montrer_les_changements(changements: Sequence[ChangementVu]) -> None:
    """Une ligne par indicateur : avant, après."""
    for c in changements:
        avant = _dite(c.avant) if c.avant else "rien"
        phrases.print(escape(f"{c.fiche}, {c.libelle} : {avant} → {_dite(c.apres)}"))


def _dite(valeur: ValeurVue) -> str:
    nombre = valeur.texte or _nombre(valeur.valeur_centiemes, "")
    return f"{nombre.strip()} ({valeur.libelle_du_statut})" if nombre else valeur.libelle_du_statut


def montrer_l_histoire(histoire: Sequence[ValeurVue], unite: str) -> None:
    """De la première à la dernière : qui, quand, d'où, pourquoi."""
    grille = tableau("N°", "Valeur", "Statut", "Par", "Le", "D'où", "Pourquoi")
    for v in histoire:
        grille.add_row(
            str(v.numero),
            escape(v.texte or _nombre(v.valeur_centiemes, unite)),
            v.libelle_du_statut,
            escape(v.par),
            date_courte(v.saisi_le.date()),
            escape(v.origine),
            escape(" ; ".join(t for t in (v.motif, v.commentaire) if t)),
        )
    console.print(grille)


def montrer_les_agregats(agregats: Sequence[AgregatVu]) -> None:
    """Un indicateur par ligne : le total, sur combien de territoires, et l'évolution à périmètre constant."""
    grille = tableau("Indicateur", "Total", "Répondants", "Part", "Évolution", "Territoires masqués")
    for a in agregats:
        grille.add_row(
            escape(f"{a.libelle} ({a.code})"),
            a.mention or _nombre(a.valeur_centiemes, a.unite),
            a.perimetre,
            "" if a.part_centiemes is None else ecrite(a.part_centiemes, "%"),
            _evolution(a),
            ", ".join(r.territoire for r in _masquees(a)),
        )
    console.print(grille)


def _evolution(a: AgregatVu) -> str:
    if a.evolution is None or a.evolution.pour_cent is None:
        return ""
    return f"{a.evolution.pour_cent:+d}\u00a0% sur {accorder(a.evolution.territoires, 'territoire', 'territoires')}"


def _masquees(a: AgregatVu) -> list[ReponseVue]:
    return [r for r in a.reponses if r.masquee]
