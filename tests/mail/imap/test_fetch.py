"""`mail fetch`: every mail that is new comes in once, and the server is told last (R29)."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.commands.fetch import tokens
from projectie.database import db, transaction
from projectie.mail.account import Account
from projectie.mail.imap import Line
from projectie.mail.models import FetchState, Mailbox, RawMail
from projectie.tickets.models import Ticket
from tests.mail.imap.round import fetched, sealed, state, subjects
from tests.mail.imap.servers import Postbox, pymap
from tests.mail.imap.wire import Wire, wire
from tests.post import letter

Fresh = Callable[..., Postbox]


def _named(*names: str) -> list[bytes]:
    return [letter(subject=name) for name in names]


def test_each_mailbox_is_read_for_its_purpose_r13_r26a(app: Flask, postbox: Fresh) -> None:
    support, urgent, info = postbox(), postbox("Spoed"), postbox()
    support.deliver(*_named("een", "twee"))
    urgent.deliver(*_named("haast"))
    info.deliver(*_named("klacht"))
    round_ = fetched(app, support.url, urgent.url, info.url)
    assert round_.code == 0, round_.said
    assert [(line["mailbox"], line["status"]) for line in round_.lines[:-1]] == [
        ("urgent", "created"), ("support", "created"), ("support", "created"), ("info", "sealed"),
    ]  # fmt: skip
    assert round_.lines[-1]["fetched"] == 4
    assert list(db.session.scalars(select(Ticket.urgent_asked).order_by(Ticket.number))) == [
        True,
        False,
        False,
    ]
    assert (subjects(), sealed()) == (["haast", "een", "twee"], 1)
    assert [line["message"] for line in round_.lines[:-1] if line["mailbox"] == "info"] == [None]


def test_a_mail_comes_in_once_whoever_has_seen_it(app: Flask, postbox: Fresh) -> None:
    box = postbox()
    box.deliver(letter(subject="gelezen"), flag_set="\\Seen")
    box.deliver(letter(subject="nieuw"))
    assert fetched(app, box.url).fates == ["created", "created"]
    assert box.flags() == [("\\Seen",), ("\\Seen",)]
    assert fetched(app, box.url).fates == []
    box.deliver(letter(subject="later"), flag_set="\\Seen")
    with box.inside() as owner:
        owner.client.store("1", "-FLAGS", r"(\Seen)")
    assert fetched(app, box.url).fates == ["created"]
    assert subjects() == ["gelezen", "nieuw", "later"]


def test_a_mail_is_only_peeked_at_and_flagged_after_its_commit(
    app: Flask, postbox: Fresh, laid: Wire
) -> None:
    box = postbox()
    box.deliver(*_named("een", "twee", "drie"))
    kept_when_told: list[int | None] = []

    def look(command: bytes) -> None:
        if b"STORE" in command:
            with app.app_context():
                kept_when_told.append(
                    db.session.scalar(select(func.count(RawMail.id)).where(RawMail.understood))
                )

    laid.before = look
    assert fetched(app, box.address(laid.port)).code == 0
    assert kept_when_told == [3]
    asked = b"".join(laid.commands)
    assert asked.count(b"BODY.PEEK[]") == 3
    assert not re.search(rb"BODY\[|RFC822[^.]|EXPUNGE|CLOSE|Deleted|MOVE|COPY", asked)


def test_numbers_that_begin_anew_are_read_anew_and_doubles_are_recognised(app: Flask, postbox: Fresh) -> None:
    box = postbox("Tickets")
    old = _named("een", "twee", "drie")
    box.deliver(*old)
    assert fetched(app, box.url).fates == ["created"] * 3
    before = state().uidvalidity
    box.renumber(*old[1:], *_named("vier"))
    assert fetched(app, box.url).fates == ["duplicate", "duplicate", "created"]
    assert state().uidvalidity != before
    assert subjects() == ["een", "twee", "drie", "vier"]
    assert fetched(app, box.url).fates == []


def test_another_account_begins_at_its_own_beginning(app: Flask, postbox: Fresh) -> None:
    one, other = postbox(), postbox()
    one.deliver(*_named("een", "twee", "drie"))
    other.deliver(*_named("vier"))
    assert fetched(app, one.url).fates == ["created"] * 3
    assert fetched(app, other.url).fates == ["created"]


def test_a_mail_that_vanishes_while_we_read_is_passed_over(app: Flask, postbox: Fresh, laid: Wire) -> None:
    box = postbox()
    box.deliver(*_named("een", "twee", "drie"))

    def remove(command: bytes) -> None:
        if b"UID FETCH" in command:
            laid.before = len
            with box.inside() as owner:
                owner.delete(owner.uids()[1:2])

    laid.before = remove
    round_ = fetched(app, box.address(laid.port))
    assert round_.code == 0, round_.said
    assert set(subjects()) - {"twee"} == {"een", "drie"}  # pymap still shows what it has just removed
    assert fetched(app, box.address(laid.port)).fates == []


def test_a_line_that_breaks_in_the_middle_goes_on_where_it_was(
    app: Flask, postbox: Fresh, laid: Wire
) -> None:
    box = postbox()
    names = [f"mail {n:02}" for n in range(12)]
    box.deliver(*(letter(subject=name, body="x" * 900) for name in names))
    rounds = []
    for cut in (5000, 3000, 4000, None):
        laid.cut_after = cut
        rounds.append(fetched(app, box.address(laid.port)))
    assert [round_.code for round_ in rounds] == [75, 75, 75, 0]
    assert {"support: the line broke"} == {re.search(r"\((.*)\)", round_.said)[1] for round_ in rounds[:3]}  # type: ignore[index]
    assert [fate for round_ in rounds for fate in round_.fates] == ["created"] * 12
    assert subjects() == names


def test_a_server_killed_in_the_middle_and_started_anew_loses_and_doubles_nothing(
    app: Flask, tmp_path: Path
) -> None:
    mails = _named("een", "twee", "drie", "vier")
    server = pymap(tmp_path).ready()
    box = Postbox(server.port, "somebody")
    box.deliver(*mails)
    with wire(server.port) as laid:
        laid.before = lambda _: (
            server.stop() if sum(b"UID FETCH" in asked for asked in laid.commands) == 2 else None
        )
        assert fetched(app, box.address(laid.port)).code == 75
    again = pymap(tmp_path, port=server.port).ready()  # it has forgotten everything, and numbers anew
    try:
        assert fetched(app, box.url).code == 0
        box.deliver(*mails, *_named("vijf"))
        assert fetched(app, box.url).code == 0
    finally:
        again.stop()
    assert sorted(subjects()) == ["drie", "een", "twee", "vier", "vijf"]


def test_a_mailbox_that_fails_does_not_hold_up_the_others(app: Flask, postbox: Fresh) -> None:
    urgent, support = postbox(), postbox()
    support.deliver(*_named("een"))
    round_ = fetched(app, support.url, urgent.address(urgent.port, password="anders"))
    assert round_.code == 75
    assert round_.said.count("\n") == 1
    assert round_.errors == {"urgent": "the mail server refused the sign-in", "support": None}
    assert "anders" not in round_.said
    assert subjects() == ["een"]
    assert (state(Mailbox.URGENT).last_error, state(Mailbox.URGENT).last_success_at) == ("refused", None)
    assert (state().last_error, state().leased_by) == (None, None)
    assert fetched(app, support.url, urgent.url).code == 0
    assert state(Mailbox.URGENT).last_error is None


def test_a_mail_the_server_withholds_lets_the_others_pass_and_is_not_forgotten(
    app: Flask, postbox: Fresh, laid: Wire
) -> None:
    box = postbox()
    box.deliver(*_named("een", "twee", "drie"))
    with Line.open(Account.of(box.url, app.config["SETTINGS"]), tokens) as line:
        uids = list(line.after(0, line.look().next))
    laid.withheld.add(uids[1])
    first = fetched(app, box.address(laid.port))
    assert (first.code, first.fates) == (75, ["created", "created"])
    assert first.errors == {"support": "the mail server does not hand over a mail"}
    assert (state().last_uid, state().beyond, state().last_success_at) == (uids[0], [uids[2]], None)
    box.deliver(*_named("vier"))
    again = [fetched(app, box.address(laid.port)) for _ in range(3)]
    assert [round_.fates for round_ in again] == [["created"], [], []], "what is kept is not asked for again"
    box.deliver(*_named("vijf"))
    laid.withheld.clear()
    last = fetched(app, box.address(laid.port))
    assert (last.code, last.fates) == (0, ["created", "created"])
    assert subjects() == ["een", "drie", "vier", "vijf", "twee"], (
        "after three failures it lets others go first"
    )
    assert (state().beyond, state().tries) == ([], {})


def test_a_mail_of_any_size_comes_in(app: Flask, postbox: Fresh) -> None:
    box = postbox()
    box.deliver(letter(subject="groot", body="0123456789abcdef" * 4 * 1024 * 400), letter(subject="klein"))
    round_ = fetched(app, box.url)
    assert round_.code == 0, round_.said
    assert len(round_.fates) == 2
    sizes = list(db.session.scalars(select(RawMail.size).order_by(RawMail.id)))
    assert sizes[0] > 26_000_000


def test_a_mail_arrived_when_the_server_says_if_that_can_be(app: Flask, postbox: Fresh) -> None:
    box = postbox()
    box.deliver(letter(), dt=now() - timedelta(days=400))
    begun = now()
    fetched(app, box.url)
    first = db.session.scalars(select(RawMail.received_at)).one()
    assert begun <= first <= now(), (
        "an old mailbox that is read for the first time promises nothing in the past"
    )
    with transaction() as session:
        session.get_one(FetchState, Mailbox.SUPPORT).last_success_at = begun - timedelta(days=3)
    for days in (2, 5, -1):
        box.deliver(letter(), dt=begun - timedelta(days=days))
    fetched(app, box.url)
    db.session.rollback()
    moments = list(db.session.scalars(select(RawMail.received_at).order_by(RawMail.id)))[1:]
    assert abs(moments[0] - (begun - timedelta(days=2))) < timedelta(seconds=2)
    assert moments[1] == begun - timedelta(days=3), "not before we last saw the mailbox"
    assert abs(moments[2] - begun) < timedelta(minutes=1), "and not in the future"


def test_without_a_mailbox_there_is_nothing_to_fetch(app: Flask) -> None:
    round_ = fetched(app)
    assert (round_.code, round_.said) == (
        2, "No mailbox is set: IMAP_URL, IMAP_URL_URGENT and IMAP_URL_INFO are empty.\n",
    )  # fmt: skip
