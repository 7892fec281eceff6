"""What is said in the drill world: mails, answers, notes and sealed complaints, each with its word."""

from email.headerregistry import Address

from flask import current_app
from sqlalchemy import select

from projectie.commands.demo import post
from projectie.commands.demo.files import File, document, picture
from projectie.commands.demo.post import SERVER
from projectie.commands.demo.private import send
from projectie.commands.drill.world import COMPLAINT, INTERNAL, Side, World
from projectie.complaints import sealing
from projectie.contracts.coverage import Consequence
from projectie.database import db
from projectie.mail.blobs import BlobStore
from projectie.mail.models import Mailbox, OutgoingLetter
from projectie.people.models import Person
from projectie.terms.in_force import studio_facts
from projectie.tickets import conversation, coverage_actions, placement
from projectie.tickets.filing import Intake
from projectie.tickets.intake import receive
from projectie.tickets.models import Column, Delivery, Message, Ticket
from projectie.tickets.planning_promises import Span, weeks_to_offer
from projectie.tickets.promise_rows import ground_for
from projectie.tickets.promising import Wanted, promise_planning
from projectie.tickets.reply_files import Offered, add_file
from projectie.tickets.reply_files_rules import FileLimits
from projectie.tickets.working_drafts import Typed, keep
from projectie.tickets.writing_models import Box
from projectie.uploads.links import make_link
from projectie.uploads.parts import Parts
from projectie.uploads.receiving import Place
from projectie.uploads.rules import Limits
from projectie.whispers.actions import Wanted as WantedSecret
from projectie.whispers.actions import make
from projectie.whispers.models import Way
from projectie.whispers.sealing import Lock


def open_tickets(world: World, side: Side, blobs: BlobStore) -> None:
    """Open three tickets: a new one, one that was answered and answered again, one that is done."""
    intake = Intake(blobs, current_app.config["SETTINGS"].secret_key, SERVER)
    to = studio_facts(db.session()).support_address
    numbers = [_mailed(world, side, intake, to, subject) for subject in ("a question", "a form", "a picture")]
    for number, then in zip(numbers[1:], (Column.WAITING, Column.DONE), strict=True):
        _said(world, side, number, then, intake.key)
    answered = _last_letter(numbers[1])
    again = _mail(world, side, answered.headers["Reply-To"], f"Re: {side.word}", answered.message_id)
    receive(post.written(again), Mailbox.SUPPORT, intake, world.passed())
    _private(world, side, numbers[0], blobs)
    placement.place_at(numbers[1], "planned", 1, by=world.colleague, now=world.passed())
    _promised(world, side, numbers[1], intake.key)
    _written(world, side, numbers[1], blobs)


def _private(world: World, side: Side, number: int, blobs: BlobStore) -> None:
    """Let a file come over an upload link; ask for a secret, and give one."""
    settings, by = current_app.config["SETTINGS"], world.colleague
    here = Place(Parts(settings.data_dir / "uploads"), blobs, Limits(spare=0), settings.secret_key)
    link = make_link(number, 30, by, world.passed())
    send(link, f"{side.word} large.pdf", document((side.word, "large")), here, world.passed())
    lock = Lock(settings.data_dir)
    make(number, WantedSecret(Way.ASKED, f"password of {side.word}", 7), lock, by, world.passed())
    make(
        number,
        WantedSecret(Way.GIVEN, f"key of {side.word}", 7, f"{side.word}-key-1"),
        lock,
        by,
        world.passed(),
    )


def _written(world: World, side: Side, number: int, blobs: BlobStore) -> None:
    """Let a colleague be in the middle of a reply and of a note; neither is for the client."""
    text, by = f"{INTERNAL}: half a sentence about {side.word}", world.colleague
    keep(number, Typed(Box.REPLY, text), by, world.passed())
    keep(number, Typed(Box.NOTE, text), by, world.passed())
    file = Offered(f"{INTERNAL} {side.word}.pdf", document((side.word, INTERNAL)))
    add_file(number, file, by, blobs, world.passed(), FileLimits())


def _mailed(world: World, side: Side, intake: Intake, to: str, subject: str) -> int:
    raw = post.written(_mail(world, side, to, f"{side.word}: {subject}"))
    number = receive(raw, Mailbox.SUPPORT, intake, world.passed()).ticket
    if number is None:
        raise ValueError("a proven client's mail opens a ticket")
    return number


def _mail(world: World, side: Side, to: str, subject: str, answers: str | None = None) -> post.Mail:
    text = f"Hello,\n\nThis is about {side.word} and nothing else.\n\nanna {side.word}\n"
    files = (
        File(f"{side.word}.png", "image/png", picture(side.word)),
        File(f"{side.word}.txt", "text/plain", f"{side.word}\n".encode()),
        File(f"{side.word}.pdf", "application/pdf", document((side.word, subject))),
    )
    return post.Mail(
        key=f"{side.word} {world.now.isoformat()}",
        from_=Address(f"anna {side.word}", addr_spec=side.email),
        to=to,
        subject=subject,
        text=text,
        date=world.now,
        html=True,
        files=files,
        in_reply_to=answers,
        headers=(("Cc", str(Address(f"otto {side.word}", addr_spec=f"otto@{side.word}.example"))),),
    )


def _said(world: World, side: Side, number: int, then: Column, key: str) -> None:
    colleague = db.session.get_one(Person, world.colleague)
    conversation.add_note(number, f"{INTERNAL}: not for the client.", colleague, world.passed())
    reason = f"{INTERNAL}: we broke it ourselves."
    coverage_actions.decide_coverage(number, Consequence.FREE, reason, world.colleague, world.passed())
    coverage_actions.note_request(number, f"anna {side.word}", world.colleague, world.passed())
    seen = conversation.newest_message(db.session(), number)
    said = conversation.Reply(f"Hello,\n\nThank you, we look at {side.word}.", seen, then)
    conversation.reply(number, said, colleague, key, world.passed())


def _promised(world: World, side: Side, number: int, key: str) -> None:
    """Promise that ticket for the next week in which somebody works, for a reason that is the client's."""
    now = world.passed()
    ticket = db.session.get_one(Ticket, number, populate_existing=True)
    week = weeks_to_offer(ground_for(db.session(), ticket, None, now), 8)[1]
    wanted = Wanted(Span.week(week), f"{side.word} asked for it.", ticket.version)
    promise_planning(number, wanted, db.session.get_one(Person, world.colleague), key, now)


def complain(world: World) -> None:
    """Seal two mails to the address for complaints (R26a)."""
    seal = sealing.seal_in(current_app.config["SETTINGS"].data_dir)
    for number in (1, 2):
        mail = post.Mail(
            key=f"{COMPLAINT} {number}",
            from_=Address(COMPLAINT, "someone", f"{COMPLAINT}.example"),
            to=studio_facts(db.session()).info_address,
            subject=f"{COMPLAINT} {number}",
            text=f"I am not happy about {COMPLAINT}.\n",
            date=world.now,
            files=(File(f"{COMPLAINT}.txt", "text/plain", f"{COMPLAINT}\n".encode()),),
        )
        sealing.receive(post.written(mail), seal, world.passed())


def _last_letter(number: int) -> OutgoingLetter:
    letters = select(OutgoingLetter).join(Delivery).join(Message).where(Message.ticket_number == number)
    return db.session.scalars(letters.order_by(OutgoingLetter.id.desc()).limit(1)).one()
