"""Les pages que le navigateur examine une à une : y ajouter la sienne suffit."""

PAGES = (
    "/",
    "/?region=76&etape=diagnostic",
    "/?retard=false",
    "/?region=france&tri=alerte",
    "/chiffres",
    "/chiffres?region=france",
    "/a-faire",
    "/a-faire?territoire=65",
    "/territoires/32",
    "/territoires/65",
    "/territoires/65/cadre",
    "/territoires/32/diagnostic",
    "/territoires/32/fiches/32-DRO-EXP-01",
    "/territoires/32/signature",
    "/territoires/65/saisies/reunion?nature=comite_suivi",
    "/territoires/nulle-part",
    "/connexion",
    "/connexion/un-lien",
    "/mes-calendriers",
    "/messages",
    "/messages?etat=envoye",
    "/campagnes",
    "/campagnes/resultats",
    "/campagnes/76/indicateurs/2025/echelle",
    "/relances",
    "/relances/historique",
    "/relances/efficacite",
    "/territoires/32/indicateurs/2025",
    "/compte",
    "/comptes",
    "/recherche",
    "/recherche?q=departement",
)
SANS_COMPTE = ("/connexion", "/connexion/un-lien")
# Ce que la démonstration des essais contient : un contrat signé, des ateliers, un diagnostic en retard.
TERRITOIRES = "32,82,65"
