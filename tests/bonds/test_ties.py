"""Merging, splitting and undoing it: nothing is lost, nothing doubled, and mail finds its way (R17a, R30)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.bonds.faults import BondRefused, NoBond
from projectie.bonds.merging import merge
from projectie.bonds.splitting import Cut, split
from projectie.bonds.undoing import UNDO_FOR, undo
from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.mail.models import OutgoingLetter
from projectie.tickets import bond_effects, conversation
from projectie.tickets.board import read
from projectie.tickets.bond_effects import Effect, Tie, TieDeed
from projectie.tickets.changed import Changed
from projectie.tickets.filters import Filters
from projectie.tickets.link_models import LinkKind, TicketLink
from projectie.tickets.merged import MergedAway, goes_on_at, takes_deeds
from projectie.tickets.models import Column, Message, Ticket
from projectie.tickets.participants import add
from projectie.tickets.people_models import Participant, Standing
from projectie.tickets.placement import place_at
from projectie.tickets.planning_promises import Span
from projectie.tickets.promise_keeping import Made, keep
from tests.bonds.ties import ABBY, JORIS, LOTTE, answer, merged, messages_of, note, pair, standing, ticket
from tests.commands.desks import wrong
from tests.post import letter, receive
from tests.town import Town


def reply_to(number: int) -> str:
    """Return the signed address of the newest letter that went out when that number was its thread."""
    found = db.session.scalars(
        select(OutgoingLetter).where(OutgoingLetter.thread == number).order_by(OutgoingLetter.id.desc())
    ).first()
    assert found
    return str(found.headers["Reply-To"])


def test_r17a_all_that_was_said_goes_on_at_the_other_ticket_and_comes_back(app: Flask, town: Town) -> None:
    kept, other = ticket(app), ticket(app, JORIS, "Nog een vraag")
    answer(other, town)
    note(other, town)
    before = standing(kept, other)
    bond = merged(kept, other, town)
    assert messages_of(other) == []
    assert len(messages_of(kept)) == 3
    assert goes_on_at(db.session(), other) == kept
    assert not takes_deeds(db.session(), other)
    board = read(db.session(), Filters(), now().date(), now())
    assert board.column_of(other) is None
    assert board.column_of(kept) is not None
    assert wrong(app) == {}
    undone = undo(bond, town.daan.id, now())
    assert undone.left == {}
    after = standing(kept, other)
    came = set(after) - set(before)
    assert {after[one] for one in came} <= {Standing.TAKES_PART}  # Joris keeps reading what he read meanwhile
    assert {name: after[name] for name in before} == before
    assert wrong(app) == {}


def test_r30_follow_ups_to_the_merged_ticket_arrive_where_it_goes_on(app: Flask, town: Town) -> None:
    kept, other = ticket(app), ticket(app, JORIS, "Nog een vraag", Message_ID="<joris-1@elsewhere.example>")
    answer(other, town)
    address = reply_to(other)
    bond = merged(kept, other, town)
    by_address = receive(app, letter(from_=JORIS, to=address, subject="Re: Nog een vraag", body="En dit."))
    by_reference = receive(
        app,
        letter(
            from_=JORIS,
            subject="Re: iets",
            proven=True,
            body="En dat.",
            References="<joris-1@elsewhere.example>",
        ),
    )
    assert (by_address.ticket, by_reference.ticket) == (kept, kept)
    undo(bond, town.daan.id, now())
    assert by_address.message in messages_of(kept)  # what came later stays where it is
    again = receive(app, letter(from_=JORIS, to=address, subject="Re: Nog een vraag", body="En nog iets."))
    assert again.ticket == other


def test_r30_a_merged_ticket_that_is_merged_again_leads_all_the_way(app: Flask, town: Town) -> None:
    first, second, third = ticket(app), ticket(app, subject="Twee"), ticket(app, subject="Drie")
    answer(first, town)
    address = reply_to(first)
    one = merged(second, first, town)
    two = merged(third, second, town)
    assert receive(app, letter(from_=LOTTE, to=address, body="Verder.")).ticket == third
    with pytest.raises(BondRefused) as refused:
        undo(one, town.daan.id, now())
    assert refused.value.reason is NoBond.FURTHER
    undo(two, town.daan.id, now())
    undo(one, town.daan.id, now())
    assert len(messages_of(first)) == 2


def test_r17a_no_deed_is_done_on_a_merged_ticket_any_more(app: Flask, town: Town) -> None:
    kept, other = ticket(app), ticket(app, subject="Twee")
    merged(kept, other, town)
    with pytest.raises(MergedAway) as away:
        answer(other, town)
    assert (away.value.number, away.value.into) == (other, kept)
    with pytest.raises(MergedAway):
        place_at(other, "planned", 1, by=town.daan.id, now=now())
    with pytest.raises(MergedAway):
        merged(other, kept, town)


def test_r17a_another_clients_ticket_is_as_good_as_absent(app: Flask, town: Town) -> None:
    kept, other = ticket(app), ticket(app, ABBY, "Hello")
    with pytest.raises(BondRefused) as refused:
        merged(kept, other, town)
    assert refused.value.reason is NoBond.UNKNOWN
    with pytest.raises(BondRefused):
        merged(kept, kept, town)
    stale = pair(kept, ticket(app, subject="Drie"))
    note(kept, town)
    answer(kept, town)
    with pytest.raises(Changed):
        merge(stale, town.daan.id, now())


def test_r17a_undone_once_and_within_thirty_days(app: Flask, town: Town) -> None:
    kept, other = ticket(app), ticket(app, subject="Twee")
    bond = merged(kept, other, town)
    for at, reason in ((now() + UNDO_FOR + timedelta(minutes=1), NoBond.TOO_LATE),):
        with pytest.raises(BondRefused) as refused:
            undo(bond, town.daan.id, at)
        assert refused.value.reason is reason
    undo(bond, town.daan.id, now())
    with pytest.raises(BondRefused) as refused:
        undo(bond, town.daan.id, now())
    assert refused.value.reason is NoBond.UNDONE


def test_r30_who_is_not_of_the_client_reads_nothing_of_the_other_ticket(app: Flask, town: Town) -> None:
    kept, other = ticket(app), ticket(app, JORIS, "Twee")
    add(kept, "drukker@elders.example", "De drukker", town.daan.id, now())
    add(other, "abby@kueste.example", "Abby", town.daan.id, now())
    bond = merged(kept, other, town)
    standings = dict(
        db.session.execute(
            select(Participant.address, Participant.standing).where(Participant.ticket_number == kept)
        ).all()
    )
    assert standings == {
        "drukker@elders.example": Standing.REMOVED,
        "abby@kueste.example": Standing.REMOVED,
        "joris@bakkerij-leiden.example": Standing.TAKES_PART,
    }
    assert wrong(app) == {}
    undo(bond, town.daan.id, now())
    found = select(Participant.ticket_number, Participant.standing).where(
        Participant.address.in_(["drukker@elders.example", "abby@kueste.example"])
    )
    assert dict(db.session.execute(found).all()) == {kept: Standing.TAKES_PART, other: Standing.TAKES_PART}


def test_r06_the_answer_the_merged_ticket_was_promised_is_still_owed(app: Flask, town: Town) -> None:
    kept, other = ticket(app), ticket(app, subject="Twee")
    answer(kept, town)
    promised = db.session.get_one(Ticket, other).response_by
    bond = merged(kept, other, town)
    row = db.session.get_one(Ticket, kept)
    assert (row.response_by, row.answered_at) == (promised, None)
    undo(bond, town.daan.id, now())
    assert db.session.get_one(Ticket, kept, populate_existing=True).answered_at is not None


def test_r09_the_planning_goes_along_as_a_promise_of_its_own(app: Flask, town: Town) -> None:
    kept, other = ticket(app), ticket(app, subject="Twee")
    week = Span(now().date(), now().date() + timedelta(days=4))
    with transaction() as session:
        keep(session, session.get_one(Ticket, other), Made(week, "", town.daan.id, None), None, now())
    bond = merged(kept, other, town)
    row = db.session.get_one(Ticket, kept)
    assert (row.planned, row.planned_until) == (week.first, week.last)
    assert wrong(app) == {}
    undo(bond, town.daan.id, now())
    db.session.rollback()
    assert db.session.get_one(Ticket, kept, populate_existing=True).planned is None
    assert wrong(app) == {}


def test_r17a_open_work_merged_into_what_is_done_opens_it_again(app: Flask, town: Town) -> None:
    kept, other = ticket(app), ticket(app, subject="Twee")
    answer(kept, town, then=Column.DONE)
    place_at(other, "in_progress", 1, by=town.daan.id, now=now())
    before = standing(kept, other)
    bond = merged(kept, other, town)
    assert db.session.get_one(Ticket, kept).column is Column.IN_PROGRESS
    assert wrong(app) == {}
    undo(bond, town.daan.id, now())
    assert {name: one for name, one in standing(kept, other).items() if name in before} == before


def test_r17a_what_was_done_since_stays_when_a_merge_is_undone(app: Flask, town: Town) -> None:
    kept, other = ticket(app), ticket(app, subject="Twee")
    answer(kept, town, then=Column.DONE)
    bond = merged(kept, other, town)
    place_at(kept, "planned", 1, by=town.daan.id, now=now())
    written = answer(kept, town, "Later geschreven.")
    undo(bond, town.daan.id, now())
    row = db.session.get_one(Ticket, kept, populate_existing=True)
    assert row.column is Column.PLANNED  # not back to done: a colleague moved it
    assert written in messages_of(kept)


def test_r17a_split_messages_are_a_ticket_with_the_promise_of_their_arrival(app: Flask, town: Town) -> None:
    old = ticket(app, at=now() - timedelta(days=2))
    answer(old, town)
    came = now() - timedelta(hours=3)
    second = receive(
        app, letter(from_=JORIS, to=reply_to(old), subject="Re: Vraag", body="Iets heel anders."), at=came
    )
    assert second.message
    before = standing(old)
    new, bond = split(Cut(old, (second.message,), "Iets anders"), town.daan.id, now())
    row = db.session.get_one(Ticket, new)
    assert (row.requester_address, row.opened_at, row.organisation_id) == (
        "joris@bakkerij-leiden.example",
        came,
        town.leiden.id,
    )
    assert row.response_by
    assert row.response_by > came
    assert messages_of(new) == [second.message]
    assert wrong(app) == {}
    undone = undo(bond, town.daan.id, now())
    assert not undone.goes_on
    after = standing(old)
    assert {name: after[name] for name in before} == before
    assert goes_on_at(db.session(), new) == old
    assert db.session.scalars(select(TicketLink).where(TicketLink.kind == LinkKind.SPLIT)).first() is None
    assert wrong(app) == {}


def test_r30_a_reply_to_what_was_split_off_arrives_there(app: Flask, town: Town) -> None:
    old = ticket(app)
    first = answer(old, town, "Over het eerste.")
    second = answer(old, town, "Over het tweede.")
    db.session.rollback()
    address = reply_to(old)
    ids = {number: db.session.get_one(Message, number).message_id or "" for number in (first, second)}
    new, bond = split(Cut(old, (second,), "Het tweede"), town.daan.id, now())
    about_second = receive(app, letter(from_=LOTTE, to=address, body="Ja, dat.", In_Reply_To=ids[second]))
    about_first = receive(app, letter(from_=LOTTE, to=address, body="Ja, dit.", In_Reply_To=ids[first]))
    assert (about_second.ticket, about_first.ticket) == (new, old)
    undone = undo(bond, town.daan.id, now())
    assert undone.goes_on  # the reply that came there stays there
    assert messages_of(new) == [about_second.message]
    assert second in messages_of(old)


def test_r17a_what_cannot_be_split_is_refused(app: Flask, town: Town) -> None:
    old, other = ticket(app), ticket(app, subject="Twee")
    answer(old, town)
    everything = tuple(messages_of(old))
    for messages, reason in (
        ((), NoBond.NOTHING),
        (everything, NoBond.EVERYTHING),
        (tuple(messages_of(other)), NoBond.MOVED),
    ):
        with pytest.raises(BondRefused) as refused:
            split(Cut(old, messages, "Nieuw"), town.daan.id, now())
        assert refused.value.reason is reason


@contextmanager
def hung() -> Iterator[list[TieDeed]]:
    """Hang an effect, and note what it is told."""
    told: list[TieDeed] = []

    def foresee(_session: object, deed: TieDeed) -> Effect:
        return Effect((f"{deed.tie.value}",), -1)

    def post(_session: object, deed: TieDeed) -> None:
        told.append(deed)

    bond_effects.hang_effect(foresee, post)
    try:
        yield told
    finally:
        bond_effects.take_effect_down(foresee, post)


def test_r17a_credits_hear_of_every_tie_in_its_transaction_and_of_the_way_back(
    app: Flask, town: Town
) -> None:
    kept, other = ticket(app), ticket(app, subject="Twee")
    answer(kept, town)
    said = tuple(messages_of(other))
    with hung() as told:
        bond = merged(kept, other, town)
        undo(bond, town.daan.id, now())
        new, cut = split(Cut(kept, (messages_of(kept)[-1],), "Deel"), town.daan.id, now())
        undo(cut, town.daan.id, now())
        conversation.newest_message(db.session(), kept)
    assert [(deed.tie, deed.kept, deed.other, deed.bond) for deed in told] == [
        (Tie.MERGE, kept, other, bond),
        (Tie.UNDO_MERGE, kept, other, bond),
        (Tie.SPLIT, kept, new, cut),
        (Tie.UNDO_SPLIT, kept, new, cut),
    ]
    assert told[0].messages == told[1].messages == said
    assert told[0].organisation == town.leiden.id


def test_r17a_a_reply_after_the_days_of_grace_links_both_tickets(app: Flask, town: Town) -> None:
    old = ticket(app, at=now() - timedelta(days=20))
    answer(old, town, then=Column.DONE)
    with transaction() as session:
        session.get_one(Ticket, old).done_at = now() - timedelta(days=12)
    new = receive(
        app, letter(from_=LOTTE, to=reply_to(old), body="Toch nog iets: het menu is weer weg.")
    ).ticket
    assert new
    assert new != old
    row = db.session.scalars(select(TicketLink)).one()
    assert (row.from_number, row.to_number, row.kind) == (new, old, LinkKind.FOLLOWS)
