"""All that happens because time passed: a list of jobs, each safe to do twice and by several workers at once."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app

from projectie import kept_forms
from projectie.accounts import links
from projectie.bonds.telling import tell_reminders
from projectie.calls.reminders import remind
from projectie.commands import money_rounds as money
from projectie.commands.fetch import fetch_all
from projectie.commands.job import Job
from projectie.commands.mail import intake
from projectie.commands.named_blobs import NAMED
from projectie.commands.sending import transport
from projectie.complaints import post
from projectie.complaints.watch import look_after
from projectie.database import db, transaction
from projectie.home.silence_letter import tell_of_silence
from projectie.imports import runs as import_runs
from projectie.live.sweep import sweep_events
from projectie.mail import automatic_letters
from projectie.mail.limits import limits_by
from projectie.mail.outbox import send_due
from projectie.people import browsers, throttle
from projectie.privacy.exporting import expire, make_waiting
from projectie.privacy.retention import events_kept, run_nightly
from projectie.recurring.rounds import make_due
from projectie.requests import files
from projectie.search.filling import fill
from projectie.terms.closed_days import propose_ahead
from projectie.terms.in_force import today
from projectie.tickets.alert_letters import is_any_open, tell_on_call
from projectie.tickets.blobs import sweep_blobs
from projectie.tickets.broken import note_broken
from projectie.tickets.deliveries import note_answers, tell_of_loss
from projectie.tickets.intake import take_up
from projectie.tickets.presence import sweep_presence
from projectie.tickets.sla_watch import set_all, tell_of_clocks
from projectie.uploads.place import place
from projectie.uploads.sweep import sweep_uploads
from projectie.whispers.actions import forget_expired

log = logging.getLogger(__name__)
AFTER_FAILURE = timedelta(seconds=30)  # at least: what is broken is not hammered on


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one job did in one round: how much, or why it could not (the kind of error alone)."""

    name: str
    did: int | None
    error: type[Exception] | None = None


def _confidential(now: datetime) -> int:
    """Send the letters about what is sealed, which lie in an outbox of their own (R27)."""
    server = transport()
    return post.send_due(server, now) if server else 0


def _letters(now: datetime) -> int:
    """Send what is due; without a mail server the letters stay in the local outbox."""
    server = transport()
    contents = current_app.extensions["projectie.blobs"].get
    return send_due(server, now, lost=tell_of_loss, contents=contents) if server else 0


def _answers(now: datetime) -> int:
    """Let replies that waited for their moment count as answers from then on."""
    with transaction() as session:
        return note_answers(session, now)


def _alerts(now: datetime) -> int:
    """Tell the people on call of what cannot wait."""
    if not is_any_open(db.session()):
        return 0
    with transaction() as session:
        return tell_on_call(session, now)


def _promises(now: datetime) -> int:
    """Notice the promises whose moment passed, once each (R6, R9)."""
    with transaction() as session:
        return note_broken(session, now)


def _brakes(now: datetime) -> int:
    with transaction() as session:
        return automatic_letters.sweep(session, now)


def _mails(now: datetime) -> int:
    """Take up the mails that were kept by a process that died before it understood them."""
    return take_up(intake(), now)


def _silence(now: datetime) -> int:
    with transaction() as session:
        return tell_of_silence(session, now)


def _blobs(now: datetime) -> int:
    return sweep_blobs(current_app.extensions["projectie.blobs"], now, NAMED)


def _uploads(now: datetime) -> int:
    return sweep_uploads(place(), now)


def _whispers(now: datetime) -> int:
    """Destroy the secrets that nobody read in time."""
    with transaction() as session:
        return forget_expired(session, now)


def _events(now: datetime) -> int:
    """Forget old signals, and who was at a ticket and did not say goodbye."""
    with transaction() as session:
        return sweep_events(session, now, events_kept(session)) + sweep_presence(session, now)


def _attempts(now: datetime) -> int:
    """Forget what is over: attempts, browsers, links, and forms nobody came back for."""
    with transaction() as session:
        return sum(
            sweep(session, now)
            for sweep in (throttle.sweep, browsers.sweep, links.sweep, kept_forms.sweep, files.sweep)
        )


def _links(now: datetime) -> int:
    """Mail the links to sign in with that were asked for."""
    return links.answer_wishes(current_app.config["SETTINGS"].secret_key, now)


def _recurring(now: datetime) -> int:
    """Make the rounds of recurring work that are due, each once (R9)."""
    return make_due(now, current_app.config["SETTINGS"].secret_key)


