"""Links, tags, following, reminders and checklists: deeds and pages, mostly without a script."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.bonds import checklist, following, reminding, tags
from projectie.bonds.models import Reminder
from projectie.bonds.telling import tell_reminders
from projectie.clock.now import now
from projectie.clock.workdays import Calendar
from projectie.database import db, transaction
from projectie.mail.models import OutgoingLetter
from projectie.tickets.models import Ticket
from tests.bonds.ties import ABBY, JORIS, LOTTE, merged, ticket
from tests.clock.leiden import leiden
from tests.commands.desks import wrong
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor, words


@pytest.fixture
def daan(visit: Callable[..., Visitor]) -> Visitor:
    """Return Daan, who reads English."""
    return visit("daan", "en")


def test_links_are_shown_on_both_tickets_and_taken_away_on_either(
    app: Flask, town: Town, daan: Visitor
) -> None:
    one, other = ticket(app), ticket(app, ABBY, "Hello")
    assert (
        daan.post(f"/desk/tickets/{one}/links", {"reading": "blocked_by", "linked": f"#{other}"}).status
        == 303
    )
    assert f"is blocked by #{other}" in daan.get(f"/desk/tickets/{one}").text
    page = daan.get(f"/desk/tickets/{other}")
    assert f"blocks #{one}" in page.text
    daan.post(f"/desk/tickets/{one}/links", {"reading": "relates", "linked": other})
    daan.post(f"/desk/tickets/{other}/links", {"reading": "relates", "linked": one})
    page = daan.get(f"/desk/tickets/{other}")
    assert page.text.count(f"relates to #{one}") == 1
    for wrong_one in ("abc", one, 987654):
        refused = daan.post(f"/desk/tickets/{one}/links", {"reading": "relates", "linked": wrong_one})
        assert refused.status == 422
    for button in page.all("button"):
        if re.match("remove-link-", button.get("id") or ""):
            number = (button.get("id") or "").rpartition("-")[2]
            assert daan.post(f"/desk/tickets/{other}/links/{number}/removal").status == 303
    assert (
        "is blocked by"
        not in words(daan.get(f"/desk/tickets/{one}").one("section", aria_labelledby="ties-title")).partition(
            "Link to"
        )[0]
    )


def test_a_tag_finds_its_tickets_and_two_become_one(app: Flask, town: Town, daan: Visitor) -> None:
    one, other, third = ticket(app), ticket(app, subject="Twee"), ticket(app, subject="Drie")
    for number, tag in ((one, "Drukwerk"), (other, "#drukwerk"), (other, "Café"), (third, "cafe")):
        assert daan.post(f"/desk/tickets/{number}/tags", {"tag": tag}).status == 303
    assert [(row.name, row.tickets) for row in tags.all_tags(db.session())] == [("Café", 2), ("Drukwerk", 2)]
    board = daan.get("/desk/board?tag=DRUKWERK")
    assert {card.get("data-ticket") for card in board.all("li", class_="card")} == {str(one), str(other)}
    assert "tagged DRUKWERK" in board.text
    found = daan.get("/desk/search?q=tag:café")
    assert [a.get("href") for a in found.one("ol", class_="results").iter("a")] == [
        f"/desk/tickets/{third}",
        f"/desk/tickets/{other}",
    ]
    known = {row.name: row.id for row in tags.all_tags(db.session())}
    assert daan.post(f"/desk/tags/{known['Café']}/name", {"tag": "  "}).status == 422
    assert daan.post(f"/desk/tags/{known['Café']}/name", {"tag": "drukwerk"}).status == 303
    db.session.rollback()
    assert [(row.name, row.tickets) for row in tags.all_tags(db.session())] == [("Drukwerk", 3)]
    assert daan.post(f"/desk/tickets/{one}/tags/{known['Drukwerk']}/removal").status == 303
    assert "Drukwerk" not in daan.get(f"/desk/tickets/{one}").text


def test_what_others_do_on_a_followed_ticket_stands_on_a_list_of_ones_own(
    app: Flask, town: Town, visit: Callable[..., Visitor], daan: Visitor
) -> None:
    number = ticket(app)
    assert daan.post(f"/desk/tickets/{number}/follow").status == 303
    assert "1 new" not in daan.get("/desk/following").text
    mara = visit("mara", "en")
    mara.post(f"/desk/tickets/{number}/notes", {"note": "Ik kijk mee."})
    receive(app, letter(from_=LOTTE, proven=True, subject="Los", body="Iets anders."))
    page = daan.get("/desk/following")
    assert "1 new" in page.text
    assert "News on what I follow" in daan.get("/desk/").text
    assert "News on what I follow" not in mara.get("/desk/").text
    daan.post("/desk/following/seen", {"ticket": number})
    assert "1 new" not in daan.get("/desk/following").text
    daan.post(f"/desk/tickets/{number}/follow/end")
    db.session.rollback()
    assert following.followed(db.session(), town.daan.id) == []


CALENDAR: Calendar = leiden()


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2026, 11, 23), reminding.NoReminder.PAST),  # Monday
        (date(2026, 11, 28), reminding.NoReminder.CLOSED),  # Saturday
        (date(2026, 12, 25), reminding.NoReminder.CLOSED),  # Friday, Christmas
        (date(2027, 12, 1), reminding.NoReminder.FAR),  # Wednesday
    ],
)
def test_a_reminder_comes_at_a_working_moment_that_is_still_to_come(
    day: date, refusal: reminding.NoReminder
) -> None:
    tuesday = datetime(2026, 11, 24, 15, tzinfo=UTC)
    with pytest.raises(reminding.ReminderRefused) as refused:
        reminding.moment(day, tuesday, CALENDAR)
    assert refused.value.reason is refusal
    assert reminding.moment(date(2026, 11, 25), tuesday, CALENDAR) == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert reminding.moment(date(2026, 11, 24), tuesday, CALENDAR) == tuesday + timedelta(hours=1)


def test_a_reminder_is_told_once_and_stays_until_it_is_done_with(
    app: Flask, town: Town, visit: Callable[..., Visitor], daan: Visitor
) -> None:
    number = ticket(app)
    made = reminding.remind(
        number, now() - timedelta(minutes=1), "Bel de drukker", town.daan.id, now() - timedelta(hours=1)
    )
    for _round in range(2):
        with transaction() as session:
            tell_reminders(session, now())
    letters = db.session.scalars(
        select(OutgoingLetter).where(OutgoingLetter.to_address == town.daan.email)
    ).all()
    assert [one.key for one in letters] == [f"reminder:{made}"]
    assert "Bel de drukker" in letters[0].body_text
    assert "Bel de drukker" in daan.get("/desk/").text
    assert "Bel de drukker" in daan.get(f"/desk/tickets/{number}").text
    mara = visit("mara", "en")
    assert "Bel de drukker" not in mara.get(f"/desk/tickets/{number}").text
    assert mara.post(f"/desk/reminders/{made}/end").status == 404
    assert daan.post(f"/desk/reminders/{made}/end", {"back": "today"}).location == "/desk/"
    assert "Bel de drukker" not in daan.get("/desk/").text
    assert daan.post(f"/desk/tickets/{number}/reminders", {"remind_on": "2020-01-01"}).status == 422
    assert wrong(app) == {}


def test_a_checklist_is_kept_without_a_script_and_its_card_says_how_far_it_is(
    app: Flask, town: Town, daan: Visitor
) -> None:
    number = ticket(app)
    daan.post(f"/desk/tickets/{number}/checklist", {"lines": "Proef maken\n\nDrukker bellen\nLeveren"})
    lines = checklist.checklist_of(db.session(), number)
    assert [line.words for line in lines] == ["Proef maken", "Drukker bellen", "Leveren"]
    first, second, third = (line.id for line in lines)
    at = f"/desk/tickets/{number}/checklist"
    daan.post(f"{at}/{third}/place", {"to": "up"})
    daan.post(f"{at}/{first}/place", {"to": "up"})  # first already
    daan.post(f"{at}/{second}/tick", {"done": "yes"}, htmx=True)
    daan.post(f"{at}/{first}/words", {"words": "  Proef  tonen "})
    daan.post(f"{at}/{first}/words", {"words": " "})  # says nothing: stays
    page = daan.get(f"/desk/tickets/{number}")
    found = [words(one) for one in page.all("span") if (one.get("id") or "").startswith("item-words")]
    assert found == ["Proef tonen", "Leveren", "Drukker bellen"]
    assert [one.get("aria-checked") for one in page.all("button", role="checkbox")] == [
        "false",
        "false",
        "true",
    ]
    card = daan.get("/desk/board").one("li", id=f"card-{number}")
    assert [words(one) for one in card.iter("abbr") if one.get("class") == "kind"] == ["1/3"]
    daan.post(f"{at}/{second}/removal")
    assert daan.post(f"{at}/{second}/tick", {"done": "yes"}).status == 404
    assert daan.post(at, {"lines": " "}).status == 422
    db.session.rollback()
    row = db.session.get_one(Ticket, number)
    assert (row.lines, row.lines_done) == (2, 0)
    assert wrong(app) == {}


def test_r17a_what_a_merged_ticket_had_beside_it_goes_along_and_comes_back(app: Flask, town: Town) -> None:
    from projectie.bonds.undoing import undo

    kept, other = ticket(app), ticket(app, JORIS, "Twee")
    checklist.add(kept, "Een", town.daan.id, now())
    checklist.add(other, "Twee\nDrie", town.daan.id, now())
    tags.put(kept, "druk", town.daan.id, now())
    tags.put(other, "druk", town.daan.id, now())
    tags.put(other, "spoed", town.daan.id, now())
    following.follow(other, town.mara.id, now())
    reminding.remind(other, now() + timedelta(days=1), "", town.daan.id, now())
    bond = merged(kept, other, town)
    assert [line.words for line in checklist.checklist_of(db.session(), kept)] == ["Een", "Twee", "Drie"]
    assert [tag.name for tag in tags.tags_of(db.session(), kept)] == ["druk", "spoed"]
    assert following.is_following(db.session(), kept, town.mara.id)
    assert db.session.scalars(select(Reminder.ticket_number)).one() == kept
    assert wrong(app) == {}
    undo(bond, town.daan.id, now())
    assert [line.words for line in checklist.checklist_of(db.session(), other)] == ["Twee", "Drie"]
    assert [tag.name for tag in tags.tags_of(db.session(), kept)] == ["druk"]
    assert [tag.name for tag in tags.tags_of(db.session(), other)] == ["druk", "spoed"]
    db.session.rollback()
    assert db.session.get_one(Ticket, other, populate_existing=True).lines == 2
    assert wrong(app) == {}
