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
    Fault.HAS_SLA: _l(
        "Response and resolution times were agreed for this contract, so its tier stays. End it and add another"
    ),
    Fault.NO_SLA: _l("This contract is no SLA, so no times can be agreed for it"),
    Fault.NOTHING: _l("Enter at least one time: without any, the terms hold and there is nothing to agree"),
    Fault.PAST: _l("Choose today or a later day: what runs already keeps the times it was promised"),
}

ABOUT_THE_START = frozenset(Fault) - {Fault.ENDS_BEFORE_START, Fault.HAS_BEGUN, Fault.HAS_SLA}


def sentence(error: ContractError) -> str:
    """Return what is wrong, in the reader's language."""
    if error.fault is Fault.OVERLAP and error.period is not None:
        return str(_overlap(error.period))
    if error.period is not None and error.fault in {Fault.OUTSIDE, Fault.EARLIER}:
        return str(_outside(error.period) if error.fault is Fault.OUTSIDE else _earlier(error.period))
    return str(SENTENCES[error.fault])


def at_field(form: Form, error: ContractError) -> None:
    """Put the sentence where it belongs in a form."""
    name = "tier" if error.fault is Fault.HAS_SLA else "ends_on"
    name = "starts_on" if error.fault in ABOUT_THE_START and "starts_on" in form else name
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


def _outside(period: Period) -> Any:
    if period.ends_on is None:
        return _(
            "The contract begins on %(first)s: choose that day or a later one", first=day(period.starts_on)
        )
    return _(
        "The contract holds from %(first)s until %(last)s: choose a day in between",
        first=day(period.starts_on),
        last=day(period.ends_on),
    )


def _earlier(period: Period) -> Any:
    return _(
        "The present times hold from %(first)s: new ones cannot begin before that",
        first=day(period.starts_on),
    )