def _reminders(now: datetime) -> int:
    """Remind colleagues of what they asked to be reminded of, once."""
    with transaction() as session:
        return tell_reminders(session, now)


def _calls(now: datetime) -> int:
    """Remind both sides of the calls that are near, once each (R11)."""
    return remind(current_app.config["SETTINGS"].secret_key, now)


def _closed_days(now: datetime) -> int:
    """Propose the public holidays of this year and the next as soon as a year lacks them (R6)."""
    session = db.session()
    return propose_ahead(session, today(session, now), now)


def _search(now: datetime) -> int:
    """Make findable what was written since."""
    del now
    return fill()


def _imports(now: datetime) -> int:
    """Bring in the files that managers sent."""
    blobs, limits = current_app.extensions["projectie.blobs"], limits_by(current_app.config["SETTINGS"])
    return import_runs.run_waiting(blobs, limits, now) + import_runs.expire(blobs, now)


def _retention(now: datetime) -> int:
    """Remove, once a night, what is older than it is kept (AVG)."""
    return run_nightly(current_app.extensions["projectie.blobs"], now)


def _exports(now: datetime) -> int:
    """Make the copies of data that people asked for, and let go of those nobody fetches any more (AVG)."""
    blobs, folder = current_app.extensions["projectie.blobs"], current_app.config["SETTINGS"].data_dir
    return make_waiting(blobs, folder, now) + expire(blobs, now)


JOBS = (
    Job("links", timedelta(seconds=1), _links),
    Job("letters", timedelta(seconds=2), _letters),
    Job("alerts", timedelta(seconds=2), _alerts),
    Job("answers", timedelta(seconds=30), _answers),
    Job("search", timedelta(seconds=1), _search),
    Job("mails", timedelta(seconds=30), _mails),
    Job("sla", timedelta(seconds=30), tell_of_clocks),
    Job("sla_anew", timedelta(hours=1), set_all),
    Job("silence", timedelta(minutes=1), _silence),
    Job("reminders", timedelta(minutes=1), _reminders),
    Job("promises", timedelta(minutes=1), _promises),
    Job("events", timedelta(hours=1), _events),
    Job("attempts", timedelta(hours=1), _attempts),
    Job("brakes", timedelta(hours=1), _brakes),
    Job("recurring", timedelta(minutes=15), _recurring),
    Job("calls", timedelta(minutes=1), _calls),
    Job("closed_days", timedelta(hours=6), _closed_days),
    Job("blobs", timedelta(hours=6), _blobs),
    Job("uploads", timedelta(minutes=15), _uploads),
    Job("whispers", timedelta(minutes=15), _whispers),
    Job("imports", timedelta(seconds=2), _imports),
    Job("retention", timedelta(minutes=15), _retention),
    Job("exports", timedelta(seconds=2), _exports),
    Job("confidential", timedelta(minutes=15), look_after),
    Job("confidential_letters", timedelta(seconds=30), _confidential),
    *money.JOBS,
)


# One round of everything also looks into the mailboxes, which the worker does with a reader for each.
EVERYTHING = (Job("fetch", timedelta(minutes=1), fetch_all), *JOBS)


def do(app: Flask, job: Job, now: datetime) -> Outcome:
    """Do one job in a context of its own; whatever goes wrong stays inside, and is logged without its message."""
    try:
        with app.app_context():
            return Outcome(job.name, job.run(now))
    except Exception as error:
        log.exception("%s could not be done", job.name)
        return Outcome(job.name, None, type(error))


class Rounds:
    """Which job is due when, for one worker; each is due at once when the worker starts."""

    def __init__(self, jobs: tuple[Job, ...] = JOBS) -> None:
        self._due: dict[Job, datetime | None] = dict.fromkeys(jobs)

    def go(self, app: Flask, now: datetime) -> list[Outcome]:
        """Do what is due and return what came of it."""
        return [self._do(app, job, now) for job, due in self._due.items() if _is_due(job, due, now)]

    def _do(self, app: Flask, job: Job, now: datetime) -> Outcome:
        outcome = do(app, job, now)
        self._due[job] = now + (max(job.every, AFTER_FAILURE) if outcome.error else job.every)
        return outcome


def _is_due(job: Job, due: datetime | None, now: datetime) -> bool:
    """Whether a job is to be done; also when it is due later than it ever is, for then the clock jumped backwards."""
    return due is None or not now < due <= now + max(job.every, AFTER_FAILURE)
