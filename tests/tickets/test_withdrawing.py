"""Replies that do not go out after all: taken back in time, waiting for the morning, overtaken by the client (R34)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from projectie.database import MissingError, db, transaction
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.outbox import send_due
from projectie.mail.transport import Smtp, Unreachable
from projectie.people.models import Person
from projectie.tickets import conversation, drafts, withdrawing
from projectie.tickets.deliveries import note_answers
from projectie.tickets.models import Column, Delivery, DraftReason, Message, ReplyDraft, Ticket
from projectie.tickets.placement import place_at
from projectie.tickets.withdrawing import TooLate, Typed
from tests.mail.post_office import PostOffice, post_office
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

MONDAY = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)  # 17:40 in Leiden
TUESDAY_NINE = datetime(2026, 11, 24, 8, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
NOTHING = Typed("", None)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


class Desk:
    """A ticket that Lotte opened an hour ago, and Daan who answers it."""

    def __init__(self, app: Flask, town: Town) -> None:
        self.app, self.town = app, town
        first = receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY - 60 * MINUTE)
        assert first.ticket is not None
        self.number = first.ticket

    def reply(
        self,
        body: str = "We kijken.",
        *,
        at: datetime = MONDAY,
        not_before: datetime | None = None,
        then: Column | None = None,
    ) -> int:
        """Let Daan answer; return the message."""
        daan = db.session.get_one(Person, self.town.daan.id)
        newest = conversation.newest_message(db.session(), self.number)
        said = conversation.Reply(body, newest, then, not_before)
        return conversation.reply(self.number, said, daan, self.app.config["SECRET_KEY"], at)

    def withdraw(self, message: int, at: datetime = MONDAY + SECOND, typed: Typed = NOTHING) -> int:
        """Let Mara take it back; return the draft."""
        return withdrawing.withdraw(self.number, message, typed, self.town.mara.id, at)

    def ticket(self) -> Ticket:
        """Return the ticket as it is now."""
        return db.session.get_one(Ticket, self.number, populate_existing=True)

    def client_writes(self, at: datetime, auto_submitted: str = "no") -> None:
        """Let Lotte, or a machine of hers, write on the same ticket."""
        confirmed = db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)).first()
        assert confirmed is not None
        signed = str(confirmed.headers["Reply-To"])
        receive(
            self.app,
            letter(
                from_=self.town.lotte.email, to=signed, body=f"Nog iets {at}", Auto_Submitted=auto_submitted
            ),
            at=at,
        )

    def letters(self) -> list[OutgoingLetter]:
        """Return the letters that carry replies."""
        found = select(OutgoingLetter).where(OutgoingLetter.key.like("answer:%")).order_by(OutgoingLetter.id)
        return list(db.session.scalars(found.execution_options(populate_existing=True)))


@pytest.fixture
def desk(app: Flask, town: Town) -> Desk:
    return Desk(app, town)


def test_a_reply_waits_ten_seconds_before_it_leaves(desk: Desk, office: PostOffice) -> None:
    send_due(Smtp(office.url), MONDAY)  # the confirmation
    desk.reply()
    assert send_due(Smtp(office.url), MONDAY + 9 * SECOND) == 0
    assert send_due(Smtp(office.url), MONDAY + 10 * SECOND) == 1
    assert len(office.arrived) == 2


def test_a_reply_taken_back_never_leaves_and_its_text_is_a_draft(desk: Desk, office: PostOffice) -> None:
    send_due(Smtp(office.url), MONDAY)
    message = desk.reply("Een fout antwoord")
    desk.withdraw(message)
    assert send_due(Smtp(office.url), MONDAY + 60 * MINUTE, impatient=True) == 0
    assert len(office.arrived) == 1
    assert [one.state for one in desk.letters()] == [LetterState.WITHDRAWN]
    draft = drafts.newest_draft(db.session(), desk.number)
    assert draft is not None
    assert (draft.body, draft.why, draft.author) == (
        "Een fout antwoord",
        DraftReason.WITHDRAWN,
        "Daan de Boer",
    )
    assert db.session.get(Message, message) is None
    assert db.session.scalars(select(Delivery)).all() == []


def test_r06_a_reply_taken_back_met_no_promise_and_moved_no_card(desk: Desk) -> None:
    before = desk.ticket()
    stood = (before.column, before.position, before.column_since, before.done_at)
    message = desk.reply(then=Column.DONE)
    assert desk.ticket().answered_at == MONDAY
    desk.withdraw(message)
    after = desk.ticket()
    assert (after.column, after.position, after.column_since, after.done_at) == stood
    assert after.answered_at is None


def test_what_somebody_did_to_the_ticket_since_is_left_alone(desk: Desk) -> None:
    message = desk.reply(then=Column.WAITING)
    place_at(desk.number, "planned", 1, by=desk.town.mara.id, now=MONDAY + SECOND)
    desk.withdraw(message, MONDAY + 2 * SECOND)
    assert desk.ticket().column is Column.PLANNED


def test_r06_of_two_answers_the_one_that_stays_meets_the_promise(desk: Desk) -> None:
    first = desk.reply("Eerste")
    desk.reply("Tweede", at=MONDAY + 2 * SECOND)
    desk.withdraw(first, MONDAY + 3 * SECOND)
    assert desk.ticket().answered_at == MONDAY + 2 * SECOND


def test_a_reply_that_has_left_cannot_be_taken_back(desk: Desk, office: PostOffice) -> None:
    message = desk.reply()
    send_due(Smtp(office.url), MONDAY + 10 * SECOND)
    with pytest.raises(TooLate):
        desk.withdraw(message, MONDAY + 11 * SECOND)
    assert db.session.scalars(select(ReplyDraft)).all() == []
    assert desk.letters()[0].state is LetterState.SENT


def test_a_reply_a_server_was_told_of_cannot_be_taken_back(desk: Desk) -> None:
    message = desk.reply()
    send_due(_Away(), MONDAY + 10 * SECOND)  # perhaps it was taken before the line broke
    with pytest.raises(TooLate):
        desk.withdraw(message, MONDAY + 11 * SECOND)


def test_a_reply_in_a_workers_hands_cannot_be_taken_back(desk: Desk) -> None:
    send_due(_Taker(), MONDAY)
    message = desk.reply()
    caught: list[bool] = []

    class Slow:
        def deliver(self, delivery: object) -> None:
            del delivery
            with pytest.raises(TooLate):
                desk.withdraw(message, MONDAY + 11 * SECOND)
            caught.append(True)

    assert send_due(Slow(), MONDAY + 10 * SECOND) == 1
    assert caught == [True]


@pytest.mark.parametrize("which", ["stranger", "incoming", "other"])
def test_only_a_reply_of_that_ticket_can_be_taken_back(desk: Desk, which: str) -> None:
    message = desk.reply()
    incoming = db.session.scalars(select(Message.id).where(Message.raw_id.is_not(None))).one()
    other = receive(desk.app, letter(), at=MONDAY).ticket
    number, wanted = {
        "stranger": (desk.number, 99_999),
        "incoming": (desk.number, incoming),
        "other": (other, message),
    }[which]
    with pytest.raises(MissingError):
        withdrawing.withdraw(number or 0, wanted, NOTHING, desk.town.mara.id, MONDAY + SECOND)


def test_what_is_typed_meanwhile_is_kept_below_the_reply(desk: Desk) -> None:
    first = desk.withdraw(desk.reply("Eerste poging"))
    second = desk.reply("Tweede poging", at=MONDAY + 2 * SECOND)
    desk.withdraw(second, MONDAY + 3 * SECOND, Typed("Eerste poging, verbeterd", first))
    bodies = [draft.body for draft in db.session.scalars(select(ReplyDraft))]
    assert bodies == ["Tweede poging\n\nEerste poging, verbeterd"]


def test_a_number_that_was_taken_back_is_nobodys(desk: Desk, office: PostOffice) -> None:
    send_due(Smtp(office.url), MONDAY)
    first = desk.reply("Eerste")
    desk.withdraw(first)
    second = desk.reply("Tweede", at=MONDAY + 2 * SECOND)
    assert second > first
    assert send_due(Smtp(office.url), MONDAY + MINUTE) == 1
    assert "Tweede" in str(office.letters()[-1])


def test_a_draft_is_done_with_once_it_is_sent(desk: Desk) -> None:
    draft = desk.withdraw(desk.reply())
    daan = db.session.get_one(Person, desk.town.daan.id)
    newest = conversation.newest_message(db.session(), desk.number)
    said = conversation.Reply("Beter", newest, None, None, draft)
    conversation.reply(desk.number, said, daan, "k" * 32, MONDAY + MINUTE)
    assert drafts.newest_draft(db.session(), desk.number) is None


def test_a_draft_of_another_ticket_stays(desk: Desk) -> None:
    draft = desk.withdraw(desk.reply())
    with pytest.raises(MissingError):
        drafts.throw_away(desk.number + 1, draft)
    drafts.throw_away(desk.number, draft)
    assert db.session.scalars(select(ReplyDraft)).all() == []


def test_a_reply_for_the_morning_waits_for_it_and_nobody_hurries_it(desk: Desk, office: PostOffice) -> None:
    send_due(Smtp(office.url), MONDAY)
    desk.reply(not_before=TUESDAY_NINE)
    assert send_due(Smtp(office.url), TUESDAY_NINE - SECOND, impatient=True) == 0
    assert send_due(Smtp(office.url), TUESDAY_NINE) == 1
    assert office.letters()[-1]["Date"].datetime == TUESDAY_NINE


def test_r06_a_reply_for_the_morning_meets_the_promise_in_the_morning(desk: Desk) -> None:
    desk.reply(not_before=TUESDAY_NINE)
    assert desk.ticket().answered_at is None
    with transaction() as session:
        assert note_answers(session, TUESDAY_NINE - SECOND) == 0
    with transaction() as session:
        assert note_answers(session, TUESDAY_NINE + MINUTE) == 1
    assert desk.ticket().answered_at == TUESDAY_NINE
    with transaction() as session:
        assert note_answers(session, TUESDAY_NINE + 2 * MINUTE) == 0


def test_a_client_who_writes_first_holds_the_reply_back(desk: Desk, office: PostOffice) -> None:
    desk.reply("Tot morgen", not_before=TUESDAY_NINE, then=Column.WAITING)
    desk.client_writes(MONDAY + 60 * MINUTE)
    send_due(Smtp(office.url), TUESDAY_NINE + MINUTE)
    assert [one.state for one in desk.letters()] == [LetterState.WITHDRAWN]
    draft = drafts.newest_draft(db.session(), desk.number)
    assert draft is not None
    assert (draft.body, draft.why) == ("Tot morgen", DraftReason.OVERTAKEN)
    assert desk.ticket().column is Column.IN_PROGRESS, "the client's mail woke it"
    with transaction() as session:
        assert note_answers(session, TUESDAY_NINE + MINUTE) == 0


def test_r31_a_machine_that_writes_first_holds_nothing_back(desk: Desk, office: PostOffice) -> None:
    desk.reply(not_before=TUESDAY_NINE)
    desk.client_writes(MONDAY + 60 * MINUTE, "auto-replied")
    assert [one.state for one in desk.letters()] == [LetterState.QUEUED]


def test_a_reply_that_goes_out_now_is_not_held_back(desk: Desk) -> None:
    desk.reply()
    desk.client_writes(MONDAY + 2 * SECOND)
    assert [one.state for one in desk.letters()] == [LetterState.QUEUED]


def test_a_reply_for_the_morning_can_be_taken_back_until_then(desk: Desk) -> None:
    message = desk.reply(not_before=TUESDAY_NINE)
    desk.withdraw(message, TUESDAY_NINE - SECOND)
    assert [one.state for one in desk.letters()] == [LetterState.WITHDRAWN]


class _Away:
    def deliver(self, delivery: object) -> None:
        del delivery
        raise Unreachable("line broke")


class _Taker:
    def deliver(self, delivery: object) -> None:
        del delivery


# On the page.


def _send(visitor: Visitor, number: int, **form: str) -> None:
    seen = visitor.get(f"/desk/tickets/{number}").one("input", name="seen").get("value") or ""
    sent = visitor.post(
        f"/desk/tickets/{number}/replies", {"body": "Een antwoord", "seen": seen, "then": "", **form}
    )
    assert sent.status == 303, sent.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_offers_to_take_back_and_puts_the_text_in_the_form(
    desk: Desk, visit: Callable[..., Visitor], language: str
) -> None:
    visitor = visit("daan", language)
    _send(visitor, desk.number)
    page = visitor.get(f"/desk/tickets/{desk.number}")
    (button,) = [b for b in page.all("button") if (b.get("id") or "").startswith("take-back-")]
    assert button.get("form") == page.one("form", id="reply-form").get("id")
    url = button.get("formaction") or ""
    assert url == button.get("hx-post")
    taken = visitor.post(url, {"body": "Al verder getypt", "seen": "1", "then": ""})
    assert taken.status == 303
    page = visitor.get(taken.location)
    assert page.one("textarea", id="body").text == "Een antwoord\n\nAl verder getypt"
    assert page.one("div", id="draft-notice") is not None
    assert not [b for b in page.all("button") if (b.get("id") or "").startswith("take-back-")]
    draft = page.one("input", name="draft").get("value")
    _send(visitor, desk.number, draft=draft or "")
    assert visitor.get(f"/desk/tickets/{desk.number}").all("div", id="draft-notice") == []


def test_what_is_taken_back_with_htmx_comes_back_in_the_form(
    desk: Desk, visit: Callable[..., Visitor]
) -> None:
    visitor = visit("daan")
    _send(visitor, desk.number)
    message = db.session.scalars(select(Message.id).where(Message.author_id.is_not(None))).one()
    page = visitor.post(f"/desk/tickets/{desk.number}/replies/{message}/withdrawal", {"body": ""}, htmx=True)
    assert page.status == 200
    assert page.one("textarea", id="body").text == "Een antwoord"


def test_too_late_is_said_and_what_is_typed_stays(
    desk: Desk, visit: Callable[..., Visitor], office: PostOffice
) -> None:
    visitor = visit("daan")
    _send(visitor, desk.number)
    message = db.session.scalars(select(Message.id).where(Message.author_id.is_not(None))).one()
    db.session.rollback()
    send_due(Smtp(office.url), datetime.now(UTC) + 11 * SECOND)
    refused = visitor.post(f"/desk/tickets/{desk.number}/replies/{message}/withdrawal", {"body": "Nog iets"})
    assert refused.status == 409
    assert "Niet teruggehaald: het antwoord is al onderweg." in refused.text
    assert refused.one("textarea", id="body").text == "Nog iets"


def test_a_draft_can_be_thrown_away(desk: Desk, visit: Callable[..., Visitor]) -> None:
    visitor = visit("daan")
    draft = desk.withdraw(desk.reply())
    page = visitor.get(f"/desk/tickets/{desk.number}")
    assert (
        page.one("button", id="remove-draft").get("formaction")
        == f"/desk/tickets/{desk.number}/drafts/{draft}/removal"
    )
    assert visitor.post(f"/desk/tickets/{desk.number}/drafts/{draft}/removal", {}).status == 303
    assert visitor.post(f"/desk/tickets/{desk.number}/drafts/{draft}/removal", {}).status == 404


def test_the_page_sends_in_the_morning_and_says_when(desk: Desk, visit: Callable[..., Visitor]) -> None:
    with time_machine.travel(MONDAY, tick=False):
        visitor = visit("daan")
        page = visitor.get(f"/desk/tickets/{desk.number}")
        now, later = page.one("select", id="when").findall("option")
        assert (now.get("value"), later.get("value")) == ("now", TUESDAY_NINE.isoformat())
        assert later.text == "di 24 nov 09:00"
        _send(visitor, desk.number, when=later.get("value") or "")
        page = visitor.get(f"/desk/tickets/{desk.number}")
        assert "gaat weg op di 24 nov 09:00" in page.text
        (queued,) = desk.letters()
        assert queued.not_before == TUESDAY_NINE


def test_a_morning_that_has_come_meanwhile_is_now(desk: Desk, visit: Callable[..., Visitor]) -> None:
    with time_machine.travel(TUESDAY_NINE + MINUTE, tick=False):
        _send(visit("daan"), desk.number, when=TUESDAY_NINE.isoformat())
        assert desk.letters()[0].not_before is None


@pytest.mark.parametrize(
    "when", ["whenever", "2026-11-24", "9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+23:00"]
)
def test_a_moment_nobody_offered_is_refused_or_is_now(
    desk: Desk, visit: Callable[..., Visitor], when: str
) -> None:
    visitor = visit("daan")
    sent = visitor.post(
        f"/desk/tickets/{desk.number}/replies", {"body": "x", "seen": "9999", "then": "", "when": when}
    )
    assert sent.status in {303, 422}
    assert all(one.not_before is None for one in desk.letters())


@pytest.mark.parametrize("draft", ["99999999999999999999", "-1", "x"])
def test_a_draft_nobody_has_is_a_plain_refusal(desk: Desk, visit: Callable[..., Visitor], draft: str) -> None:
    visitor = visit("daan")
    form = {"body": "x", "seen": "9999", "then": "", "draft": draft}
    assert visitor.post(f"/desk/tickets/{desk.number}/replies", form).status == 422
    message = desk.reply(at=datetime.now(UTC))
    assert visitor.post(f"/desk/tickets/{desk.number}/replies/{message}/withdrawal", form).status == 303
