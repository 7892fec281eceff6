"""The first page of management."""

from flask import Response

from projectie.doors import manage
from projectie.pages import page


@manage.get("/")
def first_page() -> Response:
    """Show what needs attention first."""
    return page("home/manage.html")
