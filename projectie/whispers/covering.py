"""The texts of a ticket in which a password may stand: covered, and written back as they were."""

from collections.abc import Iterator
from html import escape, unescape
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.mail.models import OutgoingLetter
from projectie.tickets.mail_words import note_words_anew
from projectie.tickets.models import Message, Note, ReplyDraft, Ticket
from projectie.tickets.people_models import Forward
from projectie.tickets.writing_models import WorkingDraft
from projectie.whispers.telltale import MASK, masked

_SUBJECT = "ticket.subject"


def texts_of(session: Session, mail: Message) -> dict[str, str]:
    """Return the texts of a message, of the mail passed on in it, and of the note made from that, each by its name."""
    return {f"{of}{name}": getattr(row, name) or "" for of, row, name in _places(session, mail)}


def cover_texts(session: Session, mail: Message, tokens: list[str]) -> None:
    """Mask the tokens in all of these; the words the mail is found by are noted anew."""
    for _, row, name in _places(session, mail):
        cover = masked_html if name == "body_html" else masked
        setattr(row, name, cover(getattr(row, name), tokens))
    note_words_anew(session, mail)


def write_back(session: Session, mail: Message, texts: dict[str, str]) -> None:
    """Write these texts as they were."""
    for of, row, name in _places(session, mail):
        if (text := texts.get(f"{of}{name}")) is not None:
            setattr(row, name, text or (None if name == "body_html" else ""))
    note_words_anew(session, mail)


def cover_subject(ticket: Ticket, tokens: list[str]) -> dict[str, str]:
    """Mask the tokens in a ticket's subject; return what it was, where one stood in it."""
    before = ticket.subject
    ticket.subject = masked(before, tokens)
    return {_SUBJECT: before} if ticket.subject != before else {}


def put_subject_back(ticket: Ticket, texts: dict[str, str]) -> None:
    """Write the subject as it was, unless it has become another since."""
    if MASK in ticket.subject:
        ticket.subject = texts.get(_SUBJECT, ticket.subject)


def cover_written(session: Session, ticket: int, tokens: list[str]) -> None:
    """Mask it in what we wrote, for a reply quotes what it answers; what is still to go goes without it."""
    for letter in session.scalars(select(OutgoingLetter).where(OutgoingLetter.thread == ticket)):
        letter.subject = masked(letter.subject, tokens)
        letter.body_text = masked(letter.body_text, tokens)
        letter.body_html = masked_html(letter.body_html, tokens)
    for draft in session.scalars(select(ReplyDraft).where(ReplyDraft.ticket_number == ticket)):
        draft.body = masked(draft.body, tokens)
    for typed in session.scalars(select(WorkingDraft).where(WorkingDraft.ticket_number == ticket)):
        typed.body = masked(typed.body, tokens)


def masked_html(html: str | None, tokens: list[str]) -> str | None:
    """Return HTML with the tokens covered; none at all where one is cut up by tags: the text says the same."""
    if html is None:
        return None
    forms = chain.from_iterable((t, escape(t), escape(t, quote=False)) for t in tokens)
    covered = masked(html, forms)
    words = "".join(unescape(_without_tags(covered)).split())
    return None if any(token in words for token in tokens) else covered


def _without_tags(html: str) -> str:
    return "".join(part.rpartition(">")[2] for part in html.split("<"))


def _places(session: Session, mail: Message) -> Iterator[tuple[str, Message | Forward | Note, str]]:
    yield from (("", mail, name) for name in ("subject", "body_text", "reply_text", "body_html"))
    forward = session.get(Forward, mail.id)
    if forward is None:
        return
    yield from (("forward.", forward, name) for name in ("subject", "text", "above", "own_text"))
    note = session.get(Note, forward.note_id) if forward.note_id else None
    if note is not None:
        yield "note.", note, "body"
