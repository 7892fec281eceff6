"""Where to go back to: a page of ours, or the first page of a role."""

from urllib.parse import urlsplit

from flask import url_for

FIRST_PAGE = {"client": "portal.first_page", "staff": "desk.first_page", "manager": "manage.first_page"}
LONGEST = 500


def first_page(role: str) -> str:
    """Return the address of the first page of that role."""
    return url_for(FIRST_PAGE[role])


def own_address(wanted: str) -> str | None:
    """Return the address if it is a page of ours, else nothing."""
    if not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return None
    if len(wanted) > LONGEST or not wanted.isprintable():
        return None
    parts = urlsplit(wanted)
    return None if parts.netloc or parts.scheme else wanted
