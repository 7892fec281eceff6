"""Urgent work from asking to the end: quotes, agreements as evidence, the lock on the rate, lateness (R12–R16, R32, R35)."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from projectie.alerts.models import Alert, Cause
from projectie.bonds.undoing import undo
from projectie.clock.now import now
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.database import db, transaction
from projectie.mail.models import LetterFile, OutgoingLetter
from projectie.private_links import token_for
from projectie.tickets.board_models import Estimate
from projectie.tickets.models import Column, Fate, Message, Ticket
from projectie.tickets.placement import place_at
from projectie.urgent import agreeing, asking, covered, ending, late_proposal, quoting
from projectie.urgent.agreeing import Refused
from projectie.urgent.checking import wrong_consents, wrong_urgent
from projectie.urgent.copies import send_copies
from projectie.urgent.lateness import note_late
from projectie.urgent.models import Consent, Quote, QuoteReader
from projectie.urgent.queries import agreeing_mails
from projectie.urgent.quoting import NotSent
from projectie.urgent.rules import Against, Offer, QuoteState, Wrong
from projectie.work import consents as hooks
from projectie.work import proposals
from projectie.work.checking import wrong_charges
from projectie.work.judging import NotBooked, Reason
from projectie.work.leniency import waive
from projectie.work.pieces import pieces_of
from projectie.work.rules import Gift, Leniency
from tests.bonds.ties import KEY, LOTTE, merged, messages_of, ticket
from tests.post import letter, receive
from tests.town import Town
from tests.urgent.quotes import HOUR, agreed, as_it_is, changed, person, row, sent, urgent_ticket
from tests.visitor import Visitor, words
from tests.work.hours import booked, day, total

Visit = Callable[..., Visitor]
WEDNESDAY = datetime(2026, 12, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _proved(app: Flask) -> Iterator[None]:
    """Let the room say what is covered, and prove consents and charges after every test."""
    hooks.covers(covered.covers_day)
    hooks.gives(covered.given_for)
    proposals.proposes(late_proposal.for_late_work)
    yield
    db.session.remove()
    session = db.session()
    assert [*wrong_consents(session), *wrong_urgent(session), *wrong_charges(session)] == []


def letters(prefix: str) -> list[OutgoingLetter]:
    db.session.rollback()
    found = select(OutgoingLetter).where(OutgoingLetter.key.startswith(prefix))
    return list(db.session.scalars(found.order_by(OutgoingLetter.id)))


def refusal(deed: Callable[[], object]) -> Against:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.reason


def link(quote: int) -> str:
    reader = db.session.scalars(select(QuoteReader).where(QuoteReader.quote_id == quote)).first()
    assert reader
    token = token_for(quoting.PURPOSE, reader.id, reader.nonce, KEY)
    db.session.rollback()
    return f"/nl/spoedofferte/{token}"


def test_r13_asking_is_answered_and_alerts_and_is_never_being_urgent(
    app: Flask, town: Town, visit: Visit
) -> None:
    number = urgent_ticket(app, town, asked=False)
    lotte = visit("lotte")
    page = lotte.get(f"/portal/requests/{number}")
    assert "Spoed aanvragen" in page.text
    assert lotte.post(f"/portal/requests/{number}/urgency").status == 303
    assert "nog nergens mee akkoord" in lotte.get(f"/portal/requests/{number}").text
    (answer,) = letters("urgency:")
    assert "schriftelijk" in answer.body_text
    assert db.session.scalars(select(Alert.cause)).all() == [Cause.URGENT]
    with pytest.raises(NotBooked) as refused:
        booked(town, number, 25, urgent=True)
    assert refused.value.reason is Reason.NO_CONSENT
    assert visit("abby", "en").post(f"/portal/requests/{number}/urgency").status == 404
    with pytest.raises(asking.NothingToAsk):
        asking.ask(number, person(town.daan), KEY, now())


def test_r13_a_call_is_typed_in_with_two_fields(app: Flask, town: Town, visit: Visit) -> None:
    number = urgent_ticket(app, town, asked=False)
    with transaction() as session:
        promised = session.get_one(Ticket, number)
        promised.planned, promised.planned_until = WEDNESDAY.date(), WEDNESDAY.date()
    daan = visit("daan")
    assert daan.post(f"/desk/tickets/{number}/urgency", {"caller": "Lotte", "said": ""}).status == 422
    assert not as_it_is(number).urgent_asked
    page = daan.post(f"/desk/tickets/{number}/urgency", {"caller": "Lotte", "said": "De winkel ligt plat"})
    assert page.status == 303
    assert as_it_is(number).urgent_asked
    assert "beloofden we woensdag 2 december" in letters("urgency:")[0].body_text
    assert "De winkel ligt plat" in daan.get(f"/desk/tickets/{number}").text


def test_r14_a_quote_is_frozen_and_goes_to_who_may_agree(app: Flask, town: Town) -> None:
    quote = row(sent(town, urgent_ticket(app, town)))
    assert (quote.version, quote.factor, quote.maximum) == (1, Fraction(3, 2), 9)
    assert (quote.excluding_cents, quote.vat_cents, quote.vat_percent) == (20250, 4253, 21)
    assert quote.button == "Akkoord: voer uit met spoed voor 9 credits (€ 202,50 ex. btw)".replace(
        "€ ", "€\xa0"
    )
    for said in ("€\xa0202,50", "€\xa0245,03", "60", "1,5", "onze planning zit vol"):
        assert said in quote.html
        assert said in quote.text
    (written,) = letters("quote:")
    assert written.to_address == town.lotte.email
    assert link(quote.id) in written.body_text


@pytest.mark.parametrize("deed", ["UPDATE quote SET maximum = 1", "DELETE FROM quote", "UPDATE consent SET maximum = 1",
                                  "DELETE FROM consent", "DELETE FROM consent_end"])  # fmt: skip
def test_r15_neither_a_quote_nor_a_consent_is_ever_changed(app: Flask, town: Town, deed: str) -> None:
    agreed(sent(town, urgent_ticket(app, town)), town.lotte)
    with pytest.raises(DatabaseError), transaction() as session:
        session.execute(text(deed))


def test_r14_what_cannot_be_sent_is_refused_with_the_reason(app: Flask, town: Town) -> None:
    number = urgent_ticket(app, town, asked=False)
    with pytest.raises(NotSent) as refused:
        sent(town, number)
    assert refused.value.wrong is Wrong.NOT_ASKED
    asking.ask(number, person(town.lotte), KEY, now())
    changed(town.lotte, may_agree=False)
    with pytest.raises(NotSent) as refused:
        sent(town, number)
    assert refused.value.wrong is Wrong.NOBODY


@time_machine.travel(WEDNESDAY, tick=True)  # on a Friday the promise itself would not fit
def test_r14_a_quote_that_breaks_a_promise_needs_a_manager(app: Flask, town: Town) -> None:
    number, other = urgent_ticket(app, town), ticket(app, subject="Belofte")
    with transaction() as session:
        promised = session.get_one(Ticket, other)
        promised.planned, promised.planned_until = day(), day() + timedelta(days=6 - day().weekday())
        session.add(Estimate(ticket_number=other, minutes=600, by=town.daan.id, at=now()))
    with pytest.raises(NotSent) as refused:
        sent(town, number, minutes=60 * 40, maximum=400)
    assert refused.value.wrong is Wrong.BREAKS
    quote = row(sent(town, number, by=town.mara, minutes=60 * 40, maximum=400))
    assert quote.moves == [other]


def test_r35_opening_a_link_changes_nothing_and_a_post_agrees(app: Flask, town: Town, visit: Visit) -> None:
    number = urgent_ticket(app, town)
    quote, stranger = sent(town, number), visit()
    address = link(quote)
    for _turn in range(3):
        assert stranger.get(address).status == 200
        assert stranger.get(address.replace("/nl/spoedofferte", "/en/urgent-quote")).status == 200
    assert row(quote).state is QuoteState.SENT
    page = stranger.get(address)
    assert row(quote).button in page.html.replace("&nbsp;", "\xa0")
    shown = page.one("input", id="html_sha256").get("value")
    assert stranger.post(address, {"html_sha256": shown, "name": "", "role": ""}).status == 422
    other = stranger.post(address, {"html_sha256": "0" * 64, "name": "Lotte", "role": "eigenaar"})
    assert other.status == 409
    done = stranger.post(address, {"html_sha256": shown, "name": "Lotte Bakker", "role": "eigenaar"})
    assert done.status == 303
    receipt = stranger.get(address)
    assert "Lotte Bakker (eigenaar)" in receipt.text
    db.session.rollback()
    again = stranger.post(address, {"html_sha256": shown, "name": "Joris", "role": "x"})
    assert (again.status, "al akkoord" in again.text) == (409, True)
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.number, consent.way.value, consent.name, consent.person_id) == (
        1,
        "link",
        "Lotte Bakker",
        town.lotte.id,
    )
    assert consent.address
    assert consent.text == row(quote).text
    digest = db.session.scalars(select(Consent.hash)).one()
    db.session.rollback()
    assert "Dit akkoord is echt" in stranger.get(f"/nl/akkoord/{digest}").text
    assert stranger.get(f"/en/agreement/{'0' * 64}").status == 404
    assert stranger.get(f"{address}/bewijs").response.data.startswith(b"%PDF")
    assert as_it_is(number).urgent_by == row(quote).ready_by
    board = visit("daan").get("/desk/board")
    assert "Spoed?" not in board.text
    assert f"lane-{number}" in board.html
    assert stranger.get(address + "x").status == 404
    changed(town.lotte, may_agree=False)
    assert stranger.get(address).status == 404


def given_away(daan: Visitor, number: int, typed: dict[str, str]) -> str:
    rest = dict.fromkeys(("service", "kind", "impact", "urgency", "assignee"), "")
    rest["version"] = str(as_it_is(number).version)
    page = daan.post(f"/desk/tickets/{number}/properties", rest | typed)
    assert (page.status, as_it_is(number).organisation_id is not None) == (422, True)
    return page.text


def test_r13_in_the_portal_only_who_may_agree_can_and_only_of_that_client(
    app: Flask, town: Town, visit: Visit
) -> None:
    number = urgent_ticket(app, town)
    quote, away = sent(town, number), {"organisation": str(town.abroad.id)}
    assert "Trek die eerst in" in given_away(visit("daan"), number, away)
    joris = visit("joris")
    page = joris.get(f"/portal/quotes/{quote}")
    assert "Alleen een collega" in page.text
    for private, status in ((True, 404), (False, 200)):  # what Lotte keeps from her colleagues
        with transaction() as session:
            session.get_one(Ticket, number).private = private
        assert joris.get(f"/portal/quotes/{quote}").status == status
        assert (f"#{number}" in joris.get("/portal/quotes").text) is not private
    assert page.all("input", id="html_sha256") == []
    shown = {"html_sha256": row(quote).html_sha256, "name": "Joris", "role": "bakker"}
    assert joris.post(f"/portal/quotes/{quote}", shown).status == 409
    assert joris.post(f"/portal/quotes/{quote}/refusal").status == 409
    assert visit("abby", "en").get(f"/portal/quotes/{quote}").status == 404
    assert visit("abby", "en").post(f"/portal/quotes/{quote}", shown).status == 404
    assert refusal(lambda: agreed(quote, town.abby)) is Against.NOT_YOU
    lotte = visit("lotte")
    place_at(number, "done", 1, by=town.daan.id, now=now())
    assert lotte.post(f"/portal/quotes/{quote}", {**shown, "name": "Lotte"}).status == 303
    assert as_it_is(number).column is Column.IN_PROGRESS, "what runs is not done"
    assert "Lotte (bakker)" in lotte.get(f"/portal/quotes/{quote}").text
    assert lotte.get("/portal/quotes").status == 200
    assert lotte.get(f"/portal/quotes/{quote}/proof").status == 200
    assert "ging schriftelijk akkoord" in given_away(visit("daan"), number, away), (
        "nobody else pays that rate"
    )
    assert row(quote).state is QuoteState.AGREED


def test_r14_a_changed_quote_is_a_new_version_and_needs_a_new_consent(app: Flask, town: Town) -> None:
    number = urgent_ticket(app, town)
    first, second = sent(town, number), sent(town, number, maximum=12)
    assert refusal(lambda: agreed(first, town.lotte)) is Against.SUPERSEDED
    assert row(second).state is QuoteState.SENT
    agreed(second, town.lotte)
    third = sent(town, number, maximum=20)
    assert row(second).state is QuoteState.AGREED  # what was true stays
    assert "12 credits" in row(third).text
    with pytest.raises(NotSent) as refused:
        quoting.send(number, quoting.Wanted(_offer_of(third), "", 1), person(town.daan), KEY, now())
    assert refused.value.wrong is Wrong.OVERTAKEN


def _offer_of(quote: int) -> Offer:
    found = row(quote)
    return Offer(found.reasons, found.minutes, found.factor, found.maximum, found.ready_by, found.valid_until)


def test_r14_without_an_agreement_the_normal_promise_holds_and_a_letter_says_so(
    app: Flask, town: Town
) -> None:
    for end in ("decline", "withdraw", "expire"):
        number = urgent_ticket(app, town)
        quote = sent(town, number)
        if end == "decline":
            ending.decline(quote, town.lotte.id, KEY, now())
        elif end == "withdraw":
            ending.withdraw(quote, person(town.daan), KEY, now())
        else:
            later = row(quote).valid_until
            assert refusal(lambda: agreed(quote, town.lotte, at=later)) is Against.EXPIRED  # noqa: B023
            assert [ending.expire_due(later, KEY), ending.expire_due(later, KEY)] == [1, 0]
        (told,) = letters(f"quote-over:{quote}")
        assert "gewone aanvraag" in told.body_text
        found = as_it_is(number)
        assert (found.urgent_asked, found.urgent_by) == (False, None)
        assert refusal(lambda: agreed(quote, town.lotte)) is Against(row(quote).state.value)  # noqa: B023


def test_r13_r17b_urgent_minutes_are_booked_under_the_consent_and_never_above_it(
    app: Flask, town: Town
) -> None:
    number = urgent_ticket(app, town)
    agreed(sent(town, number, maximum=4), town.lotte)
    booked(town, number, 25, urgent=True)
    assert total(number, EntryKind.URGENT_CHARGE) == 4  # 25 × 1.5 = 37.5 → 4
    booked(town, number, 240, urgent=True)
    assert total(number, EntryKind.URGENT_CHARGE) == 4
    with pytest.raises(NotBooked):
        booked(town, number, 25, urgent=True, day=day() - timedelta(days=1))
    waive(number, Leniency(Gift.SURCHARGE), "Coulance", person(town.mara), now())  # R16


@pytest.mark.parametrize("seed", range(6))
def test_r13_whatever_is_done_no_urgent_charge_is_without_a_consent(
    app: Flask, town: Town, seed: int
) -> None:
    chance, number = random.Random(seed), urgent_ticket(app, town)
    quotes: list[int] = []
    with time_machine.travel(now(), tick=True) as clock:
        for _turn in range(14):
            deed = chance.choice(
                ("ask", "send", "agree", "agree", "decline", "withdraw", "wait", "book", "book", "expire")
            )
            quote = chance.choice(quotes) if quotes else 0
            with suppress(Refused, NotSent, NotBooked, asking.NothingToAsk):
                if deed == "ask":
                    asking.ask(number, person(town.lotte), KEY, now())
                elif deed == "send":
                    quotes.append(sent(town, number, maximum=chance.randint(1, 6)))
                elif deed == "agree" and quote:
                    agreed(quote, town.lotte)
                elif deed == "decline" and quote:
                    ending.decline(quote, town.lotte.id, KEY, now())
                elif deed == "withdraw" and quote:
                    ending.withdraw(quote, person(town.daan), KEY, now())
                elif deed == "wait":
                    clock.shift(HOUR * chance.choice((1, 8, 30)))
                elif deed == "expire":
                    ending.expire_due(now(), KEY)
                elif deed == "book":
                    booked(
                        town,
                        number,
                        chance.randint(1, 90),
                        urgent=True,
                        day=day() - timedelta(days=chance.choice((0, 0, 1))),
                    )
            db.session.rollback()
        most = sum(db.session.scalars(select(Consent.maximum)))
        charged = select(LedgerEntry.credits).where(LedgerEntry.kind == EntryKind.URGENT_CHARGE)
        assert 0 <= -sum(db.session.scalars(charged)) <= most
        db.session.rollback()


def test_r15_both_sides_get_the_proof_and_the_terms_to_keep(app: Flask, town: Town) -> None:
    agreed(sent(town, urgent_ticket(app, town)), town.lotte)
    blobs = app.extensions["projectie.blobs"]
    assert [send_copies(blobs, now(), KEY), send_copies(blobs, now(), KEY)] == [1, 0]
    written = letters("consent:1:")
    assert {one.to_address for one in written} == {town.lotte.email, town.daan.email}
    for one in written:
        files = db.session.scalars(select(LetterFile).where(LetterFile.letter_id == one.id)).all()
        assert [file.filename for file in files] == ["akkoord-1.pdf", "voorwaarden-1.pdf"]
        assert all(blobs.get(file.sha256).startswith(b"%PDF") for file in files)


def test_r32_an_answer_by_mail_is_recorded_only_of_a_proven_sender_who_may_agree(
    app: Flask, town: Town
) -> None:
    number = urgent_ticket(app, town)
    quote = sent(town, number)
    (asked,) = letters("quote:")
    found = {}
    for proven in (False, True):
        mail = letter(from_=LOTTE, subject="Re: Winkel dicht", proven=True, body="Akkoord", in_reply_to=asked.message_id,
                      references=asked.message_id)  # fmt: skip
        found[proven] = receive(app, mail).message or 0
    with transaction() as session:
        session.get_one(Message, found[False]).trusted = False
    assert (
        refusal(lambda: agreeing.record(quote, found[False], "eigenaar", person(town.daan), now()))
        is Against.NO_PROOF
    )
    db.session.rollback()
    assert [one.id for one in agreeing_mails(db.session(), row(quote))] == [found[True]]
    agreeing.record(quote, found[True], "eigenaar", person(town.daan), now())
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.way.value, consent.message_id, consent.recorded_by_id) == (
        "mail",
        found[True],
        town.daan.id,
    )
    assert db.session.get_one(Message, found[True], populate_existing=True).fate is Fate.CONSENT


def test_r17a_what_was_quoted_goes_on_where_its_ticket_was_merged_twice(
    app: Flask, town: Town, visit: Visit
) -> None:
    number, middle, kept = urgent_ticket(app, town), ticket(app), ticket(app)
    quote = sent(town, number)
    merged(middle, number, town)
    merged(kept, middle, town)
    with transaction() as session:
        session.get_one(Message, messages_of(kept)[-1]).received_at = now()  # Lotte answers the quote there
    assert [one.id for one in agreeing_mails(db.session(), row(quote))] == [messages_of(kept)[-1]]
    daan = visit("daan")
    assert "Offerte, versie 1" in daan.get(f"/desk/tickets/{kept}").text
    assert daan.get(f"/desk/quotes/{quote}").one("a", href=f"/desk/tickets/{kept}/quote") is not None
    form = daan.get(f"/desk/tickets/{kept}/quote")
    assert words(form.one("textarea", id="quote_words")) == "We herstellen de winkel.", (
        "as it was said before"
    )
    second = sent(town, kept)
    assert (row(quote).state, row(second).version) == (QuoteState.SUPERSEDED, 2)
    agreed(second, town.lotte)
    last = urgent_ticket(app, town, asked=False)
    bond = merged(last, kept, town)
    booked(town, last, 25, urgent=True)
    assert total(last, EntryKind.URGENT_CHARGE) == 4, "the consent goes along"
    undo(bond, town.daan.id, now())  # R17b: its time goes with it, or twice its most could be charged
    assert [len(pieces_of(db.session(), number)) for number in (kept, last)] == [1, 0]
    assert list(wrong_urgent(db.session())) == []
    merged(last, kept, town)
    assert [note_late(row(second).ready_by) for _ in range(2)] == [1, 0]
    (told,) = letters("urgent-late:")
    assert f"/manage/tickets/{last}/leniency" in told.body_text


def test_r16_what_is_not_ready_in_time_is_told_and_leniency_proposed(
    app: Flask, town: Town, visit: Visit
) -> None:
    number = urgent_ticket(app, town)
    quote = sent(town, number)
    agreed(quote, town.lotte)
    late = row(quote).ready_by
    assert note_late(late - HOUR) == 0
    assert [note_late(late), note_late(late)] == [1, 0]
    (told,) = letters("urgent-late:")
    assert told.to_address == town.mara.email
    assert f"/manage/tickets/{number}/leniency" in told.body_text
    with time_machine.travel(late, tick=True):
        leniency_is_proposed(town, visit, number)
    place_at(number, Column.DONE, 1, by=town.daan.id, now=now())
    assert note_late(late + HOUR) == 0


def leniency_is_proposed(town: Town, visit: Visit, number: int) -> None:
    assert "Een manager is gevraagd" in visit("daan").get(f"/desk/tickets/{number}").text
    mara, url = visit("mara"), f"/manage/tickets/{number}/leniency"
    form = mara.get(url)
    because = (form.one("textarea", id="gift_because").text or "").strip()
    assert because.startswith("We beloofden dit uiterlijk")
    (chosen,) = [one.get("value") for one in form.all("option") if one.get("selected") is not None]
    assert chosen == "surcharge"
    assert mara.post(url, {"gift": "whole", "gift_because": because}).status == 422, "it costs nothing yet"
    assert mara.post(url, {"gift": chosen, "gift_because": because}).status == 303
    booked(town, number, 25, urgent=True)
    assert total(number, EntryKind.URGENT_CHARGE, EntryKind.LENIENCY) == 3  # as at the normal rate
    assert "over coulance beslist" in mara.get(f"/desk/tickets/{number}").text


def test_s09_staff_see_the_quote_as_the_client_reads_it_before_it_is_sent(
    app: Flask, town: Town, visit: Visit
) -> None:
    number = urgent_ticket(app, town)
    daan = visit("daan")
    page = daan.get(f"/desk/tickets/{number}/quote")
    values = {name: page.one("input", name=name).get("value") or "" for name in
              ("minutes", "ready_on", "ready_at", "valid_on", "valid_at", "seen")}  # fmt: skip
    typed = {
        **values,
        "grounds": ["capacity", "out_of_hours"],
        "factor": "",
        "maximum": "",
        "quote_words": "We komen.",
    }
    checked = daan.post(f"/desk/tickets/{number}/quote", {**typed, "check": "1"})
    assert (checked.status, "Zoals de klant het leest" in checked.text) == (200, True)
    assert db.session.scalars(select(Quote)).all() == []
    db.session.rollback()
    late = daan.post(f"/desk/tickets/{number}/quote", {**typed, "ready_on": "2020-01-01", "check": "1"})
    assert (late.status, "binnen de uren" in late.text) == (422, True), "before it is sent, too"
    wrong = daan.post(f"/desk/tickets/{number}/quote", {**typed, "factor": "0,5"})
    assert (wrong.status, "We komen." in wrong.text) == (422, True)
    for night, said in (("2027-03-28", "slaat deze tijd over"), ("2027-10-31", "twee keer")):
        odd = daan.post(f"/desk/tickets/{number}/quote", {**typed, "ready_on": night, "ready_at": "02:30"})
        assert (odd.status, said in odd.text) == (422, True)
    assert daan.post(f"/desk/tickets/{number}/quote", typed).status == 303
    quote = db.session.scalars(select(Quote)).one()
    assert quote.factor == quote.proposed == Fraction(7, 4)
    db.session.rollback()
    assert daan.get(f"/desk/quotes/{quote.id}").status == 200
    assert daan.post(f"/desk/quotes/{quote.id}/withdrawal").status == 303
    assert row(quote.id).state is QuoteState.WITHDRAWN
