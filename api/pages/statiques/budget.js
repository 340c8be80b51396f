// Le budget d'une fiche, recalculé à chaque frappe avec les mêmes règles que le serveur.

const PARTS = ["part_etat_centimes", "part_collectivite_centimes", "autres_centimes"];

// « 12 500,50 € » donne 1250050 centimes ; une case vide vaut zéro, une case illisible aussi (elle le dira).
export function lire(texte) {
  const lu = /^(\d{1,15})(?:[,.](\d{1,2}))?$/.exec(texte.replaceAll(/[\s\u00a0\u202f€]/g, ""));
  return lu ? Number(lu[1]) * 100 + Number((lu[2] ?? "0").padEnd(2, "0")) : 0;
}

export function euros(centimes) {
  const entiers = Math.floor(Math.abs(centimes) / 100).toString().replaceAll(/\B(?=(\d{3})+$)/g, "\u00a0");
  const reste = Math.abs(centimes) % 100;
  return `${centimes < 0 ? "\u2212" : ""}${entiers}${reste ? `,${String(reste).padStart(2, "0")}` : ""}\u00a0€`;
}

export function remarques([etat, collectivite], disponible, { parite, stricte, tolerance }) {
  const dites = [];
  const ecart = etat - collectivite;
  if (parite && (stricte ? Math.abs(ecart) : ecart) > tolerance) {
    const quoi = stricte ? "ne sont pas à parité" : "dépassent la parité";
    dites.push(`Les parts ${quoi} : l'État ${euros(etat)}, la collectivité ${euros(collectivite)}.`);
  }
  if (disponible !== null && etat > disponible) {
    dites.push(`La part de l'État dépasse ce qui reste de l'enveloppe de ${euros(etat - disponible)}.`);
  }
  return dites;
}

function recalculer(budget, reperes) {
  const sommes = [0, 0, 0];
  for (const ligne of budget.querySelectorAll("tr[data-annee]")) {
    const annee = ligne.dataset.annee;
    const parts = PARTS.map((part) => lire(document.getElementById(`budget.${annee}.${part}`).value));
    parts.forEach((valeur, rang) => { sommes[rang] += valeur; });
    const disponible = reperes.disponible[annee] ?? null;
    ligne.querySelector("[data-total]").textContent = euros(parts.reduce((a, b) => a + b, 0));
    ligne.querySelector("[data-reste]").textContent =
      disponible === null ? "plafond inconnu" : euros(disponible - parts[0]);
    const dites = remarques(parts, disponible, reperes);
    const place = budget.querySelector(`[data-remarques="${annee}"]`);
    place.hidden = dites.length === 0;
    const phrase = place.querySelector("p");
    if (phrase.textContent !== dites.join(" ")) phrase.textContent = dites.join(" ");
  }
  sommes.forEach((somme, rang) => {
    budget.querySelector(`[data-somme="${rang}"]`).textContent = euros(somme);
  });
  budget.querySelector('[data-somme="total"]').textContent = euros(sommes.reduce((a, b) => a + b, 0));
}

const budget = globalThis.document?.querySelector("[data-budget]");
if (budget) {
  const reperes = JSON.parse(budget.dataset.budget);
  budget.addEventListener("input", () => recalculer(budget, reperes));
  for (const inutile of budget.querySelectorAll(".sans-script-seulement")) inutile.hidden = true;
}
