"""What can be brought in, and how each kind of file is read."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial

from projectie.imports import elsewhere, mailboxes, tables
from projectie.imports.items import Item


class Source(StrEnum):
    """A kind of file."""

    CLIENTS = "clients"
    PEOPLE = "people"
    BALANCES = "balances"
    MBOX = "mbox"
    ZAMMAD = "zammad"
    FREESCOUT = "freescout"


Reader = Callable[[bytes], Iterator[Item]]
READERS: dict[Source, Reader] = {
    Source.CLIENTS: partial(tables.items, keep=tables.client, needed=("name", "country", "language")),
    Source.PEOPLE: partial(tables.items, keep=tables.person, needed=("email", "name", "client", "language")),
    Source.BALANCES: partial(tables.items, keep=tables.balance, needed=("client", "credits")),
    Source.MBOX: mailboxes.mbox,
    Source.ZAMMAD: elsewhere.zammad,
    Source.FREESCOUT: elsewhere.freescout,
}
