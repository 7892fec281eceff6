"""Whether the desk is well, for whoever watches over it; figures only, no secrets."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Response, current_app, jsonify
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from projectie.clock.now import now
from projectie.config import Settings
from projectie.credits.proving import Proved, last_proof
from projectie.database import db
from projectie.doors import public
from projectie.home.silence import silent_mailboxes
from projectie.mail.models import FetchState, LetterState, Mailbox, OutgoingLetter
from projectie.terms.in_force import NoTermsError, studio_facts
from projectie.tickets.mail_sum import DaySum, daily_sums
from projectie.tickets.models import Fate

_UNKNOWN = (
    "oldest_due_letter_seconds",
    "last_mail_fetch",
    "silent_mailboxes",
    "mail_sum_even",
    "mail_received",
    "ledger",
)
LATE = timedelta(hours=1)  # a letter that has been due for so long needs a person


@public.get("/healthz")
def health() -> Response:
    """Answer 200 when the desk works and its mail moves, 503 when a person must look."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        waiting, fetched = _oldest_due_seconds(now()), _last_fetches()
        silent = silent_mailboxes(db.session(), now())
        sums = daily_sums(db.session(), ZoneInfo(studio_facts(db.session()).zone), now())
        proof = last_proof(db.session())
    except (SQLAlchemyError, NoTermsError):  # away, locked, or never prepared
        db.session.rollback()
        nothing = dict.fromkeys(_UNKNOWN)
        return _answer(503, database=False, **nothing)
    late = bool(settings.smtp_url) and (waiting or 0) > LATE.total_seconds()
    shown = {box.value: moment and moment.isoformat(timespec="seconds") for box, moment in fetched.items()}
    return _answer(
        503 if late or silent or sums.even is False or (proof and not proof.right) else 200,
        database=True,
        oldest_due_letter_seconds=waiting,
        last_mail_fetch=shown,
        silent_mailboxes=[mailbox.mailbox.value for mailbox in silent],
        mail_sum_even=sums.even,
        mail_received={"yesterday": _figures(sums.yesterday), "today": _figures(sums.today)},
        ledger=_proved(proof),
    )


def _figures(day: DaySum) -> dict[str, object]:
    """Return what came in and what became of it; of mail to support and urgent alone (R27)."""
    fates = {fate.value: day.fates.get(fate, 0) for fate in Fate}
    return {
        "received": day.received,
        "fates": {**fates, "duplicate": day.duplicates},
        "being_read": day.being_read,
        "even": day.even,
    }


def _proved(proof: Proved | None) -> dict[str, object]:
    """Return what the daily proof of the ledger found, and when; nothing before the first (R19)."""
    return {"right": proof and proof.right, "checked_at": proof and proof.at.isoformat(timespec="seconds")}


def _answer(status: int, **found: object) -> Response:
    response = jsonify(status="ok" if status == 200 else "unwell", **found)
    response.status_code = status
    return response


def _oldest_due_seconds(at: datetime) -> int | None:
    due = select(func.min(OutgoingLetter.due_at)).where(
        OutgoingLetter.state == LetterState.QUEUED, OutgoingLetter.due_at <= at
    )
    oldest = db.session.scalar(due)
    return int((at - oldest).total_seconds()) if oldest else None


def _last_fetches() -> dict[Mailbox, datetime | None]:
    kept = {state.mailbox: state.last_success_at for state in db.session.scalars(select(FetchState))}
    return {box: kept.get(box) for box in Mailbox}
