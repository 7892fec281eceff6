"""Complaints: each is ciphertext that the present key opens (R27)."""

from collections.abc import Iterator

from sqlalchemy import select

from projectie.commands.invariants.desk import Desk
from projectie.complaints.models import SealedMail
from projectie.complaints.sealing import KeyMissingError, seal_in


def complaints(desk: Desk) -> Iterator[str]:
    """Name what cannot be opened, without opening anything to anybody."""
    if desk.session.scalar(select(SealedMail.id).limit(1)) is None:
        return
    try:
        seal = seal_in(desk.data_dir)
    except KeyMissingError:
        yield "the key is missing"
        return
    rows = select(SealedMail.id, SealedMail.sealed, SealedMail.fingerprint).where(SealedMail.sealed.is_not(None)).order_by(SealedMail.id)
    for number, sealed, fingerprint in desk.session.execute(
        rows, execution_options={"yield_per": 20}
    ):
        if not seal.fits(sealed, fingerprint):
            yield f"sealed mail {number} cannot be opened with the present key"
