// Ce que le script ajoute à un formulaire qui marche sans lui : le brouillon se garde seul, le curseur va au bon endroit.

const ATTENTE_MS = 2500;

const formulaire = document.querySelector("form[data-brouillon]");

const etat = formulaire?.querySelector("[data-etat-du-brouillon]");
let minuterie = 0;
let envoi = null;
let parti = false;

async function garder() {
  minuterie = 0;
  const donnees = new FormData(formulaire);
  donnees.set("_agir", "brouillon");
  envoi = new AbortController();
  try {
    const reponse = await fetch(formulaire.action, {
      method: "POST", body: new URLSearchParams(donnees), headers: { "X-Brouillon": "1" }, signal: envoi.signal,
    });
    const heure = new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    etat.textContent = reponse.ok
      ? `Brouillon gardé à ${heure}.`
      : "Le brouillon n'a pas pu être gardé : enregistrez, ou copiez ce que vous avez écrit.";
  } catch (erreur) {
    if (erreur.name !== "AbortError") etat.textContent = "Hors ligne : le brouillon sera gardé à la prochaine frappe.";
  }
}

function programmer() {
  clearTimeout(minuterie);
  if (!parti) minuterie = setTimeout(garder, ATTENTE_MS);
}

if (formulaire) {
  formulaire.addEventListener("input", programmer);
  formulaire.addEventListener("submit", () => {
    parti = true;
    clearTimeout(minuterie);
    envoi?.abort();
  });
  // Quitter la page avant la minuterie ne doit rien perdre.
  addEventListener("pagehide", () => {
    if (parti || !minuterie) return;
    const donnees = new URLSearchParams(new FormData(formulaire));
    donnees.set("_agir", "brouillon");
    fetch(formulaire.action, { method: "POST", body: donnees, headers: { "X-Brouillon": "1" }, keepalive: true });
  });
  // Ce qui dépend d'une case se recalcule au serveur, comme le ferait son bouton sans script.
  for (const partie of formulaire.querySelectorAll("[data-recharge-avec]")) {
    for (const inutile of partie.querySelectorAll(".sans-script-seulement")) inutile.hidden = true;
    const cases = partie.dataset.rechargeAvec.split(" ");
    formulaire.addEventListener("change", async ({ target }) => {
      if (!cases.includes(target.name)) return;
      const donnees = new URLSearchParams(new FormData(formulaire));
      donnees.set("_agir", "calculer");
      const reponse = await fetch(formulaire.action, { method: "POST", body: donnees });
      const page = new DOMParser().parseFromString(await reponse.text(), "text/html");
      const neuve = page.getElementById(partie.id);
      if (!neuve) return;
      for (const inutile of neuve.querySelectorAll(".sans-script-seulement")) inutile.hidden = true;
      partie.replaceChildren(...neuve.childNodes);
    });
  }
  // Revenue du cache du navigateur, la page peut être envoyée de nouveau.
  addEventListener("pageshow", () => { parti = false; });
  const cible = document.getElementById(formulaire.dataset.curseur ?? "")
    ?? document.getElementById("refus") ?? document.getElementById("erreurs");
  const case_ = cible?.matches("fieldset") ? cible.querySelector("input:not([type=hidden]), select, textarea") : cible;
  case_?.focus({ preventScroll: false });
}
