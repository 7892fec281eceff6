"""Mail: each raw mail has one message and the other way round, each day's sum is even; no letter is both sent and due."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, or_, select

from projectie.clock.zone import local
from projectie.commands.invariants.desk import Desk
from projectie.mail.models import LetterState, Mailbox, OutgoingLetter, RawMail, Repeat
from projectie.requests.models import OnlineMessage
from projectie.terms.in_force import studio_facts
from projectie.tickets.mail_sum import PATIENCE
from projectie.tickets.models import Delivery, Direction, Message
from projectie.tickets.people_models import Participant, Standing
from projectie.uploads.models import Upload


def mail(desk: Desk) -> Iterator[str]:
    """Name raw mails without their message, and messages without their raw mail (R29)."""
    yield from _raw_without_message(desk)
    yield from _message_without_raw(desk)


def _raw_without_message(desk: Desk) -> Iterator[str]:
    told = exists().where(Message.raw_id == RawMail.id)
    stray = select(RawMail.id, RawMail.understood).where(
        or_(
            and_(RawMail.understood.is_(True), ~told),
            and_(RawMail.understood.is_(False), or_(told, RawMail.received_at < desk.now - PATIENCE)),
        )
    )
    for number, understood in desk.session.execute(stray.order_by(RawMail.id)):
        yield f"raw mail {number} has no message" if understood else f"raw mail {number} was never understood"


def _message_without_raw(desk: Desk) -> Iterator[str]:
    stray = select(Message.id, Message.direction).where(
        (Message.direction == Direction.IN) == Message.raw_id.is_(None),
        ~exists().where(Upload.message_id == Message.id),  # came over a link, and is no mail
        ~exists().where(OnlineMessage.message_id == Message.id),  # written on a form of ours
    )
    for number, direction in desk.session.execute(stray.order_by(Message.id)):
        yield (
            f"message {number} came in without a raw mail"
            if direction == Direction.IN
            else f"message {number} went out and has a raw mail"
        )


def readers(desk: Desk) -> Iterator[str]:
    """Name participants who got a reply before anybody let them (R30)."""
    got = exists().where(
        OutgoingLetter.thread == Participant.ticket_number,
        OutgoingLetter.to_address == Participant.address,
        OutgoingLetter.created_at > Participant.created_at,
        OutgoingLetter.id == Delivery.letter_id,
    )
    early = select(Participant.id).where(Participant.standing == Standing.PROPOSED, got)
    for number in desk.session.scalars(early.order_by(Participant.id)):
        yield f"participant {number} got a reply, and nobody has let them"


def mail_sum(desk: Desk) -> Iterator[str]:
    """Name the days of a mailbox on which not as many mails have a fate as were received (R29).

    Sealed mail is proved with the complaints (R27).
    """
    zone = ZoneInfo(studio_facts(desk.session).zone)
    waiting = select(RawMail.mailbox, RawMail.received_at).where(RawMail.understood.is_(False))
    unread = select(Repeat.mailbox, Repeat.received_at).join(RawMail).where(RawMail.understood.is_(False))
    mail = (
        Message.direction == Direction.IN,
        Message.mailbox.is_not(None),
    )  # not what came over an upload link
    fates = select(Message.mailbox, Message.received_at).where(*mail)
    again = select(Repeat.mailbox, Repeat.received_at).join(Message, Message.raw_id == Repeat.raw_id)
    kept = (select(model.mailbox, model.received_at) for model in (RawMail, Repeat))
    received = _by_day(desk, zone, *kept)
    told = _by_day(desk, zone, waiting, unread, fates, again)
    for day, mailbox in sorted(received.keys() | told.keys()):
        came, have = received[day, mailbox], told[day, mailbox]
        if came != have:
            yield f"{day} {mailbox}: {came} received, {have} have a fate"


def _by_day(desk: Desk, zone: ZoneInfo, *queries: Select[*tuple[Any, ...]]) -> Counter[tuple[date, Mailbox]]:
    """Count arrivals by local day and mailbox."""
    counted: Counter[tuple[date, Mailbox]] = Counter()
    for query in queries:
        for mailbox, at in desk.session.execute(query, execution_options={"yield_per": 500}):
            counted[local(at, zone).date(), mailbox] += 1
    return counted


def letters(desk: Desk) -> Iterator[str]:
    """Name letters that are both sent and due, and replies that no letter carries (R34)."""
    sent, dated = OutgoingLetter.state == LetterState.SENT, OutgoingLetter.sent_at.is_not(None)
    for number in desk.session.scalars(
        select(OutgoingLetter.id).where(sent != dated).order_by(OutgoingLetter.id)
    ):
        yield f"letter {number} is both sent and due"
    carried = exists().where(Delivery.message_id == Message.id)
    for number in desk.session.scalars(
        select(Message.id).where((Message.direction == Direction.OUT) != carried).order_by(Message.id)
    ):
        yield f"message {number} and its letters do not fit"
