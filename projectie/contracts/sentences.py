"""Refusals about contracts, said in the reader's language at the field they belong to."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.context import day
from projectie.contracts.faults import ContractError, Fault, Period
from projectie.forms import Form

SENTENCES = {
    Fault.ENDS_BEFORE_START: _l("The last day cannot lie before the first day"),
    Fault.HAS_BEGUN: _l("This contract has begun, so it cannot be removed. End it instead"),
}


def sentence(error: ContractError) -> str:
    """Return what is wrong, in the reader's language."""
    if error.fault is Fault.OVERLAP and error.period is not None:
        return str(_overlap(error.period))
    return str(SENTENCES[error.fault])


def at_field(form: Form, error: ContractError) -> None:
    """Put the sentence where it belongs in a form."""
    name = "starts_on" if error.fault is Fault.OVERLAP and "starts_on" in form else "ends_on"
    form[name].errors = [sentence(error)]


def _overlap(period: Period) -> Any:
    if period.ends_on is None:
        return _(
            "There is already a contract from %(first)s without an end. Give that one a last day first",
            first=day(period.starts_on),
        )
    return _(
        "There is already a contract from %(first)s until %(last)s. A client has one contract at a time",
        first=day(period.starts_on),
        last=day(period.ends_on),
    )
