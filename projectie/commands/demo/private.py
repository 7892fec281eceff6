"""Private links of the demo desk: a large file that came over one, secrets asked for and read."""

from datetime import datetime, timedelta
from io import BytesIO

from flask import current_app

from projectie.commands.demo.files import document
from projectie.commands.demo.play import Play
from projectie.uploads import receiving
from projectie.uploads.forms import USUAL
from projectie.uploads.links import make_link
from projectie.uploads.parts import Parts
from projectie.uploads.receiving import Offered, Place
from projectie.uploads.rules import Limits
from projectie.whispers import actions
from projectie.whispers.actions import Reader, Wanted
from projectie.whispers.models import Way
from projectie.whispers.sealing import Lock

PRINTER = "printer 3"
HOUR = timedelta(hours=1)


def hand_over(play: Play, now: datetime) -> None:
    """Make links on a ticket, and let what they are for happen."""
    folder, noor = current_app.config["SETTINGS"].data_dir, play.cast.people["noor"].id
    here = Place(Parts(folder / "uploads"), play.intake.blobs, Limits(spare=0), play.intake.key)
    link = make_link(play.tickets[PRINTER], 30, noor, now - 3 * HOUR)
    send(link, "persfoto-druk.pdf", document(("De pers", "300 dpi, CMYK")), here, now - 2 * HOUR)
    _answer(play, here, noor, now - HOUR)
    _secrets(play.tickets[PRINTER], Lock(folder), noor, now)


def _answer(play: Play, place: Place, by: int, at: datetime) -> None:
    """Let a colleague be writing a reply with a file that is too large for mail."""
    number = play.tickets[PRINTER]
    link = make_link(number, USUAL, by, at, outward=True)
    send(link, "drukklaar-affiche.pdf", document(("Affiche", "A2, CMYK")), place, at)


def send(link: int, name: str, content: bytes, place: Place, at: datetime) -> None:
    """Let a file come over a link, in one part."""
    begun = receiving.begin(link, Offered(name, len(content), 0), place, at)
    part = place.parts.take(BytesIO(content))
    receiving.add_part(link, begun.key, 0, part, place, at)
    part.unlink()
    receiving.finish(link, begun.key, place, at)


def _secrets(ticket: int, lock: Lock, by: int, now: datetime) -> None:
    actions.make(ticket, Wanted(Way.ASKED, "FTP-wachtwoord van de drukkerij", 7), lock, by, now - 2 * HOUR)
    given = Wanted(Way.GIVEN, "Inlog van de proefomgeving", 7, "proef / Zeefdruk-1891")
    read = actions.make(ticket, given, lock, by, now - 2 * HOUR)
    actions.read(read, "", lock, Reader(None, "Firefox · Windows · IPv6"), now - HOUR)
