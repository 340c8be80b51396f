"""Ce qui empêche d'entrer par le fournisseur d'identité, dit à la personne ; le détail va au journal."""

from modeles.erreurs import ErreurMetier


class FournisseurInjoignable(ErreurMetier):
    statut = 503

    def __init__(self) -> None:
        super().__init__(
            "Le service de connexion ne répond pas.",
            "Jalons n'a pas pu joindre le fournisseur d'identité, ou n'a pas compris sa réponse.",
            "Recommencez dans quelques minutes ; si cela dure, prévenez un administrateur.",
        )


class ConnexionInterrompue(ErreurMetier):
    """Le retour n'est pas celui d'un départ récent de ce navigateur : retour en arrière, rejeu, autre onglet."""

    statut = 403

    def __init__(self) -> None:
        super().__init__(
            "Cette connexion ne peut pas finir.",
            "Elle a déjà servi, elle a attendu trop longtemps, ou elle a commencé dans un autre navigateur.",
            "Recommencez depuis la page de connexion.",
        )


class ConnexionRefusee(ErreurMetier):
    """Le fournisseur a dit non, ou ce qu'il a rendu n'est pas digne de confiance."""

    statut = 403

    def __init__(
        self, pourquoi: str = "La réponse du fournisseur d'identité n'a pas pu être vérifiée."
    ) -> None:
        super().__init__(
            "La connexion n'a pas abouti.",
            pourquoi,
            "Recommencez depuis la page de connexion ; si cela se reproduit, prévenez un administrateur.",
        )


class SansFournisseur(ErreurMetier):
    statut = 404

    def __init__(self) -> None:
        super().__init__(
            "Aucun fournisseur d'identité n'est réglé.",
            "Ici, on entre par un lien à usage unique.",
            "Demandez un lien à un administrateur.",
        )


class SansCompte(ErreurMetier):
    """La personne est bien elle ; mais personne ne lui a ouvert de compte ici."""

    statut = 403

    def __init__(self, nom: str, courriel: str) -> None:
        super().__init__(
            "Vous n'avez pas de compte dans Jalons.",
            f"Vous êtes bien identifié ({nom}, {courriel}), mais aucun compte ouvert ne porte cette adresse.",
            "Demandez à un administrateur de vous inviter à cette adresse ; rien n'a été créé en votre nom.",
        )
