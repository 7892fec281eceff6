"""Credits of both clients of the drill world: bought, used on a ticket, corrected; their word in every reason."""

from sqlalchemy import func, select

from projectie.commands.drill.world import SIDES, Side, World
from projectie.credits.correcting import Correction, correct
from projectie.credits.models import EntryKind
from projectie.credits.notices import set_notice
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction
from projectie.people.models import Person
from projectie.terms.in_force import in_force, today
from projectie.tickets.models import Ticket
from projectie.topups import arranging, buying, settling
from projectie.topups.buying import Wanted
from projectie.topups.offer import priced
from projectie.topups.rules import Way
from projectie.topups.settling import Received

BOUGHT, USED, PUT_RIGHT, THRESHOLD = 20, -13, 1, 10


def buy_and_use(world: World, clients: dict[str, int]) -> None:
    """Let each client buy credits, use them below its threshold, and have one put right."""
    for side in SIDES:
        buyer = db.session.scalars(select(Person).where(Person.email == side.email)).one()
        set_notice(buyer.id, THRESHOLD, world.passed())
        _bought(world, side, buyer)
        _used(world, side, clients[side.key])
        wanted = Correction(PUT_RIGHT, f"{side.word} recht gezet", f"drill-{side.word}")
        correct(clients[side.key], wanted, world.colleague, world.now)


def _bought(world: World, side: Side, buyer: Person) -> None:
    day = today(db.session(), world.now)
    price = priced(BOUGHT, in_force(db.session(), day).terms.figures).total
    if side.country == buying.HOME:
        wanted = Wanted(BOUGHT, Way.TRANSFER, f"drill-{side.word}", price.including)
        number = buying.order(buyer, wanted, world.now)
    else:
        number = arranging.arrange(buyer, BOUGHT, f"drill-{side.word}", world.now).topup
    settling.confirm(number, Received(price.including, day), world.colleague, world.passed())


def _used(world: World, side: Side, client: int) -> None:
    with transaction() as session:
        ticket = session.scalar(select(func.min(Ticket.number)).where(Ticket.organisation_id == client))
        posting = Posting(
            client,
            EntryKind.CHARGE,
            USED,
            today(session, world.now),
            f"drill:{side.word}",
            f"{side.word} werk",
            world.colleague,
            ticket,
        )
        post(session, posting, world.now)
