"""Mail that is sealed as it arrives: to info@, and to the reply address of a ticket that was moved here (R26a)."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.complaints import cases, sealing
from projectie.complaints.access import held_for
from projectie.complaints.case import About, Case, File, Line, Side, Sort, Way
from projectie.complaints.cases import Held
from projectie.complaints.filing import new_case, terms_on
from projectie.complaints.keyring import Ring
from projectie.complaints.letters import Addressee, Letter
from projectie.complaints.models import Code, Opening, SealedMail, VacantNumber
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

_SIGNED = re.compile(
    rb"[^\s<>,;:\"]{1,64}\+t(\d{1,9})\.[0-9a-f]{8}\.[0-9a-f]{20}@[^\s<>,;:\"]{1,253}", re.IGNORECASE
)
_HEAD = 200_000  # bytes in which headers stand


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


def belongs_to(raw: bytes, key: str) -> int | None:
    """Return the number of a ticket that has left the desk, when the mail answers one of its letters."""
    numbers = set()
    for found in _SIGNED.finditer(raw[:_HEAD]):
        address = found[0].decode("ascii", "replace")
        reply = read_reply_address(address, "", key)
        if reply is not None and reply.thread <= 2**31 - 1:
            numbers.add(reply.thread)
    if not numbers:
        return None
    gone = select(VacantNumber.number).where(VacantNumber.number.in_(numbers)).limit(1)
    return db.session.scalar(gone)


def follow(raw: bytes, ticket: int, seal: Seal, limits: Limits, now: datetime) -> bool:
    """Add a reply to the complaint its ticket became; where that was erased, it is sealed as any mail to info@."""
    thread = select(Code.complaint_id).where(Code.named == thread_name(seal.ring, ticket))
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


def thread_name(ring: Ring, ticket: int) -> str:
    """Return by what the complaint is found that a ticket became."""
    return ring.named(f"ticket:{ticket}")


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
