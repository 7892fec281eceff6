"""Complaints: each is ciphertext that the present keys open, each opening recorded; nothing of them is told (R27)."""

from collections.abc import Iterator

from sqlalchemy import exists, func, select

from projectie.commands.invariants.desk import Desk
from projectie.complaints import cases
from projectie.complaints.cases import Held
from projectie.complaints.keyring import Ring, UnreadableError
from projectie.complaints.keys_kept import KeyMissingError, ring_of
from projectie.complaints.models import (
    Code,
    Complaint,
    ComplaintOpening,
    Entry,
    Leaving,
    Opening,
    SealedLetter,
    SealedMail,
)
from projectie.complaints.sealing import Seal, letter_about


def complaints(desk: Desk) -> Iterator[str]:
    """Name what cannot be opened, without opening anything to anybody, and what nobody is known to have released."""
    rows = (select(model.__table__).limit(1) for model in (SealedMail, Complaint, SealedLetter))
    if all(desk.session.execute(row).first() is None for row in rows):
        return
    try:
        ring = ring_of(desk.data_dir)
    except KeyMissingError:
        yield "the key is missing"
        return
    yield from _mails(desk, Seal(ring))
    yield from _complaints(desk, ring)
    yield from _letters(desk, ring)
    if desk.session.scalar(select(func.count()).select_from(Leaving)):
        yield "something was leaving the desk and did not"


def _mails(desk: Desk, seal: Seal) -> Iterator[str]:
    rows = select(SealedMail.id, SealedMail.sealed, SealedMail.fingerprint).order_by(SealedMail.id)
    for number, sealed, fingerprint in desk.session.execute(rows, execution_options={"yield_per": 20}):
        if sealed is not None and not seal.fits(sealed, fingerprint):
            yield f"sealed mail {number} cannot be opened with the present key"
    released = exists().where(Opening.sealed_mail_id == SealedMail.id, Opening.released.is_(True))
    lost = select(SealedMail.id).where(SealedMail.sealed.is_(None), SealedMail.taken_up.is_(False), ~released)
    for number in desk.session.scalars(lost.order_by(SealedMail.id)):
        yield f"sealed mail {number} is gone and nobody released it"


def _complaints(desk: Desk, ring: Ring) -> Iterator[str]:
    for number in desk.session.scalars(select(Complaint.id).order_by(Complaint.id)).all():
        try:
            yield from _whole(desk, cases.read(desk.session, ring, number))
        except (UnreadableError, ValueError):
            yield f"complaint {number} cannot be opened with the present keys"
    stray = select(ComplaintOpening.complaint_id).where(
        ~exists().where(Complaint.id == ComplaintOpening.complaint_id)
    )
    for number in desk.session.scalars(stray.distinct().order_by(ComplaintOpening.complaint_id)):
        yield f"complaint {number} is gone and its openings are not"


def _whole(desk: Desk, held: Held) -> Iterator[str]:
    """Open every part of a complaint: entries, files, codes and openings, each numbered without a gap."""
    session, number = desk.session, held.number
    numbered = [line.number for line in cases.lines(session, held)]
    if numbered != list(range(1, held.case.entries + 1)):
        yield f"complaint {number} lacks entries"
    if len(cases.openings(session, held)) != held.case.openings:
        yield f"complaint {number} was opened without a record"
    files = select(Entry.number).where(Entry.complaint_id == number, Entry.content.is_not(None))
    for file in session.scalars(files).all():
        cases.file_in(session, held, file)
    for code in session.execute(select(Code.named, Code.sealed).where(Code.complaint_id == number)):
        held.envelope.open_data(f"code:{code.named}", code.sealed)


def _letters(desk: Desk, ring: Ring) -> Iterator[str]:
    waiting = select(SealedLetter.id, SealedLetter.named, SealedLetter.sealed)
    for number, named, sealed in desk.session.execute(waiting.where(SealedLetter.sealed.is_not(None))):
        try:
            ring.open(sealed or b"", letter_about(named))
        except UnreadableError:
            yield f"sealed letter {number} cannot be opened with the present keys"
