"""A year of credits at the demo studio: bought, used week by week, corrected, given; and a transfer that waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from projectie.clock.workdays import Calendar
from projectie.commands.demo.cast import Cast
from projectie.commands.demo.diary import Page
from projectie.commands.demo.moments import ago
from projectie.commands.demo.play import Post
from projectie.credits.correcting import Correction, correct
from projectie.credits.models import EntryKind
from projectie.credits.notices import set_notice
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction
from projectie.invoices.sales import mail_sales
from projectie.mail.blobs import BlobStore
from projectie.mail.outbox import send_due
from projectie.people.billing_actions import Address
from projectie.people.models import Person
from projectie.terms.in_force import in_force, today
from projectie.topups import arranging, buying, settling
from projectie.topups.buying import Wanted
from projectie.topups.offer import priced
from projectie.topups.rules import Reported, TopUpState, Way
from projectie.topups.settling import Received

WEEK = 5  # working days
SOON = timedelta(minutes=5)
# client, buyer, credits bought so many weeks ago, what a week uses in turn
BOUGHT = (
    ("bakery", "lotte", ((46, 100), (22, 50), (5, 25)), (3, 2, 5, 1, 0, 4, 3)),
    ("museum", "femke", ((40, 100), (12, 100)), (6, 1, 3, 4, 2)),
    ("wine", "pieter", ((30, 25),), (1, 0, 2, 1, 0)),
    ("sailing", "wouter", ((18, 10),), (0, 1, 0, 0, 2)),
)
ABROAD = (("shipyard", "abby", 60), ("gallery", "imogen", 25))
ADDRESS = {  # typed where they buy: nobody knew it
    "wouter": Address("Zijldijk 30", "2352 AB", "Leiderdorp"),
    "nadia": Address("Haagweg 4", "2311 AA", "Leiden"),
}
WORK = {
    "nl": (
        "Kleine wijzigingen en onderhoud",
        "Formulier en opmaak",
        "Teksten en foto’s",
        "Updates en controle",
    ),
    "en": ("Small changes and upkeep", "Form and layout", "Texts and photographs", "Updates and checks"),
}


def story(cast: Cast, blobs: BlobStore, now: datetime, calendar: Calendar) -> Iterator[Page]:
    """Tell of a year of buying and using, and of some things that wait."""
    notify = ago(now, 47 * WEEK, calendar)
    yield notify, partial(set_notice, cast.people["lotte"].id, 10, notify)
    for weeks in range(46, 0, -1):
        yield from _week(cast, blobs, weeks, ago(now, weeks * WEEK, calendar))
    for client, buyer, credits_ in ABROAD:
        at, used = ago(now, 8, calendar), 4 if client == "gallery" else 9
        yield at, partial(_use, cast, client, cast.people[buyer].language, used, 2, at)
        if client == "shipyard":
            there = ago(now, 7, calendar)
            yield there, partial(_agree, cast, buyer, credits_, there)
            yield there + SOON, partial(_mail, blobs, there + timedelta(days=1) + SOON)
    by_hand, waiting, late = (ago(now, days, calendar) for days in (6, 3, 2))
    yield by_hand, partial(_by_hand, cast, by_hand)
    yield waiting, partial(_waiting, cast, waiting)
    yield late, partial(send_due, Post(), late)  # what was due by then left the house


def _week(cast: Cast, blobs: BlobStore, weeks: int, at: datetime) -> Iterator[Page]:
    for client, buyer, bought, pace in BOUGHT:
        for since, credits_ in bought:
            if since == weeks:
                yield at, partial(_buy, cast, buyer, credits_, at)
                yield at + SOON, partial(_mail, blobs, at + SOON)
        if weeks <= bought[0][0] and (used := pace[weeks % len(pace)]):
            later = at + timedelta(minutes=30)
            yield later, partial(_use, cast, client, cast.people[buyer].language, used, weeks, later)


def _buy(cast: Cast, buyer: str, credits_: int, at: datetime) -> None:
    """Buy online and pay at once, as most do."""
    number = _ordered(cast, buyer, credits_, Way.ONLINE, at)
    cents = priced(credits_, in_force(db.session(), today(db.session(), at)).terms.figures).total.including
    paid = Reported(TopUpState.PAID, cents, method="ideal")
    settling.heard(number, paid, at + timedelta(minutes=2))


def _mail(blobs: BlobStore, at: datetime) -> None:
    """Let the invoice of a sale leave the house, as the worker does within the minute."""
    mail_sales(blobs, at)
    send_due(Post(), at, watch=lambda: 0.0, contents=blobs.get)


def _use(cast: Cast, client: str, language: str, credits_: int, week: int, at: datetime) -> None:
    words = WORK[language]
    with transaction() as session:
        posting = Posting(
            cast.clients[client],
            EntryKind.CHARGE,
            -credits_,
            today(session, at),
            f"demo:{client}:{week}",
            words[week % len(words)],
        )
        post(session, posting, at)


def _agree(cast: Cast, buyer: str, credits_: int, at: datetime) -> None:
    """Ask the project manager, who sees the money come."""
    arranged = arranging.arrange(_person(cast, buyer), credits_, f"demo-{buyer}", at)
    there = at + timedelta(days=1)
    received = Received(135_000, today(db.session(), there))
    settling.confirm(arranged.topup, received, cast.people["mara"].id, there)


def _by_hand(cast: Cast, at: datetime) -> None:
    mara = cast.people["mara"].id
    wanted = Correction(2, "Dubbel geboekt in de week ervoor, teruggezet.", "demo-correction")
    correct(cast.clients["museum"], wanted, mara, at)
    with transaction() as session:
        reason = "Coulance na de storing bij de hosting."
        gift = Posting(
            cast.clients["wine"], EntryKind.LENIENCY, 3, today(session, at), "demo:gift", reason, mara
        )
        post(session, gift, at)


def _waiting(cast: Cast, at: datetime) -> None:
    """A transfer that a manager is to confirm, a payment that was cut off."""
    _ordered(cast, "esra", 50, Way.TRANSFER, at)
    failed = _ordered(cast, "nadia", 10, Way.ONLINE, at)
    settling.heard(failed, Reported(TopUpState.EXPIRED, None), at + timedelta(minutes=20))


def _ordered(cast: Cast, buyer: str, credits_: int, way: Way, at: datetime) -> int:
    figures = in_force(db.session(), today(db.session(), at)).terms.figures
    shown = priced(credits_, figures).total.including
    wanted = Wanted(credits_, way, f"demo-{buyer}-{at:%Y%m%d}", shown, address=ADDRESS.get(buyer))
    return buying.order(_person(cast, buyer), wanted, at)


def _person(cast: Cast, key: str) -> Person:
    return db.session.get_one(Person, cast.people[key].id)
