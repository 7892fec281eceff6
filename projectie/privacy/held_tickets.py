"""What requests, messages and letters are held in."""

from sqlalchemy import ColumnElement, exists, or_, select

from projectie.mail.models import PRIVATE, AutomaticLetter, LetterState, OutgoingLetter, RawMail
from projectie.privacy.held_people import PERSON
from projectie.privacy.holding import Fate, Holding, Via
from projectie.tickets.coverage_models import CoverageDecision
from projectie.tickets.models import Attachment, Delivery, Message, Note, ReplyDraft, Ticket
from projectie.tickets.people_models import Forward, Participant
from projectie.tickets.promise_models import PlanningPromise
from projectie.uploads.models import UploadLink
from projectie.whispers.models import PasswordMail, Whisper

_SECRET = frozenset(("nonce", "sealed", "word_hash", "wrong_words"))
_INSIDE = frozenset(("spam_mark", "ruled_by", "conversation", "message_id_hash", "auto_reason", "problems"))


def _not_out_yet() -> ColumnElement[bool]:
    """Of a reply that can still be taken back, or waits for its moment, nobody gets a copy."""
    waits = select(Delivery.message_id).join(OutgoingLetter, OutgoingLetter.id == Delivery.letter_id)
    return Message.id.in_(waits.where(OutgoingLetter.state == LetterState.QUEUED))


def _private_or_waiting() -> ColumnElement[bool]:
    return or_(
        OutgoingLetter.state != LetterState.SENT,
        *(OutgoingLetter.key.startswith(cause, autoescape=True) for cause in PRIVATE),
    )


def _masked_or_gone() -> ColumnElement[bool]:
    """A mail a password was taken out of is not handed out as it came in."""
    told = exists().where(PasswordMail.message_id == Message.id, Message.raw_id == RawMail.id)
    return or_(RawMail.erased_at.is_not(None), told)


TICKET = Holding(
    Ticket,
    "requests",
    Fate.BLANK,
    people=("requester_id",),
    acts=("assignee_id",),
    addresses=("requester_address",),
    organisations=("organisation_id",),
    hidden=frozenset(("position", "version")),
)
MESSAGE = Holding(
    Message,
    "messages",
    Fate.BLANK,
    acts=("author_id", "ruled_by"),
    addresses=("from_address",),
    organisation_via=Via("ticket_number", TICKET, "number"),
    unless=_not_out_yet,
    hidden=_INSIDE,
)
HELD = (
    TICKET,
    Holding(
        Participant,
        "requests",
        Fate.BLANK,
        people=("person_id",),
        addresses=("address",),
        organisation_via=Via("ticket_number", TICKET, "number"),
    ),
    MESSAGE,
    Holding(
        Attachment,
        "messages",
        Fate.BLANK,
        person_via=Via("message_id", MESSAGE, "id"),
        organisation_via=Via("message_id", MESSAGE, "id"),
        unless=lambda: Attachment.message_id.in_(select(Message.id).where(_not_out_yet())),
        filename=lambda row: f"{row['id']}-{row['filename']}",
    ),
    Holding(
        RawMail,
        "messages",
        Fate.BLANK,
        person_via=Via("id", MESSAGE, "raw_id"),
        organisation_via=Via("id", MESSAGE, "raw_id"),
        unless=_masked_or_gone,
        hidden=frozenset(("message_id_hash", "content_sha256", "origin", "attempts", "understood")),
        filename=lambda row: f"{row['id']}.eml",
    ),
    Holding(
        Forward,
        "messages",
        Fate.BLANK,
        acts=("by_id",),
        addresses=("from_address",),
        hidden=frozenset(("note_id", "own_text")),
    ),
    Holding(PasswordMail, "messages", Fate.BLANK, acts=("by_id",), hidden=_SECRET),
    Holding(Whisper, "messages", Fate.BLANK, acts=("made_by_id", "read_by_id"), hidden=_SECRET),
    Holding(UploadLink, "work", Fate.STAYS, acts=("made_by_id",), hidden=_SECRET),
    Holding(Note, "mentions", Fate.BLANK, acts=("author_id",)),
    Holding(ReplyDraft, "work", Fate.STAYS, acts=("author_id",)),
    Holding(
        OutgoingLetter,
        "letters",
        Fate.BLANK,
        addresses=("to_address",),
        organisation_via=Via("to_address", PERSON, "email"),
        unless=_private_or_waiting,
        hidden=frozenset(("headers", "attempts", "due_at", "leased_until", "last_error", "key")),
    ),
    Holding(AutomaticLetter, "letters", Fate.GONE, addresses=("address",)),
    Holding(CoverageDecision, "work", Fate.STAYS, acts=("made_by",)),
    Holding(
        PlanningPromise,
        "work",
        Fate.STAYS,
        acts=("made_by",),
        organisation_via=Via("ticket_number", TICKET, "number"),
        hidden=frozenset(("letter_id",)),
    ),
)
