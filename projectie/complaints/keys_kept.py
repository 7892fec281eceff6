"""The keys of this desk: whether all of them are there, which cases a lost one takes along, and changing to a new one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import event, func, inspect, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from projectie.complaints.envelope import rewrapped
from projectie.complaints.keyring import (
    Ring,
    UnreadableError,
    add_key,
    drop_others,
    folder_in,
    is_held,
    key_of,
    ring_at,
)
from projectie.complaints.models import Complaint, SealedLetter, SealedMail
from projectie.complaints.sealing import Seal, letter_about
from projectie.database import db, is_sqlite, transaction

TRIES = 3
KEYED: dict[type[Any], str] = {Complaint: "wrapped", SealedMail: "sealed", SealedLetter: "sealed"}
FIRST = "0001"
LOST = "lost"  # a file beside the keys: names of those that are known to be lost


class KeyMissingError(RuntimeError):
    """Something is sealed, and the key that opens it is not there; the message is one sentence."""


def ring_of(data_dir: Path) -> Ring:
    """Return the keys, the first made on first need; raise KeyMissingError when something is sealed and none is left.

    A new key is made beside sealed things only once somebody said of every key they need that it is lost.
    """
    ring = ring_at(data_dir, may_make=False)
    if ring is not None:
        return ring
    names, folder = needed(db.session()), folder_in(data_dir)
    if gone := sorted(names - lost_in(folder)):
        raise KeyMissingError(
            f"The keys in {folder} are missing ({', '.join(gone)}): they open sealed mail and complaints; put them "
            f"back before anything is taken in, or say `complaints lost {gone[0]}` to go on without."
        )
    return ring_at(data_dir, after=names)  # type: ignore[return-value]  # made now


def ring() -> Ring:
    """Return the keys of the desk that is running."""
    return ring_of(current_app.config["SETTINGS"].data_dir)


def seal_in(data_dir: Path) -> Seal:
    """Return the seal for mail of that data folder; raise KeyMissingError."""
    return Seal(ring_of(data_dir))


def missing(session: Session, ring: Ring) -> dict[str, list[str]]:
    """Return by the name of a key that is not there what it alone can open; nothing of it is touched."""
    found: dict[str, list[str]] = {}
    for name, what in _sealed(session):
        if name and name not in ring.keys:
            found.setdefault(name, []).append(what)
    return found


def needed(session: Session) -> set[str]:
    """Return the names of the keys that something is sealed by; an earlier version had one, the first of all."""
    return {name or FIRST for name, _ in _sealed(session)}


def lost_in(folder: Path) -> set[str]:
    """Return the names of keys that somebody said are lost for good."""
    path = folder / LOST
    return set(path.read_text("ascii").split()) if path.exists() else set()


def give_up(folder: Path, name: str) -> None:
    """Note that a key is lost: the desk starts without it, and what it sealed stays as it is."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / LOST).open("a", encoding="ascii") as file:
        file.write(f"{name}\n")


def all_there(session: Session, data_dir: Path) -> str | None:
    """Return in one sentence which key is missing and what cannot be read without it; None when all are there."""
    try:
        held = ring_of(data_dir)
    except KeyMissingError as error:
        return str(error)
    lost = {name: cases for name, cases in missing(session, held).items() if name not in lost_in(held.folder)}
    if not lost:
        return None
    name, cases = min(lost.items())
    return (
        f"The key {name}.key is missing in {held.folder}: it alone opens {', '.join(cases)}; put it back, or say "
        f"`complaints lost {name}` to go on without them (nothing of them is touched)."
    )


def rotate(data_dir: Path, *, destroy: bool) -> dict[str, int | list[str]]:
    """Seal everything anew under a new key; with `destroy` the old keys go, and with them what older backups hold.

    What an old key is needed for is left as it is and counted; nothing is destroyed then.
    """
    fresh = add_key(ring_of(data_dir), needed(db.session()))
    done, left = _anew(fresh)
    gone = _dropped(fresh) if destroy and not left else []
    return {"key": fresh.newest, "sealed_anew": done, "left": left, "destroyed": gone}  # type: ignore[dict-item]


def _anew(fresh: Ring) -> tuple[int, int]:
    """Seal everything by the newest key; return how much, and how much needs a key that is not here."""
    done = left = 0
    with transaction() as session:
        for row in session.scalars(select(Complaint).with_for_update()):
            try:
                row.wrapped = rewrapped(row.id, row.wrapped, fresh)
                done += 1
            except UnreadableError:
                left += 1
        mails, unread = _mails_anew(session, fresh)
        _letters_anew(session, fresh)
    return done + mails, left + unread


def _dropped(fresh: Ring) -> list[str]:
    """Destroy the old keys while nobody seals anything; what came in under one meanwhile is sealed anew first."""
    for _ in range(TRIES):
        with transaction() as session:
            if not is_sqlite(session):  # there a deed is alone anyway
                tables = ", ".join(model.__tablename__ for model in KEYED)
                session.execute(text(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE"))
            if all(name == fresh.newest for name, _ in (*_sealed(session), *_letters(session))):
                return drop_others(fresh)
        _anew(fresh)
    return []


def _mails_anew(session: Session, fresh: Ring) -> tuple[int, int]:
    seal, done, left = Seal(fresh), 0, 0
    for number in session.scalars(select(SealedMail.id).where(SealedMail.sealed.is_not(None))).all():
        row = session.get_one(SealedMail, number)
        try:
            row.sealed = seal.close(seal.open(row.sealed or b"", row.fingerprint), row.fingerprint)
            done += 1
        except UnreadableError:
            left += 1
        session.flush()
        session.expunge(row)  # a mail may be large
    return done, left


def _letters_anew(session: Session, fresh: Ring) -> None:
    for row in session.scalars(select(SealedLetter).where(SealedLetter.sealed.is_not(None))):
        try:
            row.sealed = fresh.seal(
                fresh.open(row.sealed or b"", letter_about(row.named)), letter_about(row.named)
            )
        except UnreadableError:
            row.sealed = None  # a letter that nobody can write any more


def _sealed(session: Session) -> Iterator[tuple[str, str]]:
    for number, head in session.execute(
        select(Complaint.id, func.substr(Complaint.wrapped, 1, 5)).order_by(Complaint.id)
    ):
        yield key_of(bytes(head)), f"complaint {number}"
    mails = select(SealedMail.id, func.substr(SealedMail.sealed, 1, 5)).where(SealedMail.sealed.is_not(None))
    for number, head in session.execute(mails.order_by(SealedMail.id)):
        yield key_of(bytes(head)), f"sealed mail {number}"


def _letters(session: Session) -> Iterator[tuple[str, str]]:
    letters = select(func.substr(SealedLetter.sealed, 1, 5)).where(SealedLetter.sealed.is_not(None))
    for head in session.scalars(letters):
        yield key_of(bytes(head)), "a sealed letter"


@event.listens_for(Session, "after_flush")
def _is_openable(session: Session, context: object) -> None:
    """Refuse what was sealed by a key that was destroyed meanwhile: whoever destroys one holds these tables (PostgreSQL)."""
    del context
    for row in (*session.new, *session.dirty):
        column = KEYED.get(type(row))
        if column is None or not inspect(row).attrs[column].history.has_changes():
            continue
        key = key_of(getattr(row, column) or b"")
        if key and not is_held(folder_in(current_app.config["SETTINGS"].data_dir), key):
            raise OperationalError("seal", None, RuntimeError("its key was destroyed meanwhile"))
