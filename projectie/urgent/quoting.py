"""Staff send a quote: a version of its own, frozen, with a link for each who may agree to costs (R14)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.alerts.taking import take_open
from projectie.clock.zone import local
from projectie.database import transaction
from projectie.invoices.reckoning import ground_for
from projectie.links import link_to
from projectie.live.announce import announce
from projectie.mail.outbox import queue
from projectie.money import Total, value_of, with_vat
from projectie.people.models import Organisation, Person, Role
from projectie.private_links import token_for
from projectie.terms.in_force import Standing, standing
from projectie.tickets.columns import held
from projectie.tickets.letters import BY_ITSELF, Addressee, Ground, letter_about, subject_line
from projectie.tickets.merged import all_that_go_on_in
from projectie.tickets.models import Column, Ticket
from projectie.tickets.promise_letters import thread_on
from projectie.urgent.capacity import effect_of
from projectie.urgent.models import Consent, Quote, QuoteReader
from projectie.urgent.rules import Offer, QuoteState, Wrong, proposed_factor, wrong_with
from projectie.urgent.saying import About, Frozen, frozen

PURPOSE = "urgent quote"
SENT = "ticket.quote_sent"


class NotSent(ValueError):  # noqa: N818 (a refusal that the form words)
    """The quote cannot be sent."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quote as staff typed it; `seen` is the newest version they knew."""

    offer: Offer
    words: str
    seen: int


def send(number: int, wanted: Wanted, by: Person, key: str, now: datetime) -> int:
    """Send a quote and return its id; the one that waited for an answer is replaced. Raise NotSent, MissingError, MergedAway."""
    with transaction() as session:
        ticket, stands = held(session, number), standing(session, now)
        readers = who_may_agree(session, ticket)
        last = last_version(session, number)
        effect = effect_of(session, ticket, wanted.offer.minutes, wanted.offer.ready_by, now)
        wrong = _wrong(ticket, wanted, readers, last, stands, now)
        if wrong is None and effect.moves and by.role is not Role.MANAGER:
            wrong = Wrong.BREAKS
        if wrong is not None:
            raise NotSent(wrong)
        _replace(session, number, now)
        quote = _kept(session, ticket, wanted, last + 1, stands, now)
        quote.moves, quote.made_by = effect.numbers, by.id
        session.add(quote)
        session.flush()
        for person in readers:
            _tell(session, ticket, quote, person, Ground.on(stands, key), author=by.name, now=now)
        take_open(session, number, by.id, now)
        details = {"quote": quote.id, "version": quote.version, "maximum": quote.maximum}
        of = ("ticket", number)
        history.record(session, at=now, by=by.id, deed=SENT, of=of, details=details)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by.id)
        return quote.id


def previewed(session: Session, ticket: Ticket, wanted: Wanted, now: datetime) -> Frozen:
    """Return the quote as the client would read it."""
    stands = standing(session, now)
    return frozen(
        wanted.offer, _about(session, ticket, wanted, last_version(session, ticket.number) + 1, stands, now)
    )


def wrong_of(session: Session, ticket: Ticket, wanted: Wanted, now: datetime) -> Wrong | None:
    """Return why a quote could not be sent by anybody, as things stand; what it moves the page shows apart."""
    readers, last = who_may_agree(session, ticket), last_version(session, ticket.number)
    return _wrong(ticket, wanted, readers, last, standing(session, now), now)


def who_may_agree(session: Session, ticket: Ticket) -> Sequence[Person]:
    """Return who of a client may agree to the costs of a ticket: of a private one at most its requester."""
    theirs = (Person.organisation_id == ticket.organisation_id, Person.role == Role.CLIENT)
    people = select(Person).where(*theirs, Person.active, Person.may_agree).order_by(Person.id)
    if ticket.private:
        people = people.where(Person.id == ticket.requester_id)
    return session.scalars(people).all() if ticket.organisation_id else ()


def last_version(session: Session, number: int) -> int:
    """Return the newest version of the quotes of a ticket, and of those that go on in it; 0 where there is none."""
    return session.scalar(select(func.max(Quote.version)).where(_about_it(number))) or 0


