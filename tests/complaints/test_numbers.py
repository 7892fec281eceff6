"""Numbers of tickets show no gap for long: the next ticket gets a vacant one, and nothing old meets it (R26a, R27)."""

import threading
from collections.abc import Callable
from xml.etree.ElementTree import Element

from flask import Flask
from sqlalchemy import func, select

from projectie.commands.mail import taken_in
from projectie.complaints.cases import lines
from projectie.complaints.erasing import erase
from projectie.complaints.keys_kept import ring
from projectie.complaints.models import Complaint
from projectie.database import db
from projectie.mail.models import Mailbox, OutgoingLetter
from projectie.tickets.models import Message, Note, Ticket
from projectie.tickets.numbering import VacantNumber
from projectie.tickets.writing_models import WorkingDraft
from tests.complaints.scene import WORD, held, rows
from tests.complaints.test_moving import mailed, wrong
from tests.post import letter
from tests.town import Town
from tests.visitor import Page, Visitor


def moved(visit: Callable[..., Visitor], number: int | str) -> int:
    """Move a ticket into confidence, and return the complaint that it is now."""
    before = set(db.session.scalars(select(Complaint.id)))
    visit("daan", most_statements=200).post(f"/desk/tickets/{number}/confidence")
    db.session.rollback()
    (made,) = set(db.session.scalars(select(Complaint.id))) - before
    return made


def came(address: str, subject: str = "Iets heel anders") -> Ticket:
    """Return the ticket of a mail that comes in now."""
    number = taken_in(letter(from_=address, subject=subject), Mailbox.SUPPORT).ticket
    db.session.rollback()
    ticket = db.session.get_one(Ticket, number, populate_existing=True)
    db.session.expunge(ticket)
    return ticket


def signed(number: int) -> str:
    """Return the address under which the letters of that ticket are answered."""
    db.session.rollback()
    sent = select(OutgoingLetter).where(OutgoingLetter.thread == number).order_by(OutgoingLetter.id)
    return str(db.session.scalars(sent).first().headers["Reply-To"])  # type: ignore[union-attr]


def doors(page: Page, number: int) -> list[tuple[str, Element]]:
    """Return the addresses of a page by which something is done to that ticket, each with its form."""
    forms = [(form.get("action") or "", form) for form in page.all("form") if form.get("method") == "post"]
    forms += [(part.get("formaction") or "", part) for part in page.all("button") if part.get("formaction")]
    return [(address, form) for address, form in forms if f"/{number}" in address]


def fields(form: Element) -> dict[str, str]:
    """Return what a form holds that nobody typed."""
    return {str(part.get("name")): part.get("value") or "" for part in form.iter("input") if part.get("name")}


def stands() -> tuple[int | None, ...]:
    """Return how much is said anywhere."""
    db.session.rollback()
    return tuple(
        db.session.scalar(select(func.count()).select_from(x)) for x in (Message, Note, WorkingDraft)
    )


