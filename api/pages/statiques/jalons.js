// Les commodités que le navigateur seul n'offre pas. Sans ce script, tout reste faisable.

for (const bouton of document.querySelectorAll("[data-imprimer]")) {
  bouton.addEventListener("click", () => window.print());
}

// Un filtre choisi s'applique aussitôt ; le bouton reste pour le clavier et pour qui n'a pas de script.
for (const formulaire of document.querySelectorAll("form[data-aussitot]")) {
  formulaire.addEventListener("change", () => formulaire.requestSubmit());
}
