"""What clients of the demo desk send by the form: one request for everybody to see, and one between two."""

from datetime import datetime, timedelta

from projectie.commands.demo.play import Play
from projectie.database import db
from projectie.people.models import Person
from projectie.requests.filling_in import page_of
from projectie.requests.reading import newest_of
from projectie.requests.replying import Typed, reply
from projectie.requests.sending import Asked, send
from projectie.tickets.priority import Impact, Kind, Urgency

HOUR = timedelta(hours=1)
SHARED = Asked(
    "demo-aanvraag-agenda",
    "De agenda toont de workshops van vorig jaar",
    "Sinds vanochtend staan bij Workshops alleen de data van vorig jaar.\nIn het beheer kloppen ze wel.\n\nWaar: onze site, onder Workshops",
    Kind.BUG,
    "website",
    Impact.SEVERAL,
    Urgency.HINDERED,
    "nl",
)
BETWEEN_TWO = Asked(
    "demo-aanvraag-rechten",
    "Wie kan er bij ons in het beheer?",
    "Kun je mij sturen wie er op dit moment in ons beheer kan? Liever nog niet aan mijn collega’s.",
    Kind.QUESTION,
    "website",
    Impact.ONE,
    Urgency.CAN_WAIT,
    "nl",
    private=True,
)


def ask(play: Play, now: datetime) -> None:
    """Let the client send both, and add to the first one."""
    client, key = db.session.get_one(Person, play.cast.people["lotte"].id), play.intake.key
    number = send(SHARED, client, key, page_of, now - 3 * HOUR).ticket_number
    seen = newest_of(db.session(), number)
    added = Typed("demo-antwoord-agenda", "Ik zie het nu op mijn telefoon ook.", seen)
    reply(number, added, client, key, page_of, now - 2 * HOUR)
    send(BETWEEN_TWO, client, key, page_of, now - HOUR)
