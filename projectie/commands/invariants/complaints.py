"""Complaints: each is ciphertext that the present key opens, or was released by somebody on record (R27)."""

from collections.abc import Iterator

from sqlalchemy import exists, select

from projectie.commands.invariants.desk import Desk
from projectie.complaints.models import Opening, SealedMail
from projectie.complaints.sealing import KeyMissingError, seal_in


def complaints(desk: Desk) -> Iterator[str]:
    """Name what cannot be opened, without opening anything to anybody, and what nobody is known to have released."""
    if desk.session.scalar(select(SealedMail.id).limit(1)) is None:
        return
    yield from _shut(desk)
    released = exists().where(Opening.sealed_mail_id == SealedMail.id, Opening.released.is_(True))
    lost = select(SealedMail.id).where(SealedMail.sealed.is_(None), ~released)
    for number in desk.session.scalars(lost.order_by(SealedMail.id)):
        yield f"sealed mail {number} is gone and nobody released it"


def _shut(desk: Desk) -> Iterator[str]:
    try:
        seal = seal_in(desk.data_dir)
    except KeyMissingError:
        yield "the key is missing"
        return
    rows = select(SealedMail.id, SealedMail.sealed, SealedMail.fingerprint).order_by(SealedMail.id)
    for number, sealed, fingerprint in desk.session.execute(rows, execution_options={"yield_per": 20}):
        if sealed is not None and not seal.fits(sealed, fingerprint):
            yield f"sealed mail {number} cannot be opened with the present key"
