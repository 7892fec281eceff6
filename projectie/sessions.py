"""Who is signed in: the cookie holds the token of a browser, which can be withdrawn."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import current_app, g
from flask_login import AnonymousUserMixin
from sqlalchemy import Row, String, bindparam, cast, exists, func, or_, select, update
from sqlalchemy.exc import OperationalError

from projectie import reused
from projectie.accounts.models import Authenticator, Passkey
from projectie.accounts.stages import stage_after
from projectie.alerts.models import Alert
from projectie.alerts.raising import OPEN
from projectie.clock.now import now
from projectie.database import db
from projectie.extensions import login
from projectie.live.signals import last_id
from projectie.people.browsers import InHand, hashed
from projectie.people.lifetimes import SEEN_EVERY, is_over
from projectie.people.models import Browser, Person, Stage
from projectie.tickets import triage_queue
from projectie.tickets.models import Ticket
from projectie.turns import in_turn


class Visitor(AnonymousUserMixin):  # type: ignore[misc]  # flask-login has no types
    """Somebody who is not signed in."""

    theme = density = None
    keys = True


login.anonymous_user = Visitor

_ALERTS = select(func.count(Alert.id)).where(OPEN).scalar_subquery()
# In one go the newest event, from before anything of the page is read: whatever changes later comes by the stream.
# And what the rail of every desk page counts, and which few numbers were another ticket's before.
_MARKS = (
    select(func.aggregate_strings(cast(Ticket.number, String) + "-" + Ticket.mark, " "))
    .where(Ticket.mark.is_not(None))
    .scalar_subquery()
)
_BROWSER = (Browser.id, Browser.stage, Browser.way, Browser.proved_at, Browser.begun_at, Browser.seen_at)
_ENROLLED = or_(*(exists().where(model.person_id == Person.id) for model in (Authenticator, Passkey)))
_BY_COOKIE = (
    select(Person, last_id(), triage_queue.count(), _ALERTS, _MARKS, *_BROWSER, _ENROLLED.label("enrolled"))
    .join(Browser, Browser.person_id == Person.id)
    .where(Browser.token_hash == bindparam("token"), Browser.stage != Stage.SECOND, Person.active.is_(True))
)


@login.user_loader  # type: ignore[untyped-decorator]  # flask-login has no types
def load(token: str) -> Person | None:
    """Return whoever is signed in with that browser, unless it was signed out or its time is over."""
    at = now()
    row = db.session.execute(_BY_COOKIE, {"token": hashed(token), "now": at}).first()
    if row is None or is_over(row[0].role, row.begun_at, row.seen_at, at):
        return None
    person: Person = row[0]
    g.last_event_id, g.in_triage, g.open_alerts = row[1:4]
    reused.remember_all(row[4])
    g.browser = InHand(row.id, _stage(person, row), row.proved_at)
    g.person_id = person.id
    if at - row.seen_at > SEEN_EVERY:
        _seen(row.id, at)
    return person


def _stage(person: Person, row: Row[*tuple[Any, ...]]) -> Stage:
    """Return how far this browser is in; who must have a second step by now and has none sets it up first."""
    stage: Stage = row.stage
    if stage is not Stage.FULL or row.enrolled:
        return stage
    forced = current_app.config["SETTINGS"].second_factor == "STAFF"
    return stage_after(row.way, person.role, enrolled=False, forced=forced)


def _seen(browser: int, at: datetime) -> None:
    """Note that a browser was here, beside what the page reads; where that cannot be now, the next page does."""
    writing = db.engine.execution_options(writes=True)
    with suppress(OperationalError), in_turn(db.engine), writing.connect() as connection:
        connection.execute(update(Browser).where(Browser.id == browser).values(seen_at=at))
        connection.commit()
