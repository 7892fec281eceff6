"""A receipt after each closing: what was done, the arithmetic, the contract, promises, balance, and gifts as gifts (R25a)."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from projectie.bonds.undoing import undo
from projectie.clock.now import now
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction
from projectie.mail.models import OutgoingLetter
from projectie.tickets import duplicates, placement
from projectie.tickets.models import Column
from projectie.work.leniency import waive
from projectie.work.models import Receipt
from projectie.work.planned import minutes_on
from projectie.work.receipt_writing import write_due
from projectie.work.receipts import WAITS
from projectie.work.rules import Gift, Leniency
from tests.bonds.ties import merged
from tests.town import Town
from tests.visitor import Visitor
from tests.work.hours import again, booked, day, job, person

Visit = Callable[..., Visitor]
LATER = WAITS + timedelta(minutes=1)
KEY = "k" * 32


def letters() -> list[OutgoingLetter]:
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)))


def done(number: int, by: int, column: str = "done") -> None:
    placement.place_at(number, column, 1, by=by, now=now())


def test_r25a_closing_sends_one_receipt_in_the_clients_language(visit: Visit, app: Flask, town: Town) -> None:
    number = job(town, column=Column.IN_PROGRESS)
    with transaction() as session:
        post(session, Posting(town.leiden.id, EntryKind.TOP_UP, 20, day(), "top-up"), now())
    for minutes in (10, 10, 1):
        booked(town, number, minutes, note_client="Formulier hersteld")
    done(number, town.daan.id)
    assert write_due(now(), KEY) == 0  # a slip of the hand tells nobody
    assert write_due(now() + LATER, KEY) == 1
    assert write_due(now() + LATER, KEY) == 0
    (letter,) = letters()
    assert letter.to_address == town.lotte.email
    text = letter.body_text
    for words in (
        "10 + 10 + 1 = 21 min → 3 credits",
        "Formulier hersteld (10 min)",
        "Wat het kost: 3 credits",
        "Je contract zegt: Website",
        "Je saldo was 20 credits en is nu 17 credits.",
    ):
        assert words in text
    receipt = db.session.scalars(select(Receipt.id)).one()
    page = visit("joris", "en").get(f"/portal/receipts/{receipt}")
    assert "10 + 10 + 1 = 21 min → 3 credits" in page.text
    assert f"/portal/receipts/{receipt}" in text
    assert f"#{number}" in visit("lotte").get("/portal/receipts").text
    assert visit("abby").get(f"/portal/receipts/{receipt}").status == 404


def test_r25a_a_ticket_that_is_opened_again_gets_its_receipt_at_the_next_closing(
    app: Flask, town: Town
) -> None:
    number = job(town, column=Column.IN_PROGRESS)
    done(number, town.daan.id)
    done(number, town.daan.id, "in_progress")
    assert write_due(now() + LATER, KEY) == 0
    done(number, town.daan.id)
    assert write_due(now() + LATER, KEY) == 1
    done(number, town.daan.id, "in_progress")
    done(number, town.daan.id)
    assert write_due(now() + LATER, KEY) == 1
    assert len(letters()) == 2


def test_r16_r25a_leniency_is_told_as_the_gift_it_is_and_included_work_says_so(
    app: Flask, town: Town
) -> None:
    number = job(town, column=Column.IN_PROGRESS, language="en")
    booked(town, number, 25)
    waive(number, Leniency(Gift.WHOLE), "Our own update broke it.", person(town.mara), now())
    included = job(town, column=Column.IN_PROGRESS, language="en", service="plugin_updates")
    booked(town, included, 30)
    for each in (number, included):
        done(each, town.daan.id)
    write_due(now() + LATER, KEY)
    gift, free = (letter.body_text for letter in letters())
    assert "It came to 3 credits; 3 credits of that are a gift from us. Our own update broke it." in gift
    assert "What it costs: 0 credits" in gift
    assert "30 min included: no credits" in free
    assert "The work is included: it costs you no credits." in free


def test_r32_somebody_unproven_reads_no_balance_and_nobodys_ticket_has_no_receipt(
    app: Flask, town: Town
) -> None:
    unproven = job(town, column=Column.IN_PROGRESS, verified=False)
    nobodys = job(town, column=Column.IN_PROGRESS, organisation_id=None, requester_id=None)
    original, double = job(town), job(town)
    duplicates.mark_duplicate(double, original, again(double).version, town.daan.id, now())
    for each in (unproven, nobodys):
        done(each, town.daan.id)
    assert write_due(now() + LATER, KEY) == 1
    (letter,) = letters()
    assert "saldo" not in letter.body_text
    assert "/portal/receipts/" not in letter.body_text


def test_r09_planning_reads_the_minutes_that_stand(app: Flask, town: Town) -> None:
    number = job(town)
    booked(town, number, 25)
    booked(town, number, 10)
    assert db.session.scalar(select(minutes_on(number))) == 35


def test_r25a_a_receipt_waits_while_its_ticket_goes_on_elsewhere(app: Flask, town: Town) -> None:
    kept, number = job(town, column=Column.IN_PROGRESS), job(town, column=Column.IN_PROGRESS)
    booked(town, number, 10)
    done(number, town.daan.id)
    bond = merged(kept, number, town)
    assert write_due(now() + LATER, KEY) == 0
    undo(bond, town.daan.id, now())
    assert write_due(now() + LATER, KEY) == 1


def test_r25a_a_closing_that_an_undone_merge_gives_back_has_its_receipt_already(
    app: Flask, town: Town
) -> None:
    kept, other = job(town, column=Column.IN_PROGRESS), job(town, column=Column.IN_PROGRESS)
    done(kept, town.daan.id)
    assert write_due(now() + LATER, KEY) == 1
    bond = merged(kept, other, town)  # takes over work that is open, and so is open again
    undo(bond, town.daan.id, now())
    assert write_due(now() + LATER, KEY) == 0
