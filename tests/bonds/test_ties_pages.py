"""Merging and splitting on pages: first what it comes to, then the deed; what was typed on a merged ticket is kept."""

from collections.abc import Callable

import pytest
from flask import Flask

from projectie.database import db
from projectie.tickets.models import Ticket
from tests.bonds.ties import ABBY, JORIS, LOTTE, answer, merged, messages_of, note, standing, ticket
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import MOST_STATEMENTS, Page, Visitor, words


@pytest.fixture
def daan(visit: Callable[..., Visitor]) -> Visitor:
    """Return Daan, who reads English."""
    return visit("daan", "en", MOST_STATEMENTS + 16)  # a merge touches whatever stands on two tickets


def shown(page: Page) -> str:
    """Return what stands in the main part."""
    return words(page.one("main"))


def test_r17a_a_merge_says_first_what_it_comes_to(app: Flask, town: Town, daan: Visitor) -> None:
    kept, other = ticket(app, subject="Menu weg"), ticket(app, JORIS, "Nog een vraag")
    page = daan.get(f"/desk/tickets/{other}/merge?into=%23{kept}")
    assert "1 message goes along." in shown(page)
    assert "Nobody is told" in shown(page)
    assert "redits" not in shown(page)  # nothing hangs there: nothing is said
    assert len(messages_of(other)) == 1
    versions = page.one("input", name="versions").get("value")
    done = daan.post(f"/desk/tickets/{other}/merge", {"into": kept, "versions": versions})
    assert (done.status, done.location) == (303, f"/desk/tickets/{kept}")
    there = daan.get(f"/desk/tickets/{kept}")
    assert "Nog een vraag" not in words(there.one("h1"))
    assert f"merged #{other} into this ticket" in shown(there)
    undo = there.one("a", id="undo-bond-1").get("href") or ""
    gone = daan.get(f"/desk/tickets/{other}")
    assert f"This ticket goes on at #{kept}" in shown(gone)
    assert gone.all("form", id="reply-form") == []
    assert "goes back exactly" in shown(daan.get(undo))
    assert daan.post(undo).status == 303
    assert len(messages_of(other)) == 1


def test_another_clients_ticket_cannot_be_merged_with_and_is_not_told_of(
    app: Flask, town: Town, daan: Visitor
) -> None:
    own, foreign = ticket(app), ticket(app, ABBY, "Secret of the yard")
    for number in (foreign, 987654):
        page = daan.get(f"/desk/tickets/{own}/merge?into={number}")
        assert page.status == 404
        assert "There is no ticket of this client with that number" in shown(page)
        assert "Secret of the yard" not in page.html


def test_a_ticket_that_changed_meanwhile_is_not_merged_unseen(app: Flask, town: Town, daan: Visitor) -> None:
    kept, other = ticket(app), ticket(app, subject="Twee")
    page = daan.get(f"/desk/tickets/{other}/merge?into={kept}")
    versions = page.one("input", name="versions").get("value")
    answer(other, town)
    again = daan.post(f"/desk/tickets/{other}/merge", {"into": kept, "versions": versions})
    assert again.status == 409
    assert "2 messages go along" in shown(again)
    fresh = again.one("input", name="versions").get("value")
    assert daan.post(f"/desk/tickets/{other}/merge", {"into": kept, "versions": fresh}).status == 303


