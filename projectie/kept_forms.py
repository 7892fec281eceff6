"""What somebody typed is kept when they must say first who they are: sealed with a key that only their browser has."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, request, session
from flask_wtf.csrf import validate_csrf
from sqlalchemy import LargeBinary, delete
from sqlalchemy.orm import Mapped, Session, mapped_column
from wtforms import ValidationError

from projectie.clock.now import now
from projectie.database import Base, db, transaction
from projectie.people import throttle

KEPT_FOR = timedelta(hours=2)
MOST = 40  # from one address in a quarter of an hour: nobody fills the disk
LARGEST = 200_000  # signs of all fields together
NEVER = re.compile(
    r".*password.*|secret|word|code|credential", re.IGNORECASE
)  # a form with one of these is not kept
PASSING = {"csrf_token", "switch_language"}
CARRIED = "was"  # the value a form was opened with, which it carries along
SHOWN_FROM = 12  # signs; what is shorter says nothing to a reader
MARK = re.compile(r"[\w-]{32,}", re.ASCII)  # keys and hashes, which a form carries and nobody typed


class KeptForm(Base):
    """A form that waits for its author."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent."""

    action: str
    author: int | None  # who was signed in when it was made
    fields: tuple[tuple[str, str], ...]
    files: bool  # there were files, which are not kept

    @property
    def texts(self) -> tuple[str, ...]:
        """What a reader recognises as theirs."""
        return tuple(value for name, value in self.fields if name != CARRIED and is_typed(value))


def is_typed(value: str) -> bool:
    """Whether a reader recognises a field as theirs: not a choice, and not what a form carries by itself."""
    return (len(value) >= SHOWN_FROM or " " in value) and not MARK.fullmatch(value)


def keep(*, always: bool = False, without: Collection[str] = ()) -> bool:
    """Keep the form of this request for when its author is back; return whether there was anything to keep.

    `without` names fields that are left out.
    """
    form = _form(PASSING.union(without))
    if form is None or not (always or form.texts):
        return False
    from cryptography.fernet import Fernet  # few pages need it

    key, at = Fernet.generate_key(), now()
    plain = json.dumps([form.action, form.author, form.fields, form.files]).encode()
    address = f"kept:{request.remote_addr}"
    counted = throttle.keys(current_app.config["SECRET_KEY"], address, address, (MOST, MOST))
    with transaction() as database:
        if throttle.wait_seconds(database, counted, at):
            return False
        throttle.failed(database, counted, at)
        row = KeptForm(sealed=Fernet(key).encrypt(plain), made_at=at)
        database.add(row)
        database.flush()
        session["kept"] = f"{row.id}.{key.decode()}"
    return True


def kept(person_id: int) -> Kept | None:
    """Return the form this browser left, unless somebody else wrote it."""
    number, _, key = str(session.get("kept", "")).partition(".")
    row = db.session.get(KeptForm, int(number)) if number.isdigit() else None
    if row is None or now() - row.made_at > KEPT_FOR:
        return None
    from cryptography.fernet import Fernet, InvalidToken

    try:
        action, author, fields, files = json.loads(Fernet(key).decrypt(bytes(row.sealed)))
    except (InvalidToken, ValueError):
        return None
    form = Kept(action, author, tuple((name, value) for name, value in fields), files)
    return form if form.author in {None, person_id} else None


def sent_here() -> Kept | None:
    """Return the form of this request, to be sent once more, where a page of ours sent it and somebody typed in it."""
    form = _form(PASSING)
    return form if form is not None and form.texts else None


def let_go() -> None:
    """Forget that this browser left a form: its author has it back."""
    session.pop("kept", None)


def sweep(database: Session, at: datetime) -> int:
    """Forget forms nobody came back for; return how many."""
    over = delete(KeptForm).where(KeptForm.made_at < at - KEPT_FOR).returning(KeptForm.id)
    return len(database.scalars(over).all())


def _form(without: Collection[str]) -> Kept | None:
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name not in without)
    if sum(len(value) for _, value in fields) > LARGEST or any(NEVER.fullmatch(name) for name, _ in fields):
        return None
    if not _is_ours():
        return None
    return Kept(request.full_path.rstrip("?"), session.get("who"), fields, _has_files())


def _is_ours() -> bool:
    """Whether a page of ours sent it, not another site that made somebody send it.

    Its token says so; where the session of that token is lost, with the cookies of the browser, the browser says so,
    which no page can make lie. For a deed that is not enough here: the form is kept, shown, and sent by its author.
    """
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
    except ValidationError:
        site = request.headers.get("Sec-Fetch-Site")  # of old browsers, and without https: the Origin
        return site == "same-origin" if site else request.origin == request.host_url.rstrip("/")
    return True


def _has_files() -> bool:
    """Whether files were chosen; an empty box is sent too, as a file without a name."""
    return any(file.filename for _name, file in request.files.items(multi=True))
