"""Numbers of tickets that were another's before (R26a): their addresses carry a mark, so nothing old meets them.

`…/tickets/1042` is of whoever had the number first, `…/tickets/1042-k7q2m` of whose it is now. A page, a form or a
script that still means the other one asks for an address that is nobody's any more, and nothing is done.
"""

import re
from collections.abc import Iterable
from typing import Any

from flask import Response, abort, g, has_app_context, make_response, redirect, request, url_for
from werkzeug.routing import IntegerConverter

from projectie.pages import wants_fragment

MARK = "[a-z2-7]{5}"
BY_VERSION = "desk.place"  # refuses any version but the one that stands: it may be asked by the bare number
_NAME = re.compile(rf"\d{{1,9}}(?:-{MARK})?")
_NAMED = re.compile(rf"(\d+)-({MARK})")


class Claimed(int):
    """The number of a ticket as an address names it, with the mark of whose it says it is."""

    mark: str = ""


class TicketNumber(IntegerConverter):
    """The number of a ticket in an address, and whose it is; one no database can hold is as good as absent."""

    regex = rf"\d+(?:-{MARK})?"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"max": 2**31 - 1, **options})

    def to_python(self, value: str) -> Claimed:
        """Return what the address claims."""
        number, _, mark = value.partition("-")
        claimed = Claimed(super().to_python(number))
        claimed.mark = mark
        return claimed

    def to_url(self, value: Any) -> str:
        """Return the number as it stands in addresses now."""
        return named(int(value))


def remember(number: int, mark: str | None) -> None:
    """Let addresses made from now on, in this request, say whose that number is."""
    if mark and has_app_context():
        _marks()[number] = mark


def remember_all(texts: str | None) -> None:
    """Do that for all there are, as the sign-in read them: 1042-k7q2m 1077-abcde."""
    g.marks = {int(number): mark for number, mark in _NAMED.findall(texts or "")}


def named(number: int) -> str:
    """Return how the ticket of that number is called where another may have had it: 1042, or 1042-k7q2m."""
    mark = _marks().get(number) if has_app_context() else None
    return f"{number}-{mark}" if mark else str(number)


def meant(texts: Iterable[str]) -> list[int]:
    """Return the numbers that a form ticks by their names; whoever had one before is passed over."""
    numbers = {text: int(text.partition("-")[0]) for text in texts if _NAME.fullmatch(text)}
    return [number for text, number in numbers.items() if named(number) == text]


def unpack(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Hand views the number alone; the guard has what was claimed with it."""
    del endpoint
    claimed = (values or {}).get("ticket")
    if values is not None and isinstance(claimed, Claimed):
        g.claimed, values["ticket"] = claimed.mark, int(claimed)


def guard(endpoint: str) -> Response | None:
    """Answer as for an unknown ticket what means another than has that number now.

    An address without a mark may be written down anywhere: a page of the desk is shown for it under its own address,
    one of the portal as it is, since who may not see it gets the same answer as for one that is not there.
    """
    values = request.view_args or {}
    number, claimed = values.get("ticket"), g.get("claimed", "")
    if not isinstance(number, int) or claimed == _marks().get(number, ""):
        return None
    if not claimed and endpoint == BY_VERSION:
        return None
    if claimed or request.method not in {"GET", "HEAD"} or wants_fragment():
        abort(404)
    if endpoint.startswith("portal."):
        return None
    asked = request.query_string.decode("ascii", "replace")
    return make_response(redirect(url_for(endpoint, **values) + (f"?{asked}" if asked else "")))


def _marks() -> dict[int, str]:
    found: dict[int, str] = g.setdefault("marks", {})
    return found
