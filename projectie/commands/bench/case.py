"""One ticket of a desk to measure: number n is the same ticket on every such desk of the same size."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cached_property

from projectie.tickets.models import Column
from projectie.tickets.numbering import FIRST_NUMBER

EPOCH = datetime(2025, 6, 2, 9, tzinfo=UTC)  # a Monday; everything lies before it
CLIENTS, OPEN = 200, 300
OPEN_COLUMNS = (
    *(Column.NEW,) * 4,
    *(Column.TRIAGED,) * 6,
    *(Column.PLANNED,) * 10,
    *(Column.IN_PROGRESS,) * 5,
    *(Column.WAITING,) * 5,
)
YEARS, LATELY = timedelta(days=1000), timedelta(days=28)
_TEXT = (
    "de site het formulier een foto bestelling pagina winkel klant agenda menu knop tekst kleur mail lijst "
    "nieuwsbrief afspraak account wachtwoord levering factuur prijs proef drukwerk logo kaart route tijd dag week "
    "werkt laadt toont mist staat komt gaat blijft verdwijnt verandert niet wel nog altijd soms sinds gisteren "
    "graag snel later morgen opnieuw samen boven onder naast zonder met voor achter kunnen jullie kijken passen"
)
WORDS = tuple(_TEXT.split())


@dataclass(frozen=True, slots=True)
class Client:
    """A client and its one person who mails."""

    id: int
    person_id: int
    name: str
    address: str


@dataclass(frozen=True)
class Case:
    """One ticket: which one of how many, whose, and who answers it."""

    place: int  # from 0
    count: int
    client: Client
    colleague: tuple[int, str]  # id and name
    position: int
    column: Column

    @property
    def number(self) -> int:
        """The ticket's number."""
        return FIRST_NUMBER + self.place

    @cached_property
    def opened_at(self) -> datetime:
        """When it came in: the open ones lately, the others over the years before."""
        closed = max(self.count - OPEN, 0)
        if self.place >= closed:
            return EPOCH - LATELY + (self.place - closed) * (LATELY - timedelta(days=1)) / OPEN
        return EPOCH - 2 * LATELY - YEARS + self.place * YEARS / closed

    @property
    def answered_at(self) -> datetime:
        """When it was answered: within the promise."""
        return self.opened_at + timedelta(hours=5)

    @property
    def done_at(self) -> datetime | None:
        """When it was done, if it is."""
        return self.opened_at + timedelta(days=9) if self.column is Column.DONE else None

    @cached_property
    def subject(self) -> str:
        """A few words."""
        return self.sentence("subject", 5)

    @cached_property
    def text(self) -> str:
        """What was asked, with a word no other ticket has."""
        lines = (self.sentence(f"text {line}", 12) + "." for line in range(6))
        return "\n".join((*lines, f"Kenmerk K{self.number:07}"))

    def sentence(self, what: str, words: int) -> str:
        """Return so many words, the same ones for the same question."""
        chosen = hashlib.shake_128(f"{self.number} {what}".encode()).digest(words)
        return " ".join(WORDS[byte % len(WORDS)] for byte in chosen).capitalize()

    @cached_property
    def raw(self) -> bytes:
        """The mail as it came in."""
        head = (
            f"From: {self.client.name} <{self.client.address}>",
            "To: support@projectie.com",
            f"Subject: {self.subject}",
            f"Message-ID: {self.message_id}",
            f"Date: {format_datetime(self.opened_at)}",
            "Content-Type: text/plain; charset=us-ascii",
        )
        return "\r\n".join((*head, "", *self.text.splitlines(), "")).encode("ascii")

    @property
    def message_id(self) -> str:
        """The Message-ID of the first mail."""
        return f"<bench-{self.number}@{self.client.address.rpartition('@')[2]}>"

    @cached_property
    def digest(self) -> str:
        """The hash under which the mail lies."""
        return hashlib.sha256(self.raw).hexdigest()
