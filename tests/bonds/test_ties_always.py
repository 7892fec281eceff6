"""Whatever is merged, split and undone, in whatever order: no message is lost or doubled, and the way back is exact."""

from dataclasses import dataclass, field

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projectie.bonds.faults import BondRefused
from projectie.bonds.splitting import Cut, split
from projectie.bonds.undoing import undo
from projectie.clock.now import now
from projectie.database import db
from projectie.tickets.merged import MergedAway, goes_on_at
from projectie.tickets.models import Ticket
from tests.bonds.ties import JORIS, LOTTE, answer, merged, messages_of, note, standing, ticket
from tests.commands.desks import wrong
from tests.town import Town

STEP = st.tuples(st.sampled_from(["merge", "merge", "split", "undo"]), st.integers(0, 9), st.integers(0, 9))


@dataclass
class Desk:
    """The tickets of one example, and the bonds that can be undone, the newest last."""

    town: Town
    tickets: list[int]
    bonds: list[int] = field(default_factory=list)

    def take(self, step: tuple[str, int, int]) -> None:
        """Do one step; one that makes no sense is refused and changes nothing."""
        what, first, second = step
        one, other = (self.tickets[place % len(self.tickets)] for place in (first, second))
        try:
            if what == "merge":
                self.bonds.append(merged(one, other, self.town))
            elif what == "split":
                new, bond = split(Cut(one, tuple(messages_of(one)[1:]), "Deel"), self.town.daan.id, now())
                self.tickets.append(new)
                self.bonds.append(bond)
            elif self.bonds:
                undo(self.bonds.pop(), self.town.daan.id, now())
        except (BondRefused, MergedAway):
            db.session.rollback()


def messages(tickets: list[int]) -> list[int]:
    """Return every message of those tickets, in order."""
    return sorted(message for number in tickets for message in messages_of(number))


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=2, max_size=7))
def test_r17a_nothing_is_lost_or_doubled_and_undoing_all_puts_all_back(
    app: Flask, town: Town, steps: list[tuple[str, int, int]]
) -> None:
    db.session.rollback()
    begun = [ticket(app), ticket(app, JORIS, "Twee"), ticket(app, LOTTE, "Drie")]
    answer(begun[0], town)
    note(begun[1], town)
    answer(begun[1], town)
    before, said = standing(*begun), messages(begun)
    desk = Desk(town, list(begun))
    for step in steps:
        desk.take(step)
        assert messages(desk.tickets) == said
        for number in desk.tickets:
            gone = db.session.get_one(Ticket, number, populate_existing=True).merged_into is not None
            assert gone == (goes_on_at(db.session(), number) != number)
            assert not gone or messages_of(number) == []
    for bond in reversed(desk.bonds):
        undo(bond, town.daan.id, now())
    after = standing(*begun)
    brought = {name for name in set(after) - set(before) if " on " in name}  # who takes part by a merge stays
    assert set(after) - set(before) == brought
    assert {name: after[name] for name in before} == before
    assert wrong(app) == {}
