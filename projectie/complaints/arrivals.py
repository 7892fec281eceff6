"""Mail that is sealed as it arrives: to info@, and to the reply address of a ticket that was moved here (R26a)."""

import re
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from projectie.complaints import cases, sealing
from projectie.complaints.access import held_for
from projectie.complaints.case import About, Case, File, Line, Side, Sort, Way
from projectie.complaints.cases import Held
from projectie.complaints.filing import new_case, terms_on
from projectie.complaints.keyring import Ring
from projectie.complaints.letters import Addressee, Letter
from projectie.complaints.models import Code, Opening, SealedMail
from projectie.complaints.opening import read_mail
from projectie.complaints.post import may_confirm, queue
from projectie.complaints.sealing import Seal
from projectie.complaints.telling import tell_complainant, tell_inside, tell_of_mail
from projectie.database import db, transaction
from projectie.links import link_to
from projectie.mail.letter import Letter as Mail
from projectie.mail.letter import Limits
from projectie.mail.parse import parse
from projectie.mail.reply_address import read as read_reply_address
from projectie.tickets.models import Ticket
from projectie.tickets.numbering import VacantNumber

_SIGNED = re.compile(
    rb"[^\s<>,;:\"]{1,64}\+t\d{1,9}(?:-[a-z2-7]{5})?\.[0-9a-f]{8}\.[0-9a-f]{16,20}@[^\s<>,;:\"]{1,253}",
    re.IGNORECASE,
)
_HEAD = 200_000  # bytes in which headers stand
_NUMBERS: Any = bindparam("numbers", expanding=True)
_HELD = select(Ticket.number, Ticket.mark).where(Ticket.number.in_(_NUMBERS))
_VACANT = select(VacantNumber.number).where(VacantNumber.number.in_(_NUMBERS))


def take_in(raw: bytes, seal: Seal, limits: Limits, now: datetime, origin: str | None) -> bool:
    """Keep a mail to info@ sealed, confirm it, and tell managers; return False for one that is here already (R28, R29)."""
    with transaction() as session:
        if sealing.keep(session, raw, seal, now, origin) is None:
            return False
        mail = parse(raw, limits)
        if not mail.auto and mail.spam is None:
            _confirm(session, seal.ring, mail, now)
            tell_of_mail(session, seal.ring, now)
    return True


def _confirm(session: Session, ring: Ring, mail: Mail, now: datetime) -> None:
    """Write that it was received: a fixed letter with nothing of the sender's in it (R31)."""
    address = mail.from_.address if mail.from_ else ""
    if "@" not in address or not may_confirm(session, ring, address, now):
        return
    to = Addressee("", address, mail.language or "nl")
    url = link_to("public.complaint_form", language=to.language)
    queue(session, ring, Letter.MAILED, to, url, now, automatic=True)


class Moved(NamedTuple):
    """A ticket that has left the desk: its number, and its mark where another had that before."""

    number: int
    mark: str | None


def belongs_to(raw: bytes, key: str) -> Moved | None:
    """Return which ticket that has left the desk the mail answers, when it answers a letter of one.

    An address we signed says so for ever: its number is vacant, or has been given to another since.
    """
    claims = set()
    for found in _SIGNED.finditer(raw[:_HEAD]):
        reply = read_reply_address(found[0].decode("ascii", "replace"), "", key)
        if reply is not None and reply.thread <= 2**31 - 1:
            claims.add(Moved(reply.thread, reply.mark))
    if not claims:
        return None
    numbers = {claim.number for claim in claims}
    held = {row.number: row for row in db.session.execute(_HELD, {"numbers": numbers})}
    vacant = set(db.session.scalars(_VACANT, {"numbers": numbers})) if numbers - held.keys() else set()
    gone = (
        claim
        for claim in sorted(claims, key=str)
        if (held[claim.number].mark != claim.mark if claim.number in held else claim.number in vacant)
    )
    return next(gone, None)


def follow(raw: bytes, moved: Moved, seal: Seal, limits: Limits, now: datetime) -> bool:
    """Add a reply to the complaint its ticket became; where that was erased, it is sealed as any mail to info@."""
    thread = select(Code.complaint_id).where(Code.named == thread_name(seal.ring, moved))
    with transaction() as session:
        number = session.scalar(thread)
        if number is None:
            return sealing.keep(session, raw, seal, now, None) is not None
        if sealing.known(session, seal.fingerprint(raw), seal.same(raw)) is not None:
            return False
        kept = sealing.keep(session, raw, seal, now, None)
        held = cases.held(session, seal.ring, number)
        if kept is not None:
            _join(session, held, kept, raw, limits, now)
        held.case.waits, held.case.closed_at = True, None
        tell_inside(session, seal.ring, held, now)
        held.keep()
        return True


def thread_name(ring: Ring, moved: Moved) -> str:
    """Return by what the complaint is found that a ticket became."""
    return ring.named(f"ticket:{moved.number}" + (f"-{moved.mark}" if moved.mark else ""))


def make_case(number: int, about: About, seal: Seal, limits: Limits, by: int, now: datetime) -> int:
    """Make a complaint of a sealed mail and return its number; raise MissingError."""
    with transaction() as session:
        raw = read_mail(session, number, seal)
        row = session.get_one(SealedMail, number)
        mail = parse(raw, limits)
        sender = mail.from_
        case = Case(
            about=about,
            way=Way.MAIL,
            language=mail.language or "nl",
            received_at=row.received_at,
            terms=terms_on(session, row.received_at),
            subject=mail.subject,
            name=sender.name if sender else "",
            address=sender.address if sender and not mail.auto else "",
        )
        held = new_case(session, seal.ring, case)
        _join(session, held, row, raw, limits, row.received_at)
        session.add(Opening(sealed_mail_id=number, person_id=by, at=now, released=False))
        tell_complainant(session, seal.ring, held, Letter.RECEIVED, now)
        held.keep()
        return held.number


def attach(number: int, to: int, seal: Seal, limits: Limits, by: int, now: datetime) -> None:
    """Add a sealed mail to the complaint it belongs to; raise MissingError, also to whom that is about."""
    with transaction() as session:
        held = held_for(session, seal.ring, to, by)
        raw = read_mail(session, number, seal)
        row = session.get_one(SealedMail, number)
        _join(session, held, row, raw, limits, row.received_at)
        session.add(Opening(sealed_mail_id=number, person_id=by, at=now, released=False))
        held.case.waits = True
        held.keep()


def _join(session: Session, held: Held, row: SealedMail, raw: bytes, limits: Limits, at: datetime) -> None:
    """Seal a mail as part of a complaint; the copy that was by itself is gone with that."""
    mail = parse(raw, limits)
    files = [File.of(each.filename, each.content_type, each.content) for each in mail.attachments]
    files.append(File.of("mail.eml", "message/rfc822", raw))
    name = mail.from_.name or mail.from_.address if mail.from_ else ""
    cases.say(session, held, Line(Sort.SAID, Side.COMPLAINANT, at, mail.body_text, name=name), files)
    row.sealed, row.taken_up = None, True
    held.case.mails.append(row.id)
