"""The first pages anyone may read: the way in, the support page, and whether the desk is well."""

from flask import Response, url_for

from projectie.doors import public
from projectie.language import guest_language
from projectie.pages import page, see


@public.get("/")
def front() -> Response:
    """Send everyone to the support page in their language."""
    return see(url_for("public.support", language=guest_language()))


@public.bilingual(nl="/nl/", en="/en/")
def support() -> Response:
    """Show the support page."""
    return page("home/support.html")
