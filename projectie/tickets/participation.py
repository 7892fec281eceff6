"""Who comes to take part in a ticket by a mail (R30): pure, from who is named and whose ticket it is."""

from collections.abc import Collection
from dataclasses import dataclass

from projectie.tickets.people_models import Standing

MOST_OF_ONE_MAIL = 20  # further names stay in the mail
MOST_PROPOSED = 20  # of one ticket at a time: a colleague looks at each


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody a mail names, as far as the desk knows them."""

    address: str
    name: str
    person: int | None
    organisation: int | None  # of the person, else of the mail domain
    of_studio: bool


def standing_of(named: Named, ticket: int | None, writer: int | None) -> Standing | None:
    """Return how somebody comes to a ticket of that organisation, by a mail written for that one; None: not at all.

    Only colleagues of a client who writes themself come in unasked; about everybody else staff are asked.
    """
    if named.of_studio:
        return None
    same = ticket is not None and named.organisation == ticket == writer
    return Standing.TAKES_PART if same else Standing.PROPOSED


def come_in(
    named: Collection[Named], ticket: int | None, writer: int | None, proposed: int
) -> list[tuple[Named, Standing]]:
    """Return who comes to the ticket and how; `proposed` are waiting for an answer already."""
    found: list[tuple[Named, Standing]] = []
    for each in named:
        standing = standing_of(each, ticket, writer)
        if standing is Standing.PROPOSED:
            proposed += 1
        if standing is None or (standing is Standing.PROPOSED and proposed > MOST_PROPOSED):
            continue
        found.append((each, standing))
    return found[:MOST_OF_ONE_MAIL]
