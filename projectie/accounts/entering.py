"""Letting a browser in after a proof: how far, with which cookie, and where to next."""

from datetime import datetime

from flask import Response, current_app, g, request, session, url_for
from flask_login import login_user
from sqlalchemy import delete, select

from projectie.accounts.factors import means_of
from projectie.accounts.stages import stage_after
from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.device import in_words
from projectie.own_address import first_page, own_address
from projectie.pages import see
from projectie.people import browsers
from projectie.people.lifetimes import SECOND_STEP
from projectie.people.models import Browser, Person, Stage, Way


def enter(person: Person, way: Way, back: str = "") -> Response:
    """Let this browser in as that person and send it on: to the second step, or to where it came for."""
    at, stage = now(), _stage(person, way)
    before = browsers.in_hand()
    with transaction() as database:
        if before is not None:  # a new sign-in has a new token; the old one is not left lying about
            database.execute(delete(Browser).where(Browser.id == before.id))
        number, token = browsers.begin(database, person.id, way, stage, device(), at)
    if stage is Stage.SECOND:
        session["second"] = token
        return see(url_for("public.second_step", next=own_address(back) or None))
    return _in(person, token, number, stage, at, back)


def pending() -> tuple[Browser, Person] | None:
    """Return the browser that waits for its second step, with whoever passed the first; nobody when it took too long."""
    token = session.get("second")
    if not isinstance(token, str):
        return None
    query = select(Browser, Person).join(Person, Person.id == Browser.person_id)
    waits = (Browser.stage == Stage.SECOND, Browser.begun_at > now() - SECOND_STEP, Person.active.is_(True))
    row = db.session.execute(query.where(Browser.token_hash == browsers.hashed(token), *waits)).first()
    return (row[0], row[1]) if row else None


def go_on(browser: Browser, person: Person, back: str) -> Response:
    """Let a browser all the way in, now that the second step is done."""
    at, token = now(), session.pop("second")
    with transaction() as database:
        browsers.let_further(database, browser.id, at)
        browsers.note_sign_in(database, browser.id, person.id, browser.way, at)
    return _in(person, token, browser.id, Stage.FULL, at, back)


def device() -> str:
    """Return what this browser is, in words that name nobody."""
    return in_words(request.user_agent.string, request.remote_addr or "")


def _stage(person: Person, way: Way) -> Stage:
    means = means_of(db.session(), person)
    forced = current_app.config["SETTINGS"].second_factor == "STAFF"
    return stage_after(way, person.role, enrolled=means.second_step(person), forced=forced)


def _in(person: Person, token: str, number: int, stage: Stage, at: datetime, back: str) -> Response:
    login_user(person)
    session["_user_id"] = token  # the browser, not the person
    session["who"] = person.id
    session.permanent = True
    g.browser, g.person_id = browsers.InHand(number, stage, at), person.id
    wanted = own_address(back)
    return see(url_for("account.security") if stage is Stage.BARE else wanted or first_page(person.role))
