"""The first page of the portal."""

from flask import Response

from projectie.doors import portal
from projectie.pages import page


@portal.get("/")
def first_page() -> Response:
    """Show what needs attention first."""
    return page("home/portal.html")
