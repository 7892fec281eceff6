"""A fresh proof of identity, asked for before what is confidential: complaints, consent, security settings.

Put `@fresh` below the route of a view. Whoever proved lately who they are (password, passkey, code, or for clients
a link from a mail) goes on; anybody else proves it first, and comes back to what they asked for or typed.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response

from projectie.clock.now import now
from projectie.doors import sent_first
from projectie.people import lifetimes
from projectie.people.browsers import in_hand

P = ParamSpec("P")


def is_fresh() -> bool:
    """Whether whoever is signed in proved lately who they are."""
    browser = in_hand()
    return browser is not None and lifetimes.is_fresh(browser.proved_at, now())


def fresh(view: Callable[P, Response]) -> Callable[P, Response]:
    """Let only those see or do it who proved lately who they are."""

    @wraps(view)
    def asked(*arguments: P.args, **values: P.kwargs) -> Response:
        return view(*arguments, **values) if is_fresh() else sent_first("account.prove", always=True)

    return asked
