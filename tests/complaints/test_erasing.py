"""A complaint is erased when its time has come, and no backup brings it back (R28)."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine
from flask import Flask
from sqlalchemy import delete, insert, select, text

from projectie.clock.now import now
from projectie.commands.mail import taken_in
from projectie.commands.prepare import _look_at_keys
from projectie.complaints import arrivals, handling
from projectie.complaints.case import About, Outcome, Way
from projectie.complaints.erasing import erase, erased
from projectie.complaints.handling import Handler
from projectie.complaints.keys_kept import ring, seal_in
from projectie.complaints.models import Code, Complaint, ComplaintOpening, Entry, SealedLetter, SealedMail
from projectie.complaints.watch import look_after
from projectie.database import Base, db, transaction
from projectie.mail.letter import Limits
from projectie.mail.models import Mailbox
from tests.complaints.scene import filed, held
from tests.complaints.test_filing import letters
from tests.complaints.test_moving import wrong
from tests.post import letter
from tests.town import Town
from tests.visitor import Visitor

BEGUN = datetime(2026, 11, 26, 9, tzinfo=UTC)
SEALED = (Code, SealedLetter, Entry, ComplaintOpening, Complaint)


def closed(town: Town, number: int) -> None:
    """Open and close a complaint."""
    by = Handler(town.mara.id, town.mara.name, now())
    handling.open_up(number, "", by)
    handling.close(number, Outcome.UPHELD, "", "Je hebt gelijk.", by)


def left() -> list[str]:
    """Return the sealed tables that hold anything."""
    db.session.rollback()
    return [
        model.__tablename__
        for model in SEALED
        if db.session.scalar(select(model.__table__).limit(1)) is not None
    ]


def test_r28_managers_are_told_14_days_before_then_it_is_gone_with_its_key(app: Flask, town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False) as clock:
        number = filed(Way.NAMED).number
        closed(town, number)
        due = BEGUN.replace(year=2028)
        clock.move_to(due - timedelta(days=15))
        look_after(now())
        assert letters() == [], "what nobody could send is forgotten by now"
        clock.move_to(due - timedelta(days=14))
        look_after(now())
        look_after(now())
        assert [each["to_address"] for each in letters()] == [town.mara.email], "once"
        clock.move_to(due - timedelta(seconds=1))
        look_after(now())
        assert held(number).case.is_closed
        clock.move_to(due)
        assert look_after(now()) >= 1
        assert left() == []
        assert wrong(app) == {}
        assert list(erased(ring()).values()).count("2028-11-26") >= 1
        assert str(number) not in (ring().folder / "erased").read_text()


def on_disk(app: Flask) -> bytes:
    """Return all that the files of the database hold."""
    db.session.rollback()
    file = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    if file:
        return b"".join(path.read_bytes() for path in Path(file).parent.glob(f"{Path(file).name}*"))
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(text("CHECKPOINT"))
        own = line.execute(
            text("SELECT 'base/' || oid FROM pg_database WHERE datname = current_database()")
        ).scalar_one()
        files = line.execute(text("SELECT pg_ls_dir(:own)"), {"own": own}).scalars()
        content = text("SELECT pg_read_binary_file(:path)")
        return b"".join(
            bytes(line.execute(content, {"path": f"{own}/{each}"}).scalar_one()) for each in files.all()
        )


def test_r28_the_wrapped_key_of_an_erased_one_is_nowhere_on_the_disk_any_more(app: Flask, town: Town) -> None:
    """A deleted row lies in the file until something is written over it: the key that is there would open it."""
    kept, number = filed().number, filed().number
    wrapped = {one: bytes(held(one).row.wrapped) for one in (kept, number)}
    assert all(each in on_disk(app) for each in wrapped.values())
    with db.engine.connect() as reader:
        if db.engine.dialect.name == "postgresql":
            reader.execution_options(isolation_level="REPEATABLE READ")
        reader.execute(text("SELECT 1 FROM complaint"))  # such as a backup, which still sees the old rows
        erase(ring(), number, [], now())
        assert (ring().folder / "untidy").exists(), "it has to wait, and is not forgotten"
    for _ in range(100):  # whoever writes anywhere on this server is waited for
        look_after(now())
        if not (ring().folder / "untidy").exists():
            break
        time.sleep(0.05)
    assert not (ring().folder / "untidy").exists()
    assert [each in on_disk(app) for each in wrapped.values()] == [True, False]


def test_r28_a_desk_that_stood_still_still_announces_first(app: Flask, town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False) as clock:
        number = filed().number
        closed(town, number)
        clock.move_to(BEGUN.replace(year=2031))
        look_after(now())
        assert held(number).case.is_closed
        clock.shift(timedelta(days=14))
        look_after(now())
        assert left() == []


def test_r28_restoring_an_older_backup_does_not_bring_it_back(app: Flask, town: Town) -> None:
    raw = letter(from_=town.lotte.email, subject="Klacht")
    taken_in(raw, Mailbox.INFO)
    db.session.rollback()
    mail = db.session.scalars(select(SealedMail.id)).one()
    seal = seal_in(app.config["SETTINGS"].data_dir)
    with time_machine.travel(BEGUN, tick=False) as clock:
        number = arrivals.make_case(mail, About.COMPLAINT, seal, Limits(), town.mara.id, now())
        closed(town, number)
        db.session.rollback()
        tables = [
            table for table in Base.metadata.sorted_tables if table.name.startswith(("complaint", "sealed_"))
        ]
        backup = {table: [dict(r._mapping) for r in db.session.execute(select(table))] for table in tables}
        for at in (BEGUN.replace(year=2028), BEGUN.replace(year=2029)):
            clock.move_to(at)
            look_after(now())
        assert left() == []
        assert db.session.scalars(select(SealedMail.id)).all() == []
        with transaction() as session:
            for table, rows in backup.items():
                session.execute(delete(table)) if table.name != "complaint_opening" else None
                if rows:
                    session.execute(insert(table), rows)
        assert left() != []
        _look_at_keys(app.config["SETTINGS"])
        look_after(now())
        assert left() == []
        assert db.session.scalars(select(SealedMail.id)).all() == []
        assert wrong(app) == {}


def test_r28_late_steps_are_told_to_managers_once(app: Flask, town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False) as clock:
        number = filed().number
        told = len(letters())
        clock.shift(timedelta(days=5))
        look_after(now())
        look_after(now())
        assert len(letters()) == told + 1
        clock.shift(timedelta(days=20))
        look_after(now())
        look_after(now())
        assert len(letters()) == told + 2
        assert f"{number}" not in str(letters())


def test_r27_a_letter_leaves_by_the_mail_server_and_its_words_are_gone(app: Flask, town: Town) -> None:
    from projectie.complaints import post
    from projectie.mail.delivery import Delivery

    class Server:
        def __init__(self) -> None:
            self.taken: list[Delivery] = []

        def deliver(self, delivery: Delivery) -> None:
            self.taken.append(delivery)

    filed(Way.NAMED)
    server = Server()
    assert post.send_due(server, now()) == 2
    assert [each.as_message()["Auto-Submitted"] for each in server.taken] == ["auto-generated"] * 2
    assert post.send_due(server, now()) == 0
    assert db.session.scalars(select(SealedLetter.sealed)).all() == [None, None]
    look_after(now() + timedelta(days=2))
    assert (
        db.session.execute(text("SELECT count(*) FROM sealed_letter WHERE sealed IS NULL")).scalar_one() == 0
    )


def test_r31_mail_to_info_is_confirmed_by_a_fixed_letter_once_a_day_and_machines_get_none(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    taken_in(letter(from_="x@elders.example", subject="Woedend", body="Dit deugt niet."), Mailbox.INFO)
    taken_in(letter(from_="x@elders.example", subject="En nog iets"), Mailbox.INFO)
    taken_in(letter(from_="robot@elders.example", Auto_Submitted="auto-replied"), Mailbox.INFO)
    db.session.rollback()
    to = [each["to_address"] for each in letters()]
    assert sorted(to) == ["mara@projectie.example", "x@elders.example"]
    assert "Woedend" not in str(letters())
