"""The complainant's side: reading and writing, by code, link or account; and the trustee's, who reads along (R27)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from projectie.clock.workdays import Calendar
from projectie.complaints import cases
from projectie.complaints.access import readers
from projectie.complaints.case import Case, File, Line, Outcome, Side, Sort
from projectie.complaints.cases import Held
from projectie.complaints.clocks import Clocks, Stage, clocks, extended, stage
from projectie.complaints.codes import As, Bearer, counted, found_by
from projectie.complaints.keys_kept import ring as ring_here
from projectie.complaints.letters import Letter
from projectie.complaints.telling import tell_complainant, tell_inside
from projectie.database import MissingError, db, transaction
from projectie.people import throttle
from projectie.terms.figures import Figures
from projectie.terms.in_force import calendar, studio_facts, version

ANSWER = "answer"  # what the trustee writes is the answer in substance
LATER = "later"  # it is the reason why that comes later


@dataclass(frozen=True, slots=True)
class Said:
    """Something said, with its files."""

    line: Line
    files: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A complaint as the complainant sees it: nothing of what is deliberated."""

    number: int
    case: Case
    said: tuple[Said, ...]
    clocks: Clocks
    stage: Stage
    access: int  # how many people can read it, and no names


def bearer_of(code: str, address: str, now: datetime) -> Bearer | None:
    """Return who comes with a code; too many wrong ones from an address, and right ones are wrong too, without a word."""
    ring, session = ring_here(), db.session()
    secret = current_app.config["SECRET_KEY"]
    slots = counted(secret, address)
    found = found_by(session, ring, code, now)  # looked up in any case: it takes as long
    if throttle.wait_seconds(session, slots, now):
        return None
    if found is None and code.strip():
        with transaction() as deed:
            throttle.failed(deed, slots, now)
    return found


def followed(session: Session, held: Held) -> Followed:
    """Return what the complainant may see."""
    entries = cases.lines(session, held)
    return Followed(
        held.number,
        held.case,
        talk(entries, {Sort.SAID}),
        clocks_of(session, held.case),
        stage(held.case),
        len(readers(session, held.case)),
    )


def talk(entries: Sequence[Line], sorts: set[Sort]) -> tuple[Said, ...]:
    """Return what was said, each with the files that went along."""
    files: dict[int, list[Line]] = {}
    for line in entries:
        if line.sort is Sort.FILE:
            files.setdefault(line.of, []).append(line)
    return tuple(Said(line, tuple(files.get(line.number, ()))) for line in entries if line.sort in sorts)


def clocks_of(session: Session, case: Case) -> Clocks:
    """Return the moments of a complaint, by the terms it stands under."""
    return counting(session)(case)


def counting(session: Session) -> Callable[[Case], Clocks]:
    """Return what counts the moments of many complaints: what they stand under is read once."""
    zone = studio_facts(session).zone
    known: dict[int, tuple[Figures, Calendar]] = {}

    def count(case: Case) -> Clocks:
        if case.terms not in known:
            terms = version(session, case.terms).terms
            known[case.terms] = (terms.figures, calendar(session, terms, zone))
        return clocks(case, *known[case.terms])

    return count


def speak(number: int, as_: As, text: str, files: Sequence[File], now: datetime, ends: str = "") -> None:
    """Add what the complainant or the trustee says, and tell the other side that there is news.

    `ends`: what the trustee says is the answer in substance, puts that off, or closes it with that outcome (R28).
    """
    ring = ring_here()
    with transaction() as session:
        held = cases.held(session, ring, number)
        if as_ is As.TRUSTEE:
            cases.say(session, held, Line(Sort.SAID, Side.TRUSTEE, now, text), files)
            held.case.acknowledged_at = held.case.acknowledged_at or now
            held.case.waits = False
            _end(session, held.case, ends, text, now)
            tell_complainant(session, ring, held, Letter.NEWS, now)
        else:
            cases.say(session, held, Line(Sort.SAID, Side.COMPLAINANT, now, text), files)
            held.case.waits, held.case.closed_at = True, None  # whoever writes again is answered again
            tell_inside(session, ring, held, now)
        held.keep()


def may_put_off(case: Case) -> bool:
    """Whether the answer in substance may still be put off: once, and before it is given (R28)."""
    return case.extended_until is None and case.answered_at is None and not case.is_closed


def put_off(session: Session, case: Case, why: str) -> None:
    """Put the answer off by what the terms allow; part of a deed that is open."""
    terms = version(session, case.terms).terms
    working = calendar(session, terms, studio_facts(session).zone)
    case.extended_until = extended(clocks_of(session, case).answer_by, terms.figures, working)
    case.extended_why = why


def _end(session: Session, case: Case, ends: str, text: str, now: datetime) -> None:
    if not ends or case.is_closed:
        return
    if ends == LATER:
        if may_put_off(case):
            put_off(session, case, text)
        return
    case.answered_at = case.answered_at or now
    if ends != ANSWER:
        case.outcome, case.closed_at = Outcome(ends), now


def own(number: int, person: int) -> Held:
    """Return a complaint that this client filed by their account; raise MissingError for any other.

    It is sought among their own alone: one of somebody else costs what an invented one does (R27).
    """
    mine = {held.number: held for held in cases.of_person(db.session(), ring_here(), person)}
    if number not in mine:
        raise MissingError("complaint")
    return mine[number]


def shown_file(session: Session, held: Held, number: int) -> tuple[Line, bytes]:
    """Return a file of what was said; those of deliberation are not there for the complainant."""
    line, content = cases.file_in(session, held, number)
    said = {each.number for each in cases.lines(session, held) if each.sort is Sort.SAID}
    if line.of not in said:
        raise MissingError("file")
    return line, content
