"""Whatever names a person, a client or an address is in the registry of what is held, or excused there (AVG)."""

from sqlalchemy import Table

from projectie import models
from projectie.database import Base
from projectie.privacy.holding import Fate
from projectie.privacy.registry import EXCUSED, HOLDINGS
from projectie.privacy.words import TOPICS

_KNOWN = models  # every table is in the metadata
HELD = {held.table.name: held for held in HOLDINGS}
TEXT = ("address", "email")


def _naming(table: Table, other: str) -> set[str]:
    return {c.name for c in table.c if any(f.target_fullname == f"{other}.id" for f in c.foreign_keys)}


def test_every_table_that_names_somebody_is_registered_or_excused() -> None:
    unknown = {
        name
        for name, table in Base.metadata.tables.items()
        if _naming(table, "person")
        or _naming(table, "organisation")
        or any(word in column.name for column in table.c for word in TEXT)
    } - {*HELD, *EXCUSED}
    assert not unknown, (
        f"say in projectie/privacy/held_*.py what they hold, or excuse them: {sorted(unknown)}"
    )
    assert not EXCUSED.keys() & HELD.keys()
    assert set(HELD) | set(EXCUSED) <= set(Base.metadata.tables)


def test_every_column_that_names_somebody_is_registered() -> None:
    for name, held in HELD.items():
        people, clients = _naming(held.table, "person"), _naming(held.table, "organisation")
        assert people <= {*held.people, *held.acts}, f"{name}: {people}"
        assert clients <= set(held.organisations), f"{name}: {clients}"


def test_only_what_is_about_somebody_is_removed_with_them() -> None:
    for name, held in HELD.items():
        assert held.topic in TOPICS, name
        if held.fate is Fate.GONE:
            assert held.people or held.addresses, name


def test_nothing_of_complaints_is_registered() -> None:
    assert not {name for name in HELD if "sealed" in name or "complaint" in name}
