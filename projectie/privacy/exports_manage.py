"""Managers: copies of the data of anybody, and erasing somebody (AVG, M10)."""

from typing import Any

from flask import Response, abort, current_app, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import manage
from projectie.pages import fragment, page, see
from projectie.people.fresh import fresh
from projectie.people.models import Person
from projectie.privacy import asking
from projectie.privacy.erasing import ObstacleError, erase
from projectie.privacy.handing import handed
from projectie.privacy.obstacles import Obstacle, obstacles
from projectie.privacy.standing import standing_of, topics_of
from projectie.privacy.words import EXPORT_STATES, OBSTACLES


@manage.get("/exports")
def exports() -> Response:
    """Show every copy of data that was asked for."""
    return fragment("privacy/_exports.html", page="privacy/exports.html", **_context())


@manage.post("/people/<int:person>/export", endpoint="export_person")
@fresh
def export_person(person: int) -> Response:
    """Ask for a copy of a person."""
    asking.ask(current_user, now(), person=person)
    return _asked()


@manage.post("/organisations/<int:organisation>/export", endpoint="export_organisation")
@fresh
def export_organisation(organisation: int) -> Response:
    """Ask for a copy of a client."""
    asking.ask(current_user, now(), organisation=organisation)
    return _asked()


@manage.get("/exports/<int:export>", endpoint="fetch_export")
@fresh
def fetch_export(export: int) -> Response:
    """Hand out a copy I asked for."""
    return handed(asking.fetched(export, current_user, now()))


@manage.get("/people/<int:person>/erasure", endpoint="person_erasure")
def person_erasure(person: int) -> Response:
    """Show what goes and what stays."""
    found = _found(person)
    return _ask(found, obstacles(standing_of(db.session(), found, current_user.id)))


@manage.post("/people/<int:person>/erasure", endpoint="erase_person")
@fresh
def erase_person(person: int) -> Response:
    """Erase somebody."""
    found = _found(person)
    try:
        erased = erase(person, current_user.id, current_app.extensions["projectie.blobs"], now())
    except ObstacleError as error:
        return _ask(found, error.obstacles, 422)
    said = _(
        "Erased. Messages: %(messages)s, files: %(files)s.", messages=erased.messages, files=erased.files
    )
    flash(said, "ok")
    return see(url_for("manage.person", person=person))


def _asked() -> Response:
    flash(_("We are making the copy. It stands here as soon as it is ready."), "ok")
    return see(url_for("manage.exports"))


def _context() -> dict[str, Any]:
    return {
        "exports": asking.exports_by(db.session(), None),
        "states": EXPORT_STATES,
        "fetch": "manage.fetch_export",
        "renew": url_for("manage.exports"),
    }


def _found(person: int) -> Person:
    return db.session.get(Person, person) or abort(404)


def _ask(found: Person, in_the_way: tuple[Obstacle, ...], status: int = 200) -> Response:
    return page(
        "privacy/person_erasure.html",
        status,
        person=found,
        topics=topics_of(db.session(), found),
        obstacles=[OBSTACLES[one] for one in in_the_way],
        done=Obstacle.ERASED in in_the_way,
    )
