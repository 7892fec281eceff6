"""Keys lie outside the database; a lost one is named and touches nothing (R27)."""

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from projectie.commands.prepare import NotPreparedError, _look_at_keys
from projectie.complaints import cases, keys_kept
from projectie.complaints.envelope import new_envelope
from projectie.complaints.keyring import Ring, UnreadableError, add_key, ring_at
from projectie.complaints.keys_kept import all_there, lost_in, missing, ring, rotate
from projectie.complaints.models import Complaint, SealedLetter
from projectie.complaints.sealing import letter_about
from projectie.database import db, transaction
from tests.complaints.scene import WORD, filed, held
from tests.town import Town
from tests.visitor import Visitor


@pytest.fixture
def folder(app: Flask) -> Iterator[Path]:
    """Return the folder of keys, put back afterwards as it was."""
    ring()
    found = app.config["SETTINGS"].data_dir / "keys" / "complaints"
    before = {path.name: path.read_bytes() for path in found.iterdir()}
    yield found
    for path in found.iterdir():
        path.unlink()
    for name, content in before.items():
        (found / name).write_bytes(content)
        (found / name).chmod(0o600)


def test_r27_what_is_sealed_opens_in_its_own_place_alone() -> None:
    one, other = new_envelope(1), new_envelope(2)
    sealed = one.seal("entry:1", b"geheim")
    assert one.open("entry:1", sealed) == b"geheim"
    for envelope, about, bytes_ in (
        (one, "entry:2", sealed),
        (other, "entry:1", sealed),
        (one, "entry:1", sealed[:-1] + bytes([sealed[-1] ^ 1])),
    ):
        with pytest.raises(UnreadableError):
            envelope.open(about, bytes_)
    lengths = {len(one.seal_data("x", {"text": "a" * n})) for n in (0, 1, 100, 300)}
    assert len(lengths) == 1, "the length of a short text says nothing"


def test_r27_keys_are_for_their_owner_alone(folder: Path) -> None:
    (folder / "0001.key").chmod(0o644)
    ring()
    assert stat.S_IMODE((folder / "0001.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_one_key_of_an_earlier_version_is_the_first_of_the_ring(tmp_path: Path) -> None:
    old = tmp_path / "complaints.key"
    old.write_text("A" * 43 + "=")
    found = ring_at(tmp_path)
    assert found is not None
    assert (found.keys, found.lookup) == ({"0001": "A" * 43 + "="}, "A" * 43 + "=")
    assert not old.exists()


def test_r27_rotation_seals_everything_anew_and_can_destroy_the_old_keys(
    app: Flask, town: Town, folder: Path
) -> None:
    number, before = filed().number, ring()
    wrapped = db.session.scalars(select(Complaint.wrapped)).one()
    done = app.test_cli_runner().invoke(args=["complaints", "rotate-key", "--destroy-old"])
    assert json.loads(done.stdout) == {"key": "0002", "sealed_anew": 1, "left": 0, "destroyed": ["0001"]}
    assert sorted(ring().keys) == ["0002"]
    assert WORD in held(number).case.subject
    letter = db.session.execute(select(SealedLetter.named, SealedLetter.sealed)).one()
    assert ring().open(letter.sealed or b"", letter_about(letter.named))
    with pytest.raises(UnreadableError):
        ring().open(wrapped, f"key of complaint {number}")
    with pytest.raises(OperationalError), transaction() as session:
        session.add(Complaint(id=1, wrapped=wrapped, owner="", sealed=b""))  # sealed before, kept after
    assert before.open(wrapped, f"key of complaint {number}"), (
        "older backups hold nothing without the old key"
    )


def test_r27_what_comes_in_while_keys_change_is_not_lost_with_the_old_one(
    app: Flask, town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed()
    old = ring()
    come: list[int] = []

    def meanwhile(fresh: Ring) -> tuple[int, int]:
        done = seal(fresh)
        if not come:  # by a process that read the keys before
            case = held(first).case
            with transaction() as session:
                come.append(cases.make(session, old, case).number)
        return done

    first, seal = db.session.scalars(select(Complaint.id)).one(), keys_kept._anew
    monkeypatch.setattr(keys_kept, "_anew", meanwhile)
    assert rotate(app.config["SETTINGS"].data_dir, destroy=True)["destroyed"] == ["0001"]
    assert held(come[0]).case.subject == WORD
    with transaction() as session:  # nor what comes after, by one that still knows the old key alone
        assert cases.held(session, old, first).case.subject == WORD
        later = cases.make(session, old, cases.held(session, old, first).case)
    assert held(later.number).case.subject == WORD


def test_r27_a_lost_key_is_named_with_what_it_alone_opens_and_nothing_is_touched(
    app: Flask, town: Town, folder: Path, visit: Callable[..., Visitor]
) -> None:
    first = filed().number
    lost = (folder / "0001.key").read_bytes()
    add_key(ring())
    second = filed().number
    (folder / "0001.key").unlink()
    kept = db.session.execute(text("SELECT id, wrapped, sealed FROM complaint ORDER BY id")).all()
    assert missing(db.session(), ring()) == {"0001": [f"complaint {first}"]}
    with pytest.raises(NotPreparedError, match=f"0001.key is missing .* complaint {first}"):
        _look_at_keys(app.config["SETTINGS"])
    mara = visit("mara")
    page = mara.get("/manage/complaints")
    assert str(first) in page.text
    assert "0001" in page.text
    assert mara.get(f"/manage/complaints/{first}").status == 409
    assert mara.get(f"/manage/complaints/{second}").status == 200
    left = rotate(app.config["SETTINGS"].data_dir, destroy=True)
    assert (left["left"], left["destroyed"]) == (1, [])
    runner = app.test_cli_runner()
    assert runner.invoke(args=["complaints", "lost", "0009"]).exit_code == 1
    assert runner.invoke(args=["complaints", "lost", "0001"]).exit_code == 0
    assert lost_in(folder) == {"0001"}
    assert all_there(db.session(), app.config["SETTINGS"].data_dir) is None
    db.session.rollback()
    now_kept = db.session.execute(text("SELECT id, wrapped, sealed FROM complaint ORDER BY id")).all()
    assert [tuple(row) for row in now_kept if row.id == first] == [tuple(r) for r in kept if r.id == first]
    (folder / "0001.key").write_bytes(lost)
    assert WORD in held(first).case.subject


def test_r27_without_any_key_the_desk_refuses_to_open_while_something_is_sealed(
    app: Flask, town: Town, folder: Path
) -> None:
    filed()
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(NotPreparedError, match="put them back"):
        _look_at_keys(app.config["SETTINGS"])
    assert list(folder.iterdir()) == []
    said = app.test_cli_runner().invoke(args=["complaints", "lost", "0001"])  # every one is lost for good
    assert json.loads(said.stdout) == {"lost": ["0001"]}
    _look_at_keys(app.config["SETTINGS"])
    assert sorted(ring().keys) == ["0002"], "no key ever has the name of a lost one"
    assert missing(db.session(), ring()).keys() == {"0001"}


def test_r27_a_row_that_was_tampered_with_is_not_read(app: Flask, town: Town) -> None:
    one, other = filed().number, filed().number
    with transaction() as session:
        rows = {row.id: row for row in session.scalars(select(Complaint))}
        rows[one].sealed = rows[other].sealed
    with pytest.raises(UnreadableError):
        cases.read(db.session(), ring(), one)