def total_of(
    session: Session, organisation: Organisation, maximum: int, stands: Standing, now: datetime
) -> tuple[Total, int]:
    """Return the most it costs at today's price, and the percentage of VAT in it: none where none is Dutch."""
    ground = ground_for(session, organisation, local(now, stands.calendar.zone).date())
    figures = stands.terms.terms.figures
    percent = figures.vat_percent if ground.decision.charges else 0
    return with_vat(value_of(maximum, figures.credit_price_cents), percent), percent


def _wrong(
    ticket: Ticket, wanted: Wanted, readers: Sequence[Person], last: int, stands: Standing, now: datetime
) -> Wrong | None:
    if ticket.organisation_id is None:
        return Wrong.NO_CLIENT
    if ticket.column is Column.DONE:
        return Wrong.DONE
    if not ticket.urgent_asked:
        return Wrong.NOT_ASKED
    if not readers:
        return Wrong.NOBODY
    if wanted.seen != last:
        return Wrong.OVERTAKEN
    return wrong_with(wanted.offer, stands.terms.terms.figures, now)


def _about_it(number: int) -> ColumnElement[bool]:
    return Quote.ticket_number.in_(all_that_go_on_in(number))


def _replace(session: Session, number: int, now: datetime) -> None:
    waiting = select(Quote).where(_about_it(number), Quote.state == QuoteState.SENT)
    for quote in session.scalars(waiting):
        quote.state, quote.state_at = QuoteState.SUPERSEDED, now


def _kept(
    session: Session, ticket: Ticket, wanted: Wanted, version: int, stands: Standing, now: datetime
) -> Quote:
    offer, about = wanted.offer, _about(session, ticket, wanted, version, stands, now)
    said, proposed = frozen(offer, about), proposed_factor(offer.grounds, about.figures)
    return Quote(
        ticket_number=ticket.number,
        organisation_id=ticket.organisation_id,
        version=version,
        grounds=[each.value for each in offer.grounds],
        minutes=offer.minutes,
        factor_numerator=offer.factor.numerator,
        factor_denominator=offer.factor.denominator,
        proposed_numerator=proposed.numerator,
        proposed_denominator=proposed.denominator,
        maximum=offer.maximum,
        price_cents=about.figures.credit_price_cents,
        excluding_cents=about.total.excluding,
        vat_cents=about.total.vat,
        vat_percent=about.vat_percent,
        ready_by=offer.ready_by,
        valid_until=offer.valid_until,
        terms_number=about.terms_number,
        language=about.language,
        words=wanted.words,
        html=said.html,
        text=said.text,
        button=said.button,
        html_sha256=said.html_sha256,
        text_sha256=said.text_sha256,
        made_at=now,
        state=QuoteState.SENT,
        state_at=now,
    )


def _about(
    session: Session, ticket: Ticket, wanted: Wanted, version: int, stands: Standing, now: datetime
) -> About:
    client = session.get_one(Organisation, ticket.organisation_id)
    total, percent = total_of(session, client, wanted.offer.maximum, stands, now)
    agreed = select(Consent.at, Consent.maximum).where(
        Consent.ticket_number.in_(all_that_go_on_in(ticket.number))
    )
    return About(
        ticket=ticket.number,
        subject=subject_line(ticket),
        client=client.legal_name or client.name,
        studio=stands.facts.name,
        version=version,
        words=wanted.words,
        language=ticket.language,
        terms_number=stands.terms.number,
        figures=stands.terms.terms.figures,
        total=total,
        vat_percent=percent,
        changed=version > 1,
        earlier=tuple((row.at, row.maximum) for row in session.execute(agreed.order_by(Consent.number))),
    )


def _tell(
    session: Session,
    ticket: Ticket,
    quote: Quote,
    person: Person,
    ground: Ground,
    *,
    author: str,
    now: datetime,
) -> None:
    reader = QuoteReader(quote_id=quote.id, person_id=person.id, nonce=secrets.token_hex(16))
    session.add(reader)
    session.flush()
    token = token_for(PURPOSE, reader.id, reader.nonce, ground.key)
    draft = letter_about(
        ticket,
        "quote",
        Addressee(person.name, person.email),
        ground,
        cause=f"quote:{quote.id}:{person.id}",
        thread=thread_on(session, ticket),
        headers=BY_ITSELF,
        author=author,
        version=quote.version,
        quote_text=quote.text,
        quote_url=link_to("public.quote", language=quote.language, token=token),
    )
    queue(session, draft, now)