def test_r27_the_next_ticket_gets_the_vacant_number_and_an_old_page_does_nothing_to_it(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number, last = mailed(town), mailed(town, "het laatste")
    daan, lotte = visit("daan", most_statements=200), visit("lotte", most_statements=60)
    old, oldest = daan.get(f"/desk/tickets/{number}"), lotte.get(f"/portal/requests/{number}")
    beside = [old, daan.get(f"/desk/triage/{number}"), daan.get(f"/desk/tickets/{number}/placement")]
    version = db.session.get_one(Ticket, number).version
    moved(visit, number)
    assert daan.get(f"/desk/tickets/{number}").status == lotte.get(f"/portal/requests/{number}").status == 404
    fresh = came(town.lotte.email)
    assert (fresh.number, came("x@elders.example").number) == (number, last + 1)
    assert db.session.scalars(select(VacantNumber.number)).all() == []
    assert "vacant_number" not in set(rows(str(number)))
    assert wrong(app) == {}
    was = stands()
    reached = {path: form for page in beside for path, form in doors(page, number)}
    assert len(reached) > 20
    filled = {"body": WORD, "note": WORD, "version": version, "column": "done", "after": ""}
    for path, form in reached.items():
        answer = daan.post(path, {**fields(form), **filled})
        if path == f"/desk/tickets/{number}/placement":  # refused by its version
            assert answer.status == 409
            continue
        assert answer.status == 404, path
        assert "Deze pagina bestaat niet" in answer.text
    assert (
        daan.post(f"/desk/tickets/{number}/presence", {"tab": "a", "doing": "viewing"}, htmx=True).status
        == 404
    )
    assert daan.get(f"/desk/tickets/{number}/peek", htmx=True).status == 404
    for path, _form in doors(oldest, number):
        assert lotte.post(path, {"body": WORD, "text": WORD}).status == 404, path
    picked = {"ticket": f"{number}-{version}", "do": "move", "column": "done"}
    daan.post("/desk/board/selection", picked)
    assert db.session.get_one(Ticket, number, populate_existing=True).column == "new"
    out = visit()
    kept = {"body": WORD, "writer": fields(old.one("form", id="reply-form"))["writer"]}
    assert out.post(f"/desk/tickets/{number}/replies", kept).location.startswith("/login")
    assert out.post(f"/desk/tickets/{number}-{fresh.mark}/replies", kept).location.startswith("/login")
    assert stands() == was


def test_r27_whoever_has_the_number_now_is_found_worked_on_and_answers_under_an_address_of_its_own(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number = mailed(town)
    first = signed(number)
    complaint = moved(visit, number)
    fresh = came(town.abby.email)
    assert fresh.number == number
    daan, name = visit("daan", most_statements=60), f"{number}-{fresh.mark}"
    page = daan.get(f"/desk/tickets/{number}?endpoint=1&then=done")
    assert page.response.request.full_path == f"/desk/tickets/{name}?endpoint=1&then=done"
    assert f"/desk/tickets/{name}" in str(daan.get("/desk/board").html)
    assert all(name in path for path, _form in doors(page, number))
    note = page.one("form", id="note-form")
    assert daan.post(note.get("action") or "", {**fields(note), "note": "Let op."}).status == 303
    assert daan.get(f"/desk/tickets/{name}/peek", htmx=True).status == 200
    moves = {"column": "planned", "after": "", "version": fresh.version}
    assert daan.post(f"/desk/tickets/{number}/placement", moves).status == 303, "as contracts.md names it"
    abby = visit("abby", most_statements=60)
    form = abby.get(f"/portal/requests/{number}").one("form", id="reply-form")
    assert form.get("action") == f"/portal/requests/{name}/replies"
    assert abby.post(f"/portal/requests/{number}/replies", {**fields(form), "body": "Hallo?"}).status == 404
    assert abby.post(form.get("action") or "", {**fields(form), "body": "Hallo?"}).status == 303
    assert visit("lotte").get(f"/portal/requests/{number}").status == 404
    second = signed(number)
    assert second != first
    answers = {
        first: ("sealed", None),
        second: ("appended", number),
        first.replace(f"+t{number}", f"+t{number}-{fresh.mark}"): ("created", number + 1),
        second.replace(f"-{fresh.mark}", ""): ("created", number + 2),
    }
    for address, answer in answers.items():
        given = taken_in(letter(from_=town.abby.email, to=address, body="En nog iets."), Mailbox.SUPPORT)
        assert (given.status, given.ticket) == answer, address
    assert any("En nog iets" in line.text for line in lines(db.session(), held(complaint)))
    other = moved(visit, name)
    assert came(town.lotte.email).number == number
    erase(ring(), complaint, [], fresh.opened_at)
    for address in (first, second):
        again = letter(from_=town.abby.email, to=address, body=f"Nog steeds {WORD}.")
        assert taken_in(again, Mailbox.SUPPORT).status == "sealed"
    assert any("Nog steeds" in line.text for line in lines(db.session(), held(other)))
    assert list(rows(WORD)) == []
    assert wrong(app) == {}


def test_r27_what_others_say_of_it_is_seen_no_more(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number, other = mailed(town), mailed(town, "iets anders")
    daan = visit("daan", most_statements=60)
    assert daan.post(f"/desk/tickets/{other}/links", {"linked": number, "reading": "relates"}).status == 303
    hinting = came(town.lotte.email, f"Weer over #{number}").number
    for page in (other, hinting):
        assert f"/desk/tickets/{number}" in daan.get(f"/desk/tickets/{page}").html
    moved(visit, number)
    for again in (None, came(town.abby.email)):
        for page in (other, hinting):
            seen = daan.get(f"/desk/tickets/{page}")
            assert seen.status == 200
            assert f"#{number}" not in seen.text.replace(f"Weer over #{number}", ""), again


def test_r27_of_two_tickets_made_at_once_one_gets_the_vacant_number(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number, last = mailed(town), mailed(town, "het laatste")
    moved(visit, number)
    start, given = threading.Barrier(2), list[int | None]()

    def arrive(place: int) -> None:
        with app.app_context():
            raw = letter(from_=f"x{place}@elders.example", subject=f"Vraag {place}")
            start.wait()
            given.append(taken_in(raw, Mailbox.SUPPORT).ticket)
            db.session.remove()

    both = [threading.Thread(target=arrive, args=(place,)) for place in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(given, key=str) == [number, last + 1]
    assert wrong(app) == {}
