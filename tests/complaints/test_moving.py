"""A ticket that turns out to be a complaint leaves the desk with every trace (R26a)."""

import re
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from projectie.clock.now import now
from projectie.commands.invariants.desk import Desk
from projectie.commands.invariants.proof import prove
from projectie.commands.mail import taken_in
from projectie.complaints.case import Side, Sort, Way
from projectie.complaints.cases import lines
from projectie.complaints.models import Complaint, Leaving
from projectie.complaints.moving import move
from projectie.contracts.coverage import Consequence
from projectie.database import db, transaction
from projectie.mail.models import Mailbox, OutgoingLetter, RawMail
from projectie.people.models import Person
from projectie.recurring.models import RecurringRound
from projectie.recurring.periods import Unit
from projectie.recurring.rounds import make_due
from projectie.recurring.series import Work, add
from projectie.search.filling import fill
from projectie.tickets import conversation, coverage_actions
from projectie.tickets.models import Message, Ticket
from projectie.tickets.planning_promises import Span, weeks_to_offer
from projectie.tickets.promise_rows import ground_for
from projectie.tickets.promising import Wanted, promise_planning
from projectie.tickets.writing_models import DraftFile
from projectie.uploads.links import make_link
from projectie.whispers import actions as whispers
from projectie.whispers.models import Way as WhisperWay
from projectie.whispers.sealing import lock
from tests.complaints.scene import WORD, files, held, opened, rows
from tests.complaints.test_filing import letters
from tests.post import letter
from tests.town import Town
from tests.visitor import Visitor

KEY = "k" * 32


def wrong(app: Flask) -> dict[str, tuple[str, ...]]:
    """Return what integrity finds wrong."""
    db.session.rollback()
    desk = Desk(db.session(), now(), app.extensions["projectie.blobs"], app.config["SETTINGS"].data_dir)
    return {name: proof.wrong for name, proof in prove(desk).items() if not proof.ok}


def mailed(town: Town, word: str = WORD) -> int:
    """Return a ticket of Lotte."""
    kind = 'multipart/mixed; boundary="grens"'
    file = f'--grens\r\nContent-Disposition: attachment; filename="{word}.txt"\r\n\r\n{word} in een bestand\r\n--grens--'
    body = f"--grens\r\nContent-Type: text/plain\r\n\r\nIk ben boos: {word}.\r\n{file}"
    raw = letter(from_=town.lotte.email, subject=f"Over {word}", body=body, Content_Type=kind)
    number = taken_in(raw, Mailbox.SUPPORT).ticket
    assert number is not None
    return number


def lived(app: Flask, town: Town, number: int) -> None:
    """Let everything happen to a ticket that leaves something of it in a table."""
    daan = db.session.get_one(Person, town.daan.id)
    said = conversation.Reply(f"Sorry, {WORD}.", conversation.newest_message(db.session(), number), None)
    conversation.reply(number, said, daan, KEY, now())
    conversation.add_note(number, f"Pas op: {WORD}.", daan, now())
    coverage_actions.decide_coverage(number, Consequence.FREE, WORD, daan.id, now())
    coverage_actions.note_request(number, WORD, daan.id, now())
    make_link(number, 7, daan.id, now())
    whispers.make(number, whispers.Wanted(WhisperWay.ASKED, WORD, 7), lock(), daan.id, now())
    ticket = db.session.get_one(Ticket, number, populate_existing=True)
    week = weeks_to_offer(ground_for(db.session(), ticket, None, now()), 8)[1]
    promise_planning(number, Wanted(Span.week(week), WORD, ticket.version), daan, KEY, now())
    fill()


