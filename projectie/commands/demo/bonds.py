"""What ties tickets of the demo desk together, and what stands beside them: links, tags, lists, proofs, a merge."""

from datetime import datetime, timedelta

from sqlalchemy import select

from projectie.bonds import checklist, following, reminding, tags
from projectie.bonds.links import Reading, make_link
from projectie.bonds.merging import Pair, merge
from projectie.commands.demo.files import document, picture
from projectie.commands.demo.play import Play
from projectie.database import db
from projectie.people.models import Person
from projectie.proofs.answering import Said, answer
from projectie.proofs.models import Proof, ProofVerdict
from projectie.proofs.showing import File, put_up
from projectie.terms.in_force import calendar, in_force, today
from projectie.tickets.models import Ticket
from projectie.tickets.snoozing import offered

HOUR = timedelta(hours=1)
CARDS = "Invitation cards, 400 copies"
TAGGED = {
    "Drukwerk": (CARDS, "Klantenzone met proefdrukken"),
    "Webshop": ("Kerstassortiment in de webshop", "Cadeaubonnen verkopen", "Nieuwe foto's voor de webshop"),
}


def tie(play: Play, now: datetime) -> None:
    """Let colleagues do what they do with tickets."""
    daan, noor = (play.cast.people[name].id for name in ("daan", "noor"))
    for tag, subjects in TAGGED.items():
        for subject in subjects:
            tags.put(_ticket(subject), tag, noor, now - 5 * HOUR)
    shop, vouchers = _ticket("Kerstassortiment in de webshop"), _ticket("Cadeaubonnen verkopen")
    make_link(vouchers, Reading.BLOCKED_BY, shop, daan, now - 5 * HOUR)
    checklist.add(shop, "Foto's bijsnijden\nPrijzen nalopen\nProefbestelling doen", daan, now - 5 * HOUR)
    first = checklist.checklist_of(db.session(), shop)[0].id
    checklist.tick(shop, first, daan, now - 4 * HOUR, done=True)
    following.follow(shop, noor, now - 5 * HOUR)
    days = calendar(db.session(), in_force(db.session(), today(db.session(), now)).terms, play.studio.zone)
    reminding.remind(shop, offered(now, days).tomorrow, "Lotte bellen over de foto's", noor, now - 4 * HOUR)
    _same_request_twice(daan, now - 4 * HOUR)
    _proofs(play, now)


def _same_request_twice(by: int, at: datetime) -> None:
    """Merge what one client mailed twice."""
    first, second = (
        db.session.get_one(Ticket, _ticket(subject), populate_existing=True)
        for subject in ("Reparatie boeken geeft een lege pagina", "Boeken van een reparatie lukt niet")
    )
    merge(Pair(first.number, second.number, (first.version, second.version)), by, at)


def _proofs(play: Play, now: datetime) -> None:
    """Show a gallery its cards: the first version must change, the second waits."""
    number, noor = _ticket(CARDS), db.session.get_one(Person, play.cast.people["noor"].id)
    words = "Front and back; please look at the names."
    cards = File(
        "cards-v1.pdf", "application/pdf", document(("Harrow & Finch", "400 cards")), "Invitation card", words
    )
    first = put_up(number, cards, play.intake.blobs, noor, play.intake.key, now - 4 * HOUR)
    sha256 = db.session.get_one(Proof, first).sha256
    said = "The date is wrong: it is the 12th, not the 11th."
    finch = Said(sha256, ProofVerdict.CHANGES, said, None, "Imogen Finch", "203.0.113.7", "Firefox · Mac")
    answer(first, finch, now - 3 * HOUR)
    better = File(
        "cards-v2.png", "image/png", picture("cards-v2.png"), "Invitation card", "With the right date."
    )
    put_up(number, better, play.intake.blobs, noor, play.intake.key, now - 2 * HOUR)


def _ticket(subject: str) -> int:
    number = db.session.scalar(select(Ticket.number).where(Ticket.subject == subject))
    db.session.rollback()
    if number is None:
        raise ValueError(subject)
    return number
