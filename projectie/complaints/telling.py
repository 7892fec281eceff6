"""Who is told that there is news: the complainant, the managers who have access, or the trustee; part of open deeds."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from projectie.complaints.access import Manager, managers, readers
from projectie.complaints.case import Way
from projectie.complaints.cases import Held
from projectie.complaints.codes import LINK_LASTS, As, keep_code
from projectie.complaints.keyring import Ring
from projectie.complaints.letters import Addressee, Letter
from projectie.complaints.post import may_confirm, queue, when_to_tell
from projectie.links import link_to

TRUSTEE = "trustee"


def tell_complainant(session: Session, ring: Ring, held: Held, letter: Letter, now: datetime) -> None:
    """Write to whoever sent it in, where an address is known: never what the news is (R27).

    An address that somebody typed is confirmed by a letter without a word of theirs, once a day (R31).
    """
    case = held.case
    if not case.address or case.way is Way.ANONYMOUS:
        return
    typed = case.way is Way.NAMED and letter is Letter.RECEIVED
    if typed and not may_confirm(session, ring, case.address, now):
        return
    to = Addressee("" if typed else case.name, case.address, case.language)
    url = _address_of_page(session, ring, held, now)
    queue(session, ring, letter, to, url, now, complaint=held.number, automatic=typed)


def tell_inside(session: Session, ring: Ring, held: Held, now: datetime) -> None:
    """Write to every manager who has access; where nobody has, to the trustee."""
    having = readers(session, held.case)
    _tell(session, ring, having, now, held.number)
    if not having:
        _tell_trustee(session, ring, held, now)


def tell_of_mail(session: Session, ring: Ring, now: datetime) -> None:
    """Write to managers that mail came in."""
    _tell(session, ring, managers(session), now, None)


def _tell(session: Session, ring: Ring, to: list[Manager], now: datetime, complaint: int | None) -> None:
    """Write that something waits, to each once an hour at most: nobody floods a mailbox, and no news is lost."""
    for each in to:
        due_at = when_to_tell(session, ring, each.email, now)
        if due_at is not None:
            reader = Addressee(each.name, each.email, each.language)
            url = link_to("manage.complaints")
            queue(session, ring, Letter.INSIDE, reader, url, now, complaint=complaint).due_at = due_at


def _tell_trustee(session: Session, ring: Ring, held: Held, now: datetime) -> None:
    address = current_app.config["SETTINGS"].complaint_trustee
    if not address:
        return
    held.case.noted[TRUSTEE] = now.isoformat()
    code = keep_code(session, ring, held, As.TRUSTEE, now + LINK_LASTS)
    to = Addressee("", address, held.case.language)
    url = link_to("public.follow_link", language=held.case.language, token=code)
    queue(session, ring, Letter.TRUSTEE, to, url, now, complaint=held.number)


def _address_of_page(session: Session, ring: Ring, held: Held, now: datetime) -> str:
    if held.case.person_id is not None:
        return link_to("portal.own_complaint", complaint=held.number)
    code = keep_code(session, ring, held, As.COMPLAINANT, now + LINK_LASTS)
    return link_to("public.follow_link", language=held.case.language, token=code)
