"""Who takes part in a ticket: they come by a proven client's mail, staff decide about everybody else (R30, R32)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.database import MissingError, db, transaction
from projectie.history import History
from projectie.mail.delivery import Delivery as Sending
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.people.models import MailDomain, Person
from projectie.tickets import conversation, participants, withdrawing
from projectie.tickets.models import Delivery, Message, ReplyDraft
from projectie.tickets.participation import MOST_PROPOSED
from projectie.tickets.people_models import Came, Participant, Standing
from projectie.tickets.taking_part import NotTaking
from projectie.tickets.withdrawing import Typed
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Page, Visitor

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
LOTTE = "Lotte Bakker <lotte@bakkerij-leiden.example>"
PIETER = "Pieter <p@drukker.example>"


def opened(app: Flask, cc: str = "", *, proven: bool = True, **fields: str) -> int:
    """Return the ticket that Lotte opens, with those in the cc."""
    number = receive(app, letter(**{"from_": LOTTE, "proven": proven, "Cc": cc, **fields}), at=MONDAY).ticket  # type: ignore[arg-type]
    assert number is not None
    return number


def those_of(number: int) -> dict[str, Standing]:
    """Return how everybody named stands on a ticket."""
    rows = db.session.scalars(select(Participant).where(Participant.ticket_number == number))
    return {row.address: row.standing for row in rows}


def the(address: str) -> Participant:
    """Return the participant of that address."""
    found = select(Participant).where(Participant.address == address)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


@pytest.mark.parametrize(
    ("cc", "standing"),
    [
        ("Joris <joris@bakkerij-leiden.example>", Standing.TAKES_PART),  # a person of theirs
        ("Oven <OVEN@Bakkerij-Leiden.example>", Standing.TAKES_PART),  # by their mail domain
        (PIETER, Standing.PROPOSED),
        ("x@shop.bakkerij-leiden.example", Standing.PROPOSED),  # a part of a domain is another domain
        ("x@bakkerij-leiden.example.evil.example", Standing.PROPOSED),
        ("x@bakkerij-le1den.example", Standing.PROPOSED),
        ("x@gmail.com", Standing.PROPOSED),
        ("Abby <abby@kueste.example>", Standing.PROPOSED),  # another client's
        ("Daan <daan@projectie.example>", None),  # a colleague
        ("support@projectie.com, spoed@projectie.com", None),
        ("support+t1.aaaaaaaa.bbbbbbbbbbbbbbbbbbbb@projectie.com", None),
        ("zomaar@projectie.com", None),  # our own domain
        ("MAILER-DAEMON@drukker.example, no-reply@drukker.example", None),
        ("leden-bounces@lijst.example", None),  # a list
        ("Geen adres, kapot@@x, a@b", None),
        (LOTTE, None),  # who asked for it
    ],
)
def test_r30_who_is_named_comes_in_is_proposed_or_is_nobody(
    app: Flask, town: Town, cc: str, standing: Standing | None
) -> None:
    assert list(those_of(opened(app, cc)).values()) == ([standing] if standing else [])


def test_r32_a_sender_nobody_proves_adds_nobody(app: Flask, town: Town) -> None:
    assert those_of(opened(app, f"{PIETER}, joris@bakkerij-leiden.example", proven=False)) == {}
    assert those_of(opened(app, PIETER, List_Id="<team.bakkerij-leiden.example>")) == {}


def test_r32_a_free_mail_domain_belongs_to_nobody(app: Flask, town: Town) -> None:
    with transaction() as session:  # kept by a desk of before the list
        session.add(MailDomain(domain="gmail.com", organisation_id=town.leiden.id))
    assert those_of(opened(app, "x@gmail.com")) == {"x@gmail.com": Standing.PROPOSED}


def test_r30_nobody_outside_gets_anything_before_somebody_says_so(app: Flask, town: Town) -> None:
    number = opened(app, PIETER)
    daan = db.session.get_one(Person, town.daan.id)
    said = conversation.Reply("Hoi", conversation.newest_message(db.session(), number), None)
    with pytest.raises(NotTaking):
        conversation.reply(
            number,
            conversation.Reply("Hoi", said.seen, None, also=(the("p@drukker.example").id,)),
            daan,
            app.config["SECRET_KEY"],
            MONDAY,
        )
    conversation.reply(number, said, daan, app.config["SECRET_KEY"], MONDAY)
    assert set(db.session.scalars(select(OutgoingLetter.to_address))) == {town.lotte.email}


def test_r30_a_colleague_who_writes_takes_part_and_an_outsider_is_proposed(app: Flask, town: Town) -> None:
    number = opened(app, Message_ID="<first@x.example>")
    confirmed = db.session.scalars(select(OutgoingLetter)).one()
    signed = str(confirmed.headers["Reply-To"])
    receive(app, letter(from_="joris@bakkerij-leiden.example", to=signed, proven=True, body="ja"), at=MONDAY)
    receive(app, letter(from_=PIETER, to=signed, proven=True, body="ook"), at=MONDAY)
    assert those_of(number) == {
        "joris@bakkerij-leiden.example": Standing.TAKES_PART,
        "p@drukker.example": Standing.PROPOSED,
    }
    assert the("p@drukker.example").came is Came.WROTE


@pytest.mark.parametrize(
    ("decided", "status"),
    [(None, "created"), (Standing.TAKES_PART, "appended"), (Standing.DECLINED, "created")],
)
def test_r30_references_join_for_who_takes_part_not_for_who_is_proposed(
    app: Flask, town: Town, decided: Standing | None, status: str
) -> None:
    number = opened(app, PIETER, Message_ID="<first@x.example>")
    if decided:
        participants.decide(number, the("p@drukker.example").id, decided, town.daan.id, MONDAY)
    answer = letter(from_=PIETER, proven=True, References="<first@x.example>")
    assert receive(app, answer, at=MONDAY).status == status
    forged = letter(from_=PIETER, body="anders", References="<first@x.example>")
    assert receive(app, forged, at=MONDAY).status == "created"


def test_r30_what_staff_decided_stands_whatever_is_mailed_later(app: Flask, town: Town) -> None:
    number = opened(app, f"{PIETER}, joris@bakkerij-leiden.example", Message_ID="<first@x.example>")
    participants.decide(number, the("p@drukker.example").id, Standing.DECLINED, town.daan.id, MONDAY)
    participants.decide(number, the(town.joris.email).id, Standing.REMOVED, town.daan.id, MONDAY)
    participants.decide(number, the(town.joris.email).id, Standing.DECLINED, town.daan.id, MONDAY)
    again = letter(
        from_=LOTTE, proven=True, Cc=f"{PIETER}, {town.joris.email}", References="<first@x.example>"
    )
    assert receive(app, again, at=MONDAY).ticket == number
    assert those_of(number) == {"p@drukker.example": Standing.DECLINED, town.joris.email: Standing.REMOVED}
    deeds = db.session.scalars(select(History.deed).where(History.deed.like("ticket.participant%")))
    assert sorted(deeds) == [
        f"ticket.participant_{word}" for word in ("added", "declined", "proposed", "removed")
    ]


def test_r30_only_so_many_are_proposed(app: Flask, town: Town) -> None:
    everybody = ", ".join(f"p{number}@drukker.example" for number in range(60))
    number = opened(app, everybody, Message_ID="<first@x.example>")
    others = ", ".join(f"q{number}@drukker.example" for number in range(60))
    receive(app, letter(from_=LOTTE, proven=True, Cc=others, References="<first@x.example>"), at=MONDAY)
    assert len(those_of(number)) == MOST_PROPOSED


def test_a_colleague_adds_somebody_once_and_never_one_of_ours(app: Flask, town: Town) -> None:
    number = opened(app)
    participants.add(number, "P@Drukker.example ", "Pieter", town.daan.id, MONDAY)
    assert the("p@drukker.example").standing is Standing.TAKES_PART
    for address in ("p@drukker.example", town.lotte.email):
        with pytest.raises(participants.AlreadyThere):
            participants.add(number, address, "", town.daan.id, MONDAY)
    for address in (town.mara.email, "support@projectie.com", "postmaster@x.example", "geen adres"):
        with pytest.raises(participants.NotTaking):
            participants.add(number, address, "", town.daan.id, MONDAY)
    with pytest.raises(MissingError):
        participants.decide(number + 1, the("p@drukker.example").id, Standing.REMOVED, town.daan.id, MONDAY)


def _chosen(page: Page) -> list[str]:
    """Return who gets the reply as the page proposes it."""
    return [box.attrib["value"] for box in page.all("input", name="also") if "checked" in box.attrib]


class Desk:
    """A ticket of Lotte with Joris, and Pieter from outside; Daan answers."""

    def __init__(self, app: Flask, town: Town) -> None:
        self.app, self.town = app, town
        self.number = opened(app, f"{PIETER}, joris@bakkerij-leiden.example")
        self.pieter, self.joris = the("p@drukker.example").id, the(town.joris.email).id
        participants.decide(self.number, self.pieter, Standing.TAKES_PART, town.daan.id, MONDAY)

    def reply(self, body: str = "We kijken.", not_before: datetime | None = None) -> int:
        """Let Daan answer all three."""
        seen = conversation.newest_message(db.session(), self.number)
        said = conversation.Reply(body, seen, None, not_before, also=(self.pieter, self.joris))
        daan = db.session.get_one(Person, self.town.daan.id)
        return conversation.reply(self.number, said, daan, self.app.config["SECRET_KEY"], MONDAY)

    def letters(self, message: int) -> dict[str, OutgoingLetter]:
        """Return the letters of a reply by recipient."""
        found = select(OutgoingLetter).join(Delivery).where(Delivery.message_id == message)
        return {each.to_address: each for each in db.session.scalars(found)}


@pytest.fixture
def desk(app: Flask, town: Town) -> Desk:
    return Desk(app, town)


def test_r34_a_reply_is_a_letter_each_that_shows_who_got_it(desk: Desk) -> None:
    letters = desk.letters(desk.reply())
    assert set(letters) == {
        "lotte@bakkerij-leiden.example",
        "joris@bakkerij-leiden.example",
        "p@drukker.example",
    }
    written = [Sending.of(each).as_message() for each in letters.values()]
    assert {str(each["To"]) for each in written} == {LOTTE}
    assert all(
        "Joris Bakker" in str(each["Cc"]) and "p@drukker.example" in str(each["Cc"]) for each in written
    )
    assert len({str(each["Reply-To"]) for each in written}) == 3, (
        "whoever answers is known by their own address"
    )
    assert "/portal" not in "".join(each.body_text for each in letters.values())


def test_r30_whom_a_letter_was_given_to_is_proven_by_their_own_address(desk: Desk) -> None:
    letters = desk.letters(desk.reply())
    signed = str(letters["p@drukker.example"].headers["Reply-To"])
    received = receive(desk.app, letter(from_=PIETER, to=signed, body="prima"), at=MONDAY)
    assert received.ticket == desk.number
    assert db.session.get_one(Message, received.message).trusted


def test_a_later_letter_follows_the_copy_that_each_recipient_has(desk: Desk) -> None:
    first, second = desk.letters(desk.reply()), desk.letters(desk.reply("Nog iets."))
    for address, later in second.items():
        assert first[address].message_id in later.headers["References"], address
        others = {each.message_id for name, each in first.items() if name != address}
        assert not others & set(later.headers["References"].split())


def test_a_reply_to_several_is_taken_back_as_one_and_keeps_whom_it_was_for(desk: Desk) -> None:
    message = desk.reply()
    letters = desk.letters(message)
    withdrawing.withdraw(desk.number, message, Typed("", None), desk.town.daan.id, MONDAY + SECOND)
    states = db.session.scalars(
        select(OutgoingLetter.state).where(OutgoingLetter.id.in_([each.id for each in letters.values()]))
    )
    assert set(states) == {LetterState.WITHDRAWN}
    kept = db.session.scalars(select(ReplyDraft)).one()
    assert sorted(kept.recipients or []) == ["joris@bakkerij-leiden.example", "p@drukker.example"]


def test_a_reply_for_the_morning_is_held_back_for_all_when_one_writes_first(desk: Desk) -> None:
    letters = desk.letters(desk.reply(not_before=MONDAY + 20 * HOUR))
    signed = str(letters["joris@bakkerij-leiden.example"].headers["Reply-To"])
    receive(desk.app, letter(from_=desk.town.joris.email, to=signed), at=MONDAY + HOUR)
    db.session.rollback()
    states = db.session.scalars(
        select(OutgoingLetter.state).where(OutgoingLetter.id.in_([each.id for each in letters.values()]))
    )
    assert set(states) == {LetterState.WITHDRAWN}
    assert db.session.scalar(select(func.count()).select_from(ReplyDraft)) == 1


def test_r30_the_page_asks_adds_declines_and_takes_off(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number = opened(app, f"{PIETER}, joris@bakkerij-leiden.example")
    daan, address = visit("daan", "nl"), f"/desk/tickets/{number}"
    page = daan.get(address)
    assert "Pieter <p@drukker.example> stond in de cc" in page.text
    pieter, joris = the("p@drukker.example").id, the(town.joris.email).id
    assert _chosen(page) == [str(joris)], "colleagues get it, outsiders not"
    assert daan.post(f"{address}/participants/{pieter}", {"standing": "takes_part"}).status == 303
    page = daan.get(address)
    assert _chosen(page) == [str(joris)], "an outsider is chosen by hand"
    assert "Daan de Boer laat Pieter meelezen" in page.text
    assert daan.post(f"{address}/participants/{joris}", {"standing": "removed"}).status == 303
    sent = daan.post(
        f"{address}/replies", {"body": "Hoi", "seen": "1", "then": "", "when": "now", "also": str(joris)}
    )
    assert sent.status == 409
    assert "leest niet meer mee" in sent.text
    assert "Hoi" in sent.text
    sent = daan.post(
        f"{address}/replies", {"body": "Hoi", "seen": "1", "then": "", "when": "now", "also": str(pieter)}
    )
    assert sent.status == 303
    assert daan.post(f"{address}/participants", {"reader_address": "geen"}).status == 422
    assert daan.post(f"{address}/participants", {"reader_address": "q@drukker.example"}).status == 303
    assert daan.post(f"{address}/participants/{pieter}", {"standing": "proposed"}).status == 404


def _way_out(desk: Desk, address: str) -> str:
    """Return the address to which a mail program writes that its reader wants out; the subject stands behind it."""
    found = str(desk.letters(desk.reply())[address].headers["List-Unsubscribe"])
    assert found.startswith("<mailto:")
    signed, _, subject = found.removeprefix("<mailto:").removesuffix(">").partition("?subject=")
    assert subject == "unsubscribe"
    return signed


def test_r35_whoever_reads_along_can_stop_by_mail_and_nobody_is_bothered(
    desk: Desk, visit: Callable[..., Visitor]
) -> None:
    signed, before = _way_out(desk, "p@drukker.example"), letters_queued()
    received = receive(
        desk.app, letter(from_=PIETER, to=signed, subject="Unsubscribe", body=""), at=MONDAY + HOUR
    )
    assert (received.status, received.ticket) == ("auto", desk.number)
    assert those_of(desk.number)["p@drukker.example"] is Standing.REMOVED
    assert letters_queued() == before
    page = visit("daan", "nl").get(f"/desk/tickets/{desk.number}")
    assert "Pieter heeft per mail gevraagd niet meer mee te lezen" in page.text


@pytest.mark.parametrize(
    ("from_", "headers"),
    [
        (LOTTE, {}),  # the requester cannot leave, and holds another's address
        ("evil@elsewhere.example", {}),
        (PIETER, {"Authentication-Results": "mx.projectie.example; dmarc=fail"}),
        (PIETER, {"to": "support@projectie.com"}),
        (PIETER, {"subject": "Re: unsubscribe"}),
    ],
)
def test_r32_nobody_takes_another_off_a_ticket(desk: Desk, from_: str, headers: dict[str, str]) -> None:
    fields = {"to": _way_out(desk, "p@drukker.example"), "subject": "unsubscribe"} | headers
    received = receive(desk.app, letter(from_=from_, **fields), at=MONDAY + HOUR)  # type: ignore[arg-type]
    assert received.status in {"appended", "created"}
    assert those_of(desk.number)["p@drukker.example"] is Standing.TAKES_PART


def test_the_requester_is_offered_no_way_out(desk: Desk) -> None:
    assert "List-Unsubscribe" not in desk.letters(desk.reply())["lotte@bakkerij-leiden.example"].headers


def letters_queued() -> int:
    """Return how many letters there ever were."""
    return db.session.scalar(select(func.count()).select_from(OutgoingLetter)) or 0
