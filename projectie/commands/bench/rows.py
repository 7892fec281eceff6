"""The rows of a ticket on a desk to measure."""

from collections.abc import Iterator
from typing import Any

from projectie.clock.workdays import Calendar
from projectie.commands.bench.case import Case
from projectie.mail.identity import content_digest
from projectie.mail.keep import hash_of
from projectie.mail.letter import AutoReason
from projectie.mail.models import LetterState, Mailbox
from projectie.terms.figures import Figures
from projectie.tickets.mail_words import words_in
from projectie.tickets.models import Column, Direction, Fate
from projectie.tickets.position import GAP
from projectie.tickets.priority import Impact, Kind, Urgency, priority_of
from projectie.tickets.promises import response_promise

SERVICES = ("website", "email", "print", "plugin_updates")
SUPPORT = "support@projectie.com"
ANSWERS = 2


def ticket_row(case: Case, figures: Figures, calendar: Calendar) -> dict[str, Any]:
    """Return the ticket's row; a new one is not triaged yet."""
    promise = response_promise(case.opened_at, figures, calendar)
    decided: tuple[Any, ...] = (None, None, None, None)
    if case.column is not Column.NEW:
        kind, impact, urgency = (tuple(kinds)[case.place % len(kinds)] for kinds in (Kind, Impact, Urgency))
        decided = (kind, impact, urgency, SERVICES[case.place % len(SERVICES)])
    return {
        "number": case.number,
        "subject": case.subject,
        "board_column": case.column,
        "position": case.position * GAP,
        "column_since": case.done_at or case.answered_at,
        "version": 2,
        **dict(zip(("kind", "impact", "urgency", "service"), decided, strict=True)),
        "priority": priority_of(*decided[:3]),
        "urgent_asked": False,
        "organisation_id": case.client.id,
        "requester_id": case.client.person_id,
        "requester_name": case.client.name,
        "requester_address": case.client.address,
        "verified": True,
        "assignee_id": case.colleague[0] if decided[0] else None,
        "language": "nl",
        "terms_number": 1,
        "opened_at": case.opened_at,
        "response_from": promise.from_,
        "response_by": promise.by,
        "answered_at": case.answered_at,
        "planned": None,
        "planned_until": None,
        "done_at": case.done_at,
    }


def raw_row(case: Case) -> dict[str, Any]:
    """Return the row of the mail that came in."""
    return {
        "id": case.place + 1,
        "mailbox": Mailbox.SUPPORT,
        "sha256": case.digest,
        "size": len(case.raw),
        "message_id_hash": hash_of(case.message_id),
        "content_sha256": content_digest(case.raw),
        "received_at": case.opened_at,
        "origin": None,
        "understood": True,
        "attempts": 1,
    }


def message_rows(case: Case) -> Iterator[dict[str, Any]]:
    """Yield the three messages: the mail that came in, and two answers."""
    client = {"name": case.client.name, "address": case.client.address}
    came_in = {
        "direction": Direction.IN,
        "fate": Fate.CREATED,
        "mailbox": Mailbox.SUPPORT,
        "raw_id": case.place + 1,
        "author_id": None,
        "from_name": case.client.name,
        "from_address": case.client.address,
        "to_addresses": [{"name": "", "address": SUPPORT}],
        "message_id": case.message_id,
        "in_reply_to": None,
        "reference_ids": [],
        "received_at": case.opened_at,
        "body_text": case.text,
    }
    yield _message(case, 1, came_in)
    for nth, letter in enumerate(letter_rows(case), 2):
        went_out = {
            "direction": Direction.OUT,
            "fate": None,
            "mailbox": None,
            "raw_id": None,
            "author_id": case.colleague[0],
            "from_name": case.colleague[1],
            "from_address": SUPPORT,
            "to_addresses": [client],
            "message_id": letter["message_id"],
            "in_reply_to": case.message_id,
            "reference_ids": [case.message_id],
            "received_at": letter["sent_at"],
            "body_text": letter["body_text"],
        }
        yield _message(case, nth, went_out)


def _message(case: Case, nth: int, own: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": 3 * case.place + nth,
        "ticket_number": case.number,
        "message_id_hash": hash_of(own["message_id"]),
        "cc_addresses": [],
        "subject": case.subject,
        "date": own["received_at"],
        "body_html": None,
        "reply_text": own["body_text"],
        "language": "nl",
        "auto": False,
        "auto_replied": False,
        "trusted": True,
        "problems": [],
        "authentication": None,
        "auto_reason": AutoReason.NONE,
        "spam_mark": None,
        "ruled_by": None,
        **own,
    }


def word_rows(case: Case) -> Iterator[dict[str, Any]]:
    """Yield the words the mail that came in is found by."""
    for word in words_in(case.client.name, case.client.address, case.subject):
        yield {"word": word, "message_id": 3 * case.place + 1}


def letter_rows(case: Case) -> Iterator[dict[str, Any]]:
    """Yield the letters that carried the answers; both were sent."""
    for nth, sent_at in enumerate((case.answered_at, case.done_at or case.answered_at), 1):
        yield {
            "id": ANSWERS * case.place + nth,
            "key": f"bench:{case.number}:{nth}",
            "message_id": f"<bench-{case.number}-{nth}@projectie.com>",
            "from_name": case.colleague[1],
            "from_address": SUPPORT,
            "to_name": case.client.name,
            "to_address": case.client.address,
            "subject": f"Re: {case.subject}",
            "body_text": "\n".join(case.sentence(f"answer {nth} {line}", 12) + "." for line in range(4)),
            "body_html": None,
            "headers": {"In-Reply-To": case.message_id},
            "language": "nl",
            "state": LetterState.SENT,
            "attempts": 1,
            "due_at": sent_at,
            "leased_until": None,
            "last_error": None,
            "created_at": sent_at,
            "sent_at": sent_at,
        }


def delivery_rows(case: Case) -> Iterator[dict[str, Any]]:
    """Yield which letter carried which answer."""
    for nth in range(1, ANSWERS + 1):
        yield {"message_id": 3 * case.place + 1 + nth, "letter_id": ANSWERS * case.place + nth}


def history_row(case: Case) -> dict[str, Any]:
    """Return the line that says it was opened."""
    return {
        "at": case.opened_at,
        "actor_id": None,
        "deed": "ticket.opened",
        "subject": "ticket",
        "subject_id": case.number,
        "details": {},
    }