def test_r26a_a_moved_ticket_is_sealed_and_every_trace_of_it_goes(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    other, number = mailed(town, "iets anders"), mailed(town)
    lived(app, town, number)
    last = mailed(town, "het volgende")
    assert set(rows(WORD)) >= {"ticket", "message", "note", "outgoing_letter", "search_entry", "whisper"}
    daan = visit("daan", most_statements=200)
    daan.get(f"/desk/tickets/{number}")
    assert daan.get(f"/desk/tickets/{number}/confidence").status == 200
    assert daan.post(f"/desk/tickets/{number}/confidence").status == 200
    assert list(rows(WORD)) == []
    assert files(app, WORD) == [], "neither blobs, nor what the database forgets"
    assert wrong(app) == {}
    for path in (
        f"/desk/tickets/{number}",
        f"/desk/tickets/{number}/placement",
        f"/desk/tickets/{number}/confidence",
    ):
        assert daan.get(path).status == 404
    assert f"#{number}" not in daan.get("/desk/board").text + daan.get(f"/desk/search?q={WORD}").text
    assert daan.post(f"/desk/tickets/{number}/confidence").status == 404
    assert [daan.get(f"/desk/tickets/{n}").status for n in (other, last)] == [200, 200]
    for table in ("history", "event", "search_due", "mail_word", "automatic_letter"):
        columns = {"history": "subject_id", "event": "subject_id", "search_due": "ticket_number"}
        if table in columns and table != "event":  # one last signal lets open pages drop the card
            gone = text(f"SELECT count(*) FROM {table} WHERE {columns[table]} = {number}")
            assert db.session.scalar(gone) == 0, table
    assert db.session.scalars(select(Leaving.kind)).all() == []


def test_r26a_what_was_said_is_kept_sealed_the_client_is_told_and_replies_follow(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number = mailed(town)
    lived(app, town, number)
    mailbox = next(
        x.headers["Reply-To"] for x in db.session.scalars(select(OutgoingLetter)) if x.headers.get("Reply-To")
    )
    visit("daan", most_statements=200).post(f"/desk/tickets/{number}/confidence")
    db.session.rollback()
    complaint = db.session.scalars(select(Complaint.id)).one()
    case = held(complaint)
    assert (case.case.way, case.case.address, case.case.taken_by) == (
        Way.TICKET,
        town.lotte.email,
        town.daan.id,
    )
    entries = lines(db.session(), case)
    assert {line.side for line in entries if line.sort is Sort.SAID} == {Side.COMPLAINANT, Side.DESK}
    assert any(line.sort is Sort.NOTE and WORD in line.text for line in entries)
    to_client = letters()[0]
    assert to_client["to_address"] == town.lotte.email
    assert WORD not in str(to_client)
    assert re.search(r"/nl/klacht/volgen/[\w-]+", to_client["body_text"])
    raw = letter(from_=town.lotte.email, to=re.sub(r".*<|>.*", "", mailbox), body=f"En verder: {WORD}.")
    assert taken_in(raw, Mailbox.SUPPORT).status == "sealed"
    assert taken_in(raw, Mailbox.SUPPORT).status == "duplicate"
    assert any("En verder" in line.text for line in lines(db.session(), held(complaint)))
    assert list(rows(WORD)) == []
    mara = visit("mara", most_statements=40)
    assert "En verder" in mara.get(opened(mara, complaint)).text
    assert wrong(app) == {}


def test_r26a_what_may_never_be_removed_stops_the_whole_move(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number = mailed(town)
    sqlite = db.engine.dialect.name == "sqlite"
    body = (
        "BEGIN SELECT RAISE(ABORT, 'estimate is never changed: DELETE refused'); END"
        if sqlite
        else "EXECUTE FUNCTION projectie_refuse()"
    )
    db.session.remove()
    with db.engine.begin() as line:
        line.execute(text(f"CREATE TRIGGER tied BEFORE DELETE ON ticket FOR EACH ROW {body}"))
    try:
        page = visit("daan", most_statements=200).post(f"/desk/tickets/{number}/confidence")
        assert page.status == 422
        assert db.session.scalars(select(Ticket.number)).all() == [number]
        assert wrong(app) == {}
    finally:
        db.session.remove()
        with db.engine.begin() as line:
            line.execute(text("DROP TRIGGER tied" + ("" if sqlite else " ON ticket")))


def test_r26a_neither_recurring_work_nor_a_lost_file_keeps_a_complaint_on_the_desk_and_drafts_leave_no_bytes(
    app: Flask, town: Town
) -> None:
    other, number, lost = mailed(town, "iets anders"), mailed(town), mailed(town, "zoek")
    blobs, same = app.extensions["projectie.blobs"], f"{WORD} in een bestand".encode()
    with transaction() as session:
        for ticket, content in ((other, same), (number, same), (number, WORD.encode())):
            digest = blobs.put(session, content)
            about = {
                "filename": "a.txt",
                "content_type": "text/plain",
                "size": len(content),
                "sha256": digest,
            }
            session.add(DraftFile(ticket_number=ticket, author_id=town.daan.id, added_at=now(), **about))
    work = Work("Updates", "Updates", "plugin_updates", 1, Unit.MONTHS, now().date(), None, (), None)
    series = add(town.leiden.id, work, now().date(), None, now())
    assert make_due(now(), KEY) == 1
    round_ = db.session.scalars(select(RecurringRound).where(RecurringRound.series_id == series)).one()
    (raw,) = db.session.scalars(
        select(RawMail.sha256)
        .join(Message, Message.raw_id == RawMail.id)
        .where(Message.ticket_number == lost)
    )
    blobs.remove(raw)
    for ticket in (number, round_.ticket_number or 0, lost):
        move(ticket, blobs, town.daan.id, now())
    assert wrong(app) == {}, "no bytes are left behind, nor taken from a draft that has the same"
    assert db.session.scalars(select(DraftFile.ticket_number)).all() == [other]


def test_r26a_nothing_else_is_let_go(app: Flask, town: Town) -> None:
    mailed(town)
    for statement in (
        "DELETE FROM history",
        "DELETE FROM raw_mail",
        "DELETE FROM planning_promise WHERE id < 0",
    ):
        try:
            db.session.execute(text(statement))
        except DBAPIError:
            db.session.rollback()
        else:
            assert "id < 0" in statement
