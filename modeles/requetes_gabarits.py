"""Les lectures des gabarits installés."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from modeles.gabarit import TOUTES_LES_REGIONS, VersionGabarit


def versions_de_gabarits(session: Session, code: str | None = None) -> Sequence[VersionGabarit]:
    """Toutes les versions, ou celles d'un gabarit, de la première à la dernière."""
    requete = select(VersionGabarit)
    if code is not None:
        requete = requete.where(col(VersionGabarit.code) == code)
    return session.exec(
        requete.order_by(
            col(VersionGabarit.code), col(VersionGabarit.region).desc(), col(VersionGabarit.version)
        )
    ).all()


def versions_en_vigueur(session: Session, region: str) -> dict[str, VersionGabarit]:
    """Pour chaque code installé : la version de la région, sinon celle de toutes les régions."""
    portees = {TOUTES_LES_REGIONS, region}
    requete = select(VersionGabarit).where(col(VersionGabarit.region).in_(portees))
    dernieres = {
        (v.region, v.code): v for v in session.exec(requete.order_by(col(VersionGabarit.version))).all()
    }
    return {
        code: version
        for portee in (TOUTES_LES_REGIONS, region)
        for (de, code), version in dernieres.items()
        if de == portee and version.empreinte
    }


def regions_avec_gabarits(session: Session) -> Sequence[str]:
    """Les codes des régions qui ont installé au moins un gabarit à elles."""
    requete = select(VersionGabarit.region).where(col(VersionGabarit.region) != TOUTES_LES_REGIONS)
    return session.exec(requete.distinct().order_by(VersionGabarit.region)).all()