def test_a_reply_and_a_note_to_a_merged_ticket_come_back_with_where_it_goes_on(
    app: Flask, town: Town, daan: Visitor
) -> None:
    kept, other = ticket(app), ticket(app, subject="Twee")
    page = daan.get(f"/desk/tickets/{other}")
    seen = page.one("input", id="seen").get("value")
    daan.post(f"/desk/tickets/{other}/typed/note", {"note": "Half."})
    daan.post(f"/desk/tickets/{kept}/typed/note", {"note": "Hier al."})
    merged(kept, other, town)
    there = daan.get(f"/desk/tickets/{kept}")
    assert there.one("textarea", id="note").text == "Hier al."
    assert "Half." in shown(there)  # put aside below the box
    for htmx in (False, True):
        typed = {"body": "Dit typte ik.", "seen": seen, "then": "waiting", "when": "now"}
        refused = daan.post(f"/desk/tickets/{other}/replies", typed, htmx=htmx)
        assert refused.status == 409
        assert f"#{other} was merged into #{kept}" in refused.text
        assert "Dit typte ik." in refused.html
    noted = daan.post(f"/desk/tickets/{other}/notes", {"note": "Dit ook."})
    assert (noted.status, "Dit ook." in noted.html) == (409, True)
    there = daan.get(f"/desk/tickets/{kept}")
    assert [there.one("textarea", id=box).text for box in ("body", "note")] == ["Dit typte ik.", "Dit ook."]
    moved = daan.post(f"/desk/tickets/{other}/placement", {"column": "planned", "after": "", "version": 1})
    assert moved.status == 409
    assert f"#{kept}" in moved.text
    titled = daan.post(f"/desk/tickets/{other}/edit/title", {"was": "Twee", "title": "Een titel te laat"})
    assert "Een titel te laat" in titled.text, "what was typed comes back, and where it can be done is a link"
    assert [link for link in titled.all("a") if link.get("href") == f"/desk/tickets/{kept}"]


def test_r17a_messages_are_split_off_on_a_page(app: Flask, town: Town, daan: Visitor) -> None:
    old = ticket(app)
    answer(old, town)
    first, second = messages_of(old)
    told = note(old, town)
    before = standing(old)
    page = daan.get(f"/desk/tickets/{old}/split")
    assert len(page.all("input", name="message")) == 2
    wrong = daan.get(f"/desk/tickets/{old}/split?subject=Deel")
    assert "Choose at least one message" in shown(wrong)
    everything = daan.get(f"/desk/tickets/{old}/split?subject=Deel&message={first}&message={second}")
    assert everything.status == 422
    gone = daan.get(f"/desk/tickets/{old}/split?subject=Deel&message={second}&note={told + 1}")
    assert (gone.status, "not on this ticket any more" in shown(gone)) == (422, True)
    asked = daan.get(f"/desk/tickets/{old}/split?subject=Deel&message={second}&note={told}")
    assert "1 message becomes a new ticket: Deel" in shown(asked)
    assert "1 internal note goes along" in shown(asked)
    assert standing(old) == before
    done = daan.post(f"/desk/tickets/{old}/split", {"subject": "Deel", "message": second, "note": told})
    new = int(done.location.rpartition("/")[2])
    assert messages_of(new) == [second]
    assert standing(old, new)[f"note {told}"] == new
    there = shown(daan.get(f"/desk/tickets/{new}"))
    assert f"split it off #{old}" in there
    assert f"was split off #{old}" in there


def test_the_client_opens_the_old_number_too(app: Flask, town: Town, visit: Callable[..., Visitor]) -> None:
    kept, other = ticket(app, subject="Menu weg"), ticket(app, JORIS, "Nog een vraag")
    foreign = ticket(app, ABBY, "Hello")
    merged(kept, other, town)
    lotte = visit("lotte", "en")
    page = lotte.get(f"/portal/requests/{other}")
    assert f"goes on together with another of yours: #{kept}" in shown(page)
    assert lotte.get(f"/portal/requests/{kept}").status == 200
    assert lotte.get(f"/portal/requests/{foreign}").status == 404
    assert f"#{other}" not in shown(lotte.get("/portal/"))


def test_r17a_a_late_reply_links_both_tickets_for_whoever_reads_them(
    app: Flask, town: Town, daan: Visitor
) -> None:
    from datetime import timedelta

    from projectie.clock.now import now
    from projectie.database import transaction
    from projectie.tickets.models import Column
    from tests.bonds.test_ties import reply_to

    old = ticket(app, at=now() - timedelta(days=20))
    answer(old, town, then=Column.DONE)
    with transaction() as session:
        session.get_one(Ticket, old).done_at = now() - timedelta(days=12)
    new = receive(
        app, letter(from_=LOTTE, to=reply_to(old), body="Toch nog iets: het menu is weer weg.")
    ).ticket
    db.session.rollback()
    assert f"is followed up by #{new}" in shown(daan.get(f"/desk/tickets/{old}"))
    page = shown(daan.get(f"/desk/tickets/{new}"))
    assert f"follows up #{old}" in page
    assert "Perhaps this belongs to" not in page
