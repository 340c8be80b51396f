"""Les refus de l'accès : qui l'on est n'est pas connu, ou ne permet pas cela ici."""

from collections.abc import Iterable

from documents.formats import accorder, liste_et
from modeles.compte import Role
from modeles.erreurs import ErreurMetier, Introuvable


class EnvoiARefaire(ErreurMetier):
    """Un envoi d'une de nos pages, arrivé hors de sa session. `saisie` : ce qu'il portait, pour n'en rien perdre."""

    saisie: tuple[tuple[str, str], ...] = ()


class NonConnecte(EnvoiARefaire):
    """Personne n'est connecté ; une page renvoie à la connexion, l'API répond 401."""

    statut = 401

    def __init__(self) -> None:
        super().__init__(
            "Vous n'êtes pas connecté.",
            "Cette adresse ne s'ouvre qu'à une personne qui a un compte.",
            "Connectez-vous ; un programme envoie son jeton dans l'en-tête « Authorization: Bearer … ».",
        )


class JetonRefuse(ErreurMetier):
    statut = 401

    def __init__(self) -> None:
        super().__init__(
            "Ce jeton n'ouvre rien.",
            "Il est inconnu, révoqué ou expiré, ou le compte de la personne est fermé.",
            "Créez-en un autre dans « Mon compte ».",
        )


class DroitManquant(ErreurMetier):
    """Le territoire est visible, mais ceci revient à d'autres."""

    statut = 403

    def __init__(self, quoi: str, roles: Iterable[Role]) -> None:
        admis = liste_et([r.libelle for r in Role if r in set(roles) and r is not Role.ADMINISTRATEUR])
        super().__init__(
            quoi,
            f"Cela revient à : {admis}." if admis else "Cela revient à un administrateur.",
            "Demandez-le à l'une de ces personnes, ou une habilitation à un administrateur.",
        )


class PorteeInsuffisante(ErreurMetier):
    statut = 403

    def __init__(self, portee: str) -> None:
        super().__init__(
            "Ce jeton ne permet pas cela.",
            f"Il n'a pas la portée « {portee} ».",
            "Créez dans « Mon compte » un jeton qui a cette portée.",
        )


class NomEmprunte(ErreurMetier):
    statut = 403

    def __init__(self, agent: str, par: str) -> None:
        super().__init__(
            f"Vous ne pouvez pas écrire sous le nom de « {par[:60]} ».",
            f"Vous êtes {agent} ; cette personne ne vous a pas désigné suppléant, et n'est pas un contact "
            "d'une autre partie à qui cet acte revient et dont vous le transcririez.",
            "Laissez votre nom, ou inscrivez d'abord cette personne parmi les contacts de la démarche.",
        )


class JetonSansPouvoir(ErreurMetier):
    statut = 403

    def __init__(self) -> None:
        super().__init__(
            "Un jeton ne permet pas cela.",
            "Les comptes et les jetons se gèrent en personne : un jeton n'en crée pas un autre.",
            "Connectez-vous depuis un navigateur.",
        )


class HorsPerimetre(Introuvable):
    """Le même refus pour un territoire inconnu, sans démarche, ou d'un autre : on n'apprend rien."""

    def __init__(self, texte: str) -> None:
        super().__init__(
            f"« {texte[:60]} » n'est pas l'un de vos territoires.",
            "Il n'existe pas, n'a pas de démarche, ou n'est pas dans votre périmètre.",
            "Vérifiez l'écriture ; votre périmètre est décrit dans « Mon compte ».",
        )


class EnvoiNonReconnu(EnvoiARefaire):
    """Le formulaire ne porte pas le jeton de cette session : il ne vient pas d'une de nos pages."""

    statut = 403

    def __init__(self) -> None:
        super().__init__(
            "Cet envoi n'a pas été reconnu.",
            "La page dont il vient date d'une autre session, ou n'est pas de Jalons. Rien n'a été écrit.",
            "Revenez à la page, rechargez-la, puis recommencez.",
        )


class LienPerime(ErreurMetier):
    """Le lien a servi, a expiré, n'a jamais existé, ou son compte est fermé : on ne dit pas lequel."""

    statut = 403

    def __init__(self) -> None:
        super().__init__(
            "Ce lien n'ouvre plus rien.",
            "Un lien sert une seule fois, et pendant un temps limité.",
            "Demandez-en un autre : sur cette machine, « jalons acces lien » ; sinon, à un administrateur.",
        )


class TropDeTentatives(ErreurMetier):
    statut = 429

    def __init__(self, attente_s: int) -> None:
        minutes = -(-attente_s // 60)
        super().__init__(
            "Trop de tentatives en peu de temps.",
            "Cette limite protège les comptes.",
            f"Recommencez dans {accorder(minutes, 'minute', 'minutes')}.",
        )
        self.attente_s = attente_s
