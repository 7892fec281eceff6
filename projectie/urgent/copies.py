"""Both sides get the copy of an agreement: a letter with the proof and the terms to keep (R15). The worker writes them."""

from datetime import datetime

from sqlalchemy import String, cast, exists, literal, select
from sqlalchemy.orm import Session

from projectie.database import db, transaction
from projectie.links import link_to
from projectie.mail.blobs import BlobStore
from projectie.mail.models import LetterFile, OutgoingLetter
from projectie.mail.outbox import Draft, queue
from projectie.one_by_one import one_by_one
from projectie.people.models import Person
from projectie.tickets.letters import BY_ITSELF, Addressee, ground_of, letter_about
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import Ticket
from projectie.tickets.promise_letters import thread_on
from projectie.urgent.models import Consent, Quote
from projectie.urgent.paper import proof_of, terms_of, verify_url

AT_ONCE = 20
PDF = "application/pdf"
NAMES = {"nl": ("akkoord-{}.pdf", "voorwaarden-{}.pdf"), "en": ("agreement-{}.pdf", "terms-{}.pdf")}


def send_copies(blobs: BlobStore, now: datetime, key: str) -> int:
    """Write the copies of every agreement that has none yet; return how many agreements that were."""
    sent = exists().where(
        OutgoingLetter.key == literal("consent:") + cast(Consent.number, String) + ":studio"
    )
    numbers = db.session.scalars(
        select(Consent.number).where(~sent).order_by(Consent.number).limit(AT_ONCE)
    ).all()
    one_by_one(numbers, lambda number: _send(number, blobs, now, key))
    db.session.rollback()
    return len(numbers)


def _send(number: int, blobs: BlobStore, now: datetime, key: str) -> None:
    session = db.session()
    consent = session.get_one(Consent, number)
    quote = session.get_one(Quote, consent.quote_id)
    files = proof_of(session, consent), terms_of(session, consent.terms_number, quote.language)
    names = [
        name.format(of)
        for name, of in zip(NAMES[quote.language], (number, consent.terms_number), strict=True)
    ]
    blobs.ahead(session, files)
    with transaction() as deed:
        for draft in _drafts(deed, consent, quote, key, now):
            letter = queue(deed, draft, now)
            if deed.scalar(select(LetterFile.id).where(LetterFile.letter_id == letter.id).limit(1)) is None:
                deed.add_all(_file(blobs, deed, letter.id, *each) for each in zip(names, files, strict=True))
        deed.flush()


def _file(blobs: BlobStore, session: Session, letter: int, name: str, content: bytes) -> LetterFile:
    digest = blobs.put(session, content)
    return LetterFile(letter_id=letter, filename=name, content_type=PDF, size=len(content), sha256=digest)


def _drafts(session: Session, consent: Consent, quote: Quote, key: str, now: datetime) -> list[Draft]:
    ticket = session.get_one(Ticket, goes_on_at(session, consent.ticket_number))
    client = session.get(Person, consent.person_id) if consent.person_id else None
    maker = session.get_one(Person, quote.made_by)
    theirs = Addressee(client.name, client.email) if client else Addressee("", ticket.requester_address)
    sides = {
        "client": (theirs, link_to("portal.quote", quote=quote.id)),
        "studio": (Addressee(maker.name, maker.email), link_to("desk.ticket", ticket=ticket.number)),
    }
    return [
        letter_about(
            ticket,
            "quote_agreed",
            to,
            ground_of(session, key, now),
            cause=f"consent:{consent.number}:{side}",
            thread=thread_on(session, ticket),
            headers=BY_ITSELF,
            consent=consent,
            quote=quote,
            verify_url=verify_url(consent, quote.language),
            page=address,
        )
        for side, (to, address) in sides.items()
    ]
