"""The first page of the desk."""

from flask import Response

from projectie.doors import desk
from projectie.pages import page


@desk.get("/")
def first_page() -> Response:
    """Show what needs attention first."""
    return page("home/desk.html")
