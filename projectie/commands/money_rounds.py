"""What the worker does about money: invoices, payments, agreements to urgent work, receipts, and the proof of the ledger."""

from datetime import datetime, timedelta

from flask import current_app

from projectie.commands.job import Job
from projectie.credits.proving import prove_daily
from projectie.invoices.files import make_missing
from projectie.invoices.monthly import run_month
from projectie.invoices.sales import mail_sales
from projectie.invoices.vat_checks import check_numbers
from projectie.topups.asking import ask_open
from projectie.urgent.copies import send_copies
from projectie.urgent.ending import expire_due
from projectie.urgent.lateness import note_late
from projectie.work.checking import wrong_charges
from projectie.work.following import settle_due
from projectie.work.receipt_writing import write_due


def _receipts(now: datetime) -> int:
    """Write the receipts of tickets that are done (R25a)."""
    return write_due(now, current_app.config["SETTINGS"].secret_key)


def _urgent(now: datetime) -> int:
    """Let quotes expire, and note what was not ready in time (R12, R14)."""
    return expire_due(now, current_app.config["SETTINGS"].secret_key) + note_late(now)


def _agreements(now: datetime) -> int:
    """Send both sides the copy of what was agreed to (R15)."""
    return send_copies(
        current_app.extensions["projectie.blobs"], now, current_app.config["SETTINGS"].secret_key
    )


def _monthly(now: datetime) -> int:
    """Invoice what was short at the end of the month, once (R20)."""
    return run_month(current_app.extensions["projectie.blobs"], now)


def _invoice_files(now: datetime) -> int:
    """Make the files of what was issued by a process that died before it made them."""
    return make_missing(current_app.extensions["projectie.blobs"], now)


def _sales(now: datetime) -> int:
    """Mail the invoices of credits that were bought."""
    return mail_sales(current_app.extensions["projectie.blobs"], now)


def _vat_numbers(now: datetime) -> int:
    return check_numbers(current_app.config["SETTINGS"].vies_url, now)


def _ledger(now: datetime) -> int:
    """Prove the ledger and every charge, once a day (R17, R19)."""
    return prove_daily(now, wrong_charges)


JOBS = (
    Job("invoices", timedelta(minutes=15), _monthly),
    Job("invoice_files", timedelta(minutes=1), _invoice_files),
    Job("sales", timedelta(seconds=30), _sales),
    Job("vat_numbers", timedelta(minutes=5), _vat_numbers),
    Job("costs", timedelta(seconds=30), settle_due),
    Job("urgent", timedelta(seconds=30), _urgent),
    Job("agreements", timedelta(seconds=5), _agreements),
    Job("receipts", timedelta(minutes=1), _receipts),
    Job("payments", timedelta(minutes=1), ask_open),
    Job("ledger", timedelta(hours=1), _ledger),
)
