"""A client agrees to a quote (R13, R15): evidence that is never changed, chained to all that was agreed to before."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.clock.zone import local
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.people.models import Person, Role
from projectie.terms.in_force import studio_facts
from projectie.tickets.columns import held
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import Fate, Message, Ticket
from projectie.tickets.waking import wake
from projectie.urgent.chain import Link, hash_after
from projectie.urgent.models import Consent, ConsentEnd, ConsentWay, Quote
from projectie.urgent.rules import Against, QuoteState, against

AGREED = "ticket.quote_agreed"


class Refused(ValueError):  # noqa: N818 (a refusal that the page words)
    """Nothing was kept; what was true stays."""

    def __init__(self, reason: Against) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Said:
    """Who agrees: the account, the name and role they typed, and from where; `html_sha256` is what was on screen."""

    person: int
    name: str
    role: str
    html_sha256: str
    address: str
    device: str
    way: ConsentWay


def agree(quote_id: int, said: Said, now: datetime) -> int:
    """Keep the consent and return its number; the ticket is urgent from now on. Raise MissingError, Refused."""
    with transaction() as session:
        quote, ticket = quote_held(session, quote_id)
        person = session.get(Person, said.person)
        _may(quote, ticket, person)
        _open(quote, now, same=said.html_sha256 == quote.html_sha256)
        return _keep(session, quote, ticket, said, at=now, now=now)


def record(quote_id: int, message_id: int, role: str, by: Person, now: datetime) -> int:
    """Keep an answer by mail as the consent it is (R15); only of somebody proven who may agree (R32). Raise as above."""
    with transaction() as session:
        quote, ticket = quote_held(session, quote_id)
        message = session.get(Message, message_id)
        if (
            message is None
            or message.ticket_number != ticket.number
            or message.fate not in {Fate.APPENDED, Fate.CREATED}
        ):
            raise MissingError(f"message {message_id}")
        if not message.trusted or message.auto:
            raise Refused(Against.NO_PROOF)
        person = session.scalar(select(Person).where(Person.email == message.from_address.lower()))
        _may(quote, ticket, person)
        assert person is not None  # refused otherwise
        if message.received_at < quote.made_at:
            raise Refused(Against.OTHER_TEXT)  # it answers something else
        _open(quote, message.received_at)
        message.fate, message.ruled_by = Fate.CONSENT, by.id
        said = Said(
            person.id, person.name, role, quote.html_sha256, message.from_address, "", ConsentWay.MAIL
        )
        return _keep(
            session, quote, ticket, said, at=message.received_at, now=now, message=message.id, recorder=by.id
        )


def quote_held(session: Session, quote_id: int) -> tuple[Quote, Ticket]:
    """Return a quote and the ticket that it is about now, both held: an answer and a newer version never cross."""
    known = session.get(Quote, quote_id)
    if known is None:
        raise MissingError(f"quote {quote_id}")
    ticket = held(session, goes_on_at(session, known.ticket_number))
    session.refresh(known)
    return known, ticket


def link_of(consent: Consent) -> Link:
    """Return what of a consent is hashed."""
    values: dict[str, Any] = {field.name: getattr(consent, field.name) for field in fields(Link)}
    values["at"] = consent.at.astimezone(UTC)
    values["way"] = ConsentWay(consent.way).value
    values |= {name: getattr(consent, name).isoformat() for name in ("first_day", "last_day")}
    return Link(**values)


def _may(quote: Quote, ticket: Ticket, person: Person | None) -> None:
    ours = person is not None and person.active and person.role is Role.CLIENT and person.may_agree
    if (
        not ours
        or person is None
        or not person.organisation_id == quote.organisation_id == ticket.organisation_id
    ):
        raise Refused(Against.NOT_YOU)


def _open(quote: Quote, at: datetime, *, same: bool = True) -> None:
    refusal = against(quote.state, quote.valid_until, at, same=same)
    if refusal is not None:
        raise Refused(refusal)


def _keep(
    session: Session,
    quote: Quote,
    ticket: Ticket,
    said: Said,
    *,
    at: datetime,
    now: datetime,
    message: int | None = None,
    recorder: int | None = None,
) -> int:
    end = session.get_one(ConsentEnd, 1, with_for_update=True, populate_existing=True)
    there = local(at, _zone(session))
    consent = Consent(
        number=end.count + 1,
        quote_id=quote.id,
        ticket_number=ticket.number,
        organisation_id=quote.organisation_id,
        person_id=said.person,
        name=said.name[:200],
        role=said.role[:200],
        at=at,
        local=there.isoformat(timespec="seconds"),
        address=said.address[:100],
        device=said.device[:300],
        way=said.way,
        message_id=message,
        recorded_by_id=recorder,
        button=quote.button,
        text=quote.text,
        text_sha256=quote.text_sha256,
        html_sha256=quote.html_sha256,
        factor_numerator=quote.factor_numerator,
        factor_denominator=quote.factor_denominator,
        maximum=quote.maximum,
        first_day=there.date(),
        last_day=local(quote.ready_by, _zone(session)).date(),
        terms_number=quote.terms_number,
    )
    consent.hash = hash_after(end.hash, link_of(consent))
    session.add(consent)
    end.count, end.hash = consent.number, consent.hash
    quote.state, quote.state_at = QuoteState.AGREED, now
    ticket.urgent_since, ticket.urgent_by = at, quote.ready_by
    ticket.version += 1
    session.flush()
    wake(session, ticket, None, now)  # the client's answer: it waits for them no longer, nor is it done
    details = {"quote": quote.id, "version": quote.version, "consent": consent.number}
    by = recorder or said.person
    history.record(session, at=now, by=by, deed=AGREED, of=("ticket", ticket.number), details=details)
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=by)
    return consent.number


def _zone(session: Session) -> ZoneInfo:
    return ZoneInfo(studio_facts(session).zone)
