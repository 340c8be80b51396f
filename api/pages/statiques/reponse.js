// Ce que le script ajoute à une page qui marche sans lui : chaque indicateur se garde dès qu'on le quitte.

const formulaire = document.querySelector("form[data-en-direct]");
const enCours = new Map();

async function garder(bloc) {
  const donnees = new URLSearchParams();
  for (const champ of bloc.querySelectorAll("input, select")) donnees.set(champ.name, champ.value);
  for (const nom of ["csrf", "_pour"]) {
    const champ = formulaire.elements[nom];
    if (champ) donnees.set(nom, champ.value);
  }
  enCours.get(bloc)?.abort();
  const arret = new AbortController();
  enCours.set(bloc, arret);
  const etat = bloc.querySelector("[data-etat]");
  try {
    const reponse = await fetch(formulaire.action, {
      method: "POST", body: donnees, headers: { "X-En-Direct": "1" }, signal: arret.signal,
    });
    if (!reponse.ok) throw new Error(String(reponse.status));
    montrer(bloc, etat, await reponse.json());
  } catch (erreur) {
    if (erreur.name !== "AbortError") etat.textContent = "Pas encore gardé : utilisez « Enregistrer » en bas de page.";
  }
}

function montrer(bloc, etat, { gardees, fautes }) {
  for (const messages of bloc.querySelectorAll("[data-messages]")) {
    const champ = messages.id.replace(/-messages$/, "");
    const phrase = fautes[champ];
    const groupe = messages.parentElement;
    const genre = groupe.classList.contains("fr-select-group") ? "select" : "input";
    groupe.classList.toggle(`fr-${genre}-group--error`, Boolean(phrase));
    document.getElementById(champ)?.toggleAttribute("aria-invalid", Boolean(phrase));
    messages.replaceChildren();
    if (phrase) {
      const ligne = document.createElement("p");
      ligne.className = "fr-message fr-message--error";
      ligne.textContent = phrase;
      messages.append(ligne);
    }
  }
  bloc.classList.toggle("fautif", Object.keys(fautes).length > 0);
  if (gardees) {
    const heure = new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    etat.textContent = `Gardé à ${heure}.`;
  }
}

formulaire?.addEventListener("change", (evenement) => {
  const bloc = evenement.target.closest("[data-indicateur]");
  if (bloc) garder(bloc);
});
