"""A client's requests: listed, read, answered, reopened, and kept from colleagues where that was asked (R17a, R23)."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import time_machine
from flask import Flask, current_app
from sqlalchemy import select

from projectie.clock.now import now
from projectie.complaints.moving import move
from projectie.context import today
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction
from projectie.invoices.preview import next_of
from projectie.people.models import Person
from projectie.tickets import conversation
from projectie.tickets.models import Attachment, Column, Message, Ticket
from tests.requests.forms import TYPED, key_on, sent
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
NEW, LIST = "/portal/requests/new", "/portal/requests"
ANSWER = "We kijken ernaar en je hoort morgen meer."


def opened(visitor: Visitor, **more: str) -> int:
    """Let a client send a request and return its number."""
    return int(sent(visitor, NEW, {**TYPED, **more}).location.split("/")[-2])


def answered(app: Flask, town: Town, number: int, then: Column | None = None, ago: int = 60) -> None:
    """Let Daan answer so long ago that nobody can take it back."""
    by, at = db.session.get_one(Person, town.daan.id), now() - timedelta(seconds=ago)
    seen = conversation.newest_message(db.session(), number)
    conversation.reply(number, conversation.Reply(ANSWER, seen, then), by, app.config["SECRET_KEY"], at)


def done_days_ago(number: int, days: int) -> None:
    """Let a ticket have been done so long."""
    with transaction() as session:
        ticket = session.get_one(Ticket, number)
        ticket.column, ticket.done_at = Column.DONE, now() - timedelta(days=days)


def replied(visitor: Visitor, page: Page, number: int, body: str, **more: object) -> Page:
    """Answer in the form of that page."""
    seen = page.one("input", name="seen").get("value")
    typed = {"key": key_on(page), "seen": seen, "body": body, **more}
    return visitor.post(f"{LIST}/{number}/replies", typed)


def test_a_client_reads_what_was_said_and_never_a_note(app: Flask, visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    number = opened(lotte)
    conversation.add_note(
        number, "Dit is de schuld van hun plugin", db.session.get_one(Person, town.daan.id), now()
    )
    answered(app, town, number)
    page = lotte.get(f"{LIST}/{number}")
    assert TYPED["body"] in page.text
    assert ANSWER in page.text
    assert "schuld" not in page.text
    assert "schuld" not in words(lotte.get(f"{LIST}?q=schuld&shown=all").one("div", id="list"))
    assert visit("abby").get(f"{LIST}/{number}").status == 404


def test_a_reply_that_can_still_be_taken_back_is_not_shown(app: Flask, visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    number = opened(lotte)
    answered(app, town, number, ago=0)
    assert ANSWER not in lotte.get(f"{LIST}/{number}").text


def test_a_client_answers_with_a_file_and_the_ticket_wakes(app: Flask, visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    number = opened(lotte)
    answered(app, town, number, Column.WAITING)
    page = lotte.get(f"{LIST}/{number}")
    answer = replied(lotte, page, number, "Het zijn er twee.", upload=(BytesIO(b"foto"), "foto.txt"))
    assert answer.status == 303
    db.session.rollback()
    assert db.session.get_one(Ticket, number).column is Column.IN_PROGRESS
    file = db.session.scalars(select(Attachment.id)).one()
    page = lotte.get(f"{LIST}/{number}")
    assert "foto.txt" in page.text
    assert lotte.get(f"{LIST}/files/{file}").response.get_data() == b"foto"
    assert visit("abby").get(f"{LIST}/files/{file}").status == 404
    desk = visit("daan").get(f"/desk/tickets/{number}")
    assert "Het zijn er twee." in desk.text
    again = replied(lotte, page, number, "Het zijn er twee.", key=key_on(page))
    assert again.status == 303


def test_a_reply_is_stopped_once_when_somebody_answered_meanwhile_and_keeps_its_text(
    app: Flask, visit: Visit, town: Town
) -> None:
    lotte = visit("lotte")
    number = opened(lotte)
    page = lotte.get(f"{LIST}/{number}")
    answered(app, town, number)
    stopped = replied(lotte, page, number, "Hoe staat het?")
    assert stopped.status == 409
    assert words(stopped.one("textarea", name="body")) == "Hoe staat het?"
    assert ANSWER in stopped.text
    assert replied(lotte, stopped, number, "Dank, dan wacht ik.").status == 303


def test_r17a_an_answer_reopens_within_the_days_of_grace_and_opens_a_linked_request_later(
    visit: Visit,
) -> None:
    lotte = visit("lotte")
    number = opened(lotte)
    done_days_ago(number, 6)
    assert replied(lotte, lotte.get(f"{LIST}/{number}"), number, "Het is toch niet goed.").status == 303
    db.session.rollback()
    assert db.session.get_one(Ticket, number).column is Column.IN_PROGRESS
    done_days_ago(number, 8)
    page = lotte.get(f"{LIST}/{number}")
    assert "nieuwe aanvraag" in page.text
    answer = replied(lotte, page, number, "Het is weer mis.")
    later = int(answer.location.split("/")[-2])
    assert later != number
    db.session.rollback()
    assert db.session.get_one(Ticket, number).column is Column.DONE
    assert f"#{number}" in visit("daan").get(f"/desk/tickets/{later}").text


def test_r17a_a_bare_thank_you_stays_done(visit: Visit) -> None:
    lotte = visit("lotte")
    number = opened(lotte)
    done_days_ago(number, 1)
    replied(lotte, lotte.get(f"{LIST}/{number}"), number, "Dank je wel!")
    db.session.rollback()
    assert db.session.get_one(Ticket, number).column is Column.DONE


def test_what_is_kept_from_colleagues_is_absent_everywhere_they_look(
    app: Flask, visit: Visit, town: Town
) -> None:
    lotte, joris = visit("lotte"), visit("joris")
    number = opened(lotte, shown_to="private", subject="Ontslagbrief op intranet")
    for place in ("/portal/", LIST, f"{LIST}?q=Ontslagbrief"):
        assert f"#{number}" not in joris.get(place).text
    for address in (f"{LIST}/{number}", f"{LIST}/{number}/received"):
        assert joris.get(address).status == 404
    with transaction() as session:  # work on it is invoiced, and colleagues read that there was work alone
        post(session, Posting(town.leiden.id, EntryKind.CHARGE, -3, today(), "k", "x", ticket=number), now())
    coming = next_of(db.session(), town.leiden.id, today())
    assert coming is not None
    first = coming.reckoning.lines[0]
    assert (first.text, first.ticket) == ("Support voor een aanvraag die een collega voor zich houdt", None)
    assert joris.post(f"{LIST}/{number}/visibility", {"private": ""}).status == 404
    for reader, hears in ((joris, False), (lotte, True), (visit("daan"), True)):
        heard = reader.get("/events/recent?after=0").response.get_json()["events"]
        assert (number in [one["number"] for one in heard]) == hears
    assert "Ontslagbrief" in lotte.get(LIST).text
    assert "Ontslagbrief" in visit("daan").get(f"/desk/tickets/{number}").text
    assert lotte.post(f"{LIST}/{number}/visibility", {"private": ""}).status == 303
    assert joris.get(f"{LIST}/{number}").status == 200
    assert joris.post(f"{LIST}/{number}/visibility", {"private": "1"}).status == 404, "whose it is decides"


def test_what_changes_comes_to_an_open_page_but_no_note_and_no_reply_that_can_be_taken_back(
    app: Flask, visit: Visit, town: Town
) -> None:
    lotte = visit("lotte")
    number = opened(lotte)

    def renewed() -> tuple[str, str]:
        standing = page.one("section", id="standing")
        answer = lotte.client.get(standing.get("hx-get", ""), headers=HTMX).get_data(as_text=True)
        return answer, standing.get("hx-trigger", "")

    page = lotte.get(f"{LIST}/{number}")
    conversation.add_note(number, "Geheimwoord", db.session.get_one(Person, town.daan.id), now())
    assert "projectie:ticket " in renewed()[1]
    assert "Geheimwoord" not in renewed()[0]
    answered(app, town, number, ago=0)
    page = lotte.get(f"{LIST}/{number}")
    assert (ANSWER in page.text, "load delay:" in renewed()[1]) == (False, True)
    with time_machine.travel(now() + timedelta(seconds=11), tick=False):
        said = renewed()[0]
    assert all(
        part in said for part in (ANSWER, f"Nieuw bericht: {town.daan.name}.", 'id="seen"', "Nieuw hierboven")
    )
    assert 'id="body"' not in said, "what is being typed stays"


def test_who_reads_along_writes_nothing(visit: Visit, town: Town) -> None:
    number = opened(visit("lotte"))
    with transaction() as session:
        session.get_one(Person, town.joris.id).read_only = True
    joris = visit("joris")
    page = joris.get(f"{LIST}/{number}")
    assert not page.all("textarea", name="body")
    assert not joris.get(NEW).all("textarea", name="body")
    assert joris.post(f"{LIST}/{number}/replies", {"body": "x", "seen": "0"}).status == 403


def test_a_list_is_searched_and_narrowed(visit: Visit) -> None:
    lotte = visit("lotte")
    first, second = opened(lotte), opened(lotte, subject="Nieuwe openingstijden", body="Op zondag dicht.")
    done_days_ago(first, 1)
    for asked, seen, unseen in (
        ("", second, first),
        ("?shown=done", first, second),
        ("?q=zondag", second, first),
    ):
        page = lotte.get(LIST + asked)
        assert f"#{seen}" in page.text
        assert f"#{unseen}" not in page.text
    assert f"#{first}" in lotte.get(f"{LIST}?q=%23{first}", htmx=True).html


def test_a_client_gets_to_where_large_files_go(visit: Visit) -> None:
    lotte = visit("lotte")
    number = opened(lotte)
    answer = lotte.post(f"{LIST}/{number}/upload-link")
    assert "/nl/bestanden/" in answer.location
    assert lotte.post(f"{LIST}/{number}/upload-link").location == answer.location


def test_a_mail_of_somebody_else_on_the_ticket_is_not_the_clients_to_read(visit: Visit) -> None:
    lotte = visit("lotte")
    number = opened(lotte)
    with transaction() as session:
        message = session.scalars(select(Message).where(Message.ticket_number == number)).one()
        message.from_address, message.author_id, message.body_text = "host@provider.example", None, "Intern"
        message.reply_text = "Intern"
    assert "Intern" not in lotte.get(f"{LIST}/{number}").text


def test_r26a_what_was_typed_on_a_request_that_is_gone_meanwhile_comes_back(visit: Visit) -> None:
    lotte = visit("lotte")
    number = opened(lotte)
    page = lotte.get(f"{LIST}/{number}")
    text = "Dit wilde ik er nog over zeggen."
    gone = [number, number + 700]  # moved into confidence, and never there
    blobs = current_app.extensions["projectie.blobs"]
    move(number, blobs, 1, now())
    answers = [replied(lotte, page, one, text) for one in gone]
    assert [answer.status for answer in answers] == [404, 404]
    assert text in answers[0].text
    assert answers[0].text.replace(str(gone[0]), "#") == answers[1].text.replace(str(gone[1]), "#")
