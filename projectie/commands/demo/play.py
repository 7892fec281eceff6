"""The stories played out: every step is the deed that a mail or a colleague causes on a real desk."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from email.headerregistry import Address
from email.utils import parseaddr

from sqlalchemy import select

from projectie.clock.workdays import Calendar
from projectie.commands.demo import post
from projectie.commands.demo.cast import Cast, Character
from projectie.commands.demo.files import file_named
from projectie.commands.demo.moments import ago, saturday_before
from projectie.commands.demo.story import (
    Bounced,
    Garbled,
    Mailed,
    Moved,
    Noted,
    Replied,
    Step,
    Story,
    Triaged,
)
from projectie.database import db
from projectie.mail.delivery import Delivery as Sent
from projectie.mail.models import Mailbox, OutgoingLetter
from projectie.mail.outbox import send_due
from projectie.mail.transport import Refused
from projectie.people.models import Person
from projectie.tickets import conversation, placement, properties
from projectie.tickets.intake import Intake, Received, receive
from projectie.tickets.models import Column, Delivery, Message, Ticket
from projectie.tickets.properties import Properties

LAST = 1_000_000  # a place beyond the end of any column
UNSENT = 0.5  # working days: what was written since then still waits in the outbox
REFUSED = {"bruno@atelier-lumiere.example": "550 5.1.1 User unknown"}
WROTE = {"nl": "Op {date} schreef {name}:", "en": "On {date}, {name} wrote:"}


@dataclass(frozen=True, slots=True)
class Scene:
    """One step of one story, at its moment."""

    at: datetime
    story: Story
    step: Step
    number: int


class Post:
    """A mail server that takes every letter and carries none."""

    def deliver(self, delivery: Sent) -> None:
        """Take it, unless the recipient has no mailbox."""
        if delivery.to_address in REFUSED:
            raise Refused(REFUSED[delivery.to_address])


@dataclass(frozen=True, slots=True)
class Play:
    """The desk on which the stories happen, and which ticket each story became."""

    cast: Cast
    intake: Intake
    mailbox: str  # of the studio
    tickets: dict[str, int] = field(default_factory=dict)

    def perform(self, scene: Scene) -> None:
        """Do what the step says."""
        step = scene.step
        match step:
            case Mailed():
                self._mail(scene, step)
            case Garbled():
                receive(post.noise(step.noise), Mailbox.SUPPORT, self.intake, scene.at)
            case Bounced():
                self._bounce(scene, step)
            case Replied():
                self._reply(scene, step)
            case Noted():
                conversation.add_note(self._ticket(scene), step.note, self._colleague(step.by), scene.at)
            case Triaged():
                self._triage(scene, step)
            case Moved():
                column, _, place = step.move.partition(" ")
                by = self.cast.people[step.by].id
                placement.place_at(self._ticket(scene), column, int(place or LAST), by=by, now=scene.at)

    def _mail(self, scene: Scene, step: Mailed) -> None:
        mail, answered = self._first_mail(scene, step), self._last_letter(scene)
        if answered is not None:
            mail = self._answering(mail, answered, step)
        elif scene.number:
            first = replace(mail, key=f"{scene.story.key} 0")
            mail = replace(mail, subject=f"Re: {mail.subject}", in_reply_to=first.message_id)
        received = receive(post.written(mail), Mailbox(step.box), self.intake, scene.at)
        self._remember(scene, received)

    def _first_mail(self, scene: Scene, step: Mailed) -> post.Mail:
        teller = self._teller(scene.story, step)
        signed = f"{step.mail.strip()}\n\n-- \n{teller.signature}\n" if teller.signature else f"{step.mail.strip()}\n"
        return post.Mail(
            key=f"{scene.story.key} {scene.number}",
            from_=teller.mailbox,
            to=self.mailbox.replace("support", "spoed") if step.box == Mailbox.URGENT else self.mailbox,
            subject=step.subject or scene.story.subject,
            text=step.mail.strip() + "\n" if step.auto or step.bulk else signed,
            date=scene.at,
            html=step.html,
            files=tuple(file_named(name, scene.story.subject) for name in step.files),
            proof=step.proof,
            headers=_machine(step),
        )

    def _answering(self, mail: post.Mail, answered: OutgoingLetter, step: Mailed) -> post.Mail:
        """Return the mail as an answer to our last letter, quoted unless a machine wrote it."""
        date = answered.created_at.strftime("%d-%m-%Y %H:%M")
        intro = WROTE[answered.language].format(date=date, name=answered.from_name)
        quote = "" if step.auto else "\n" + post.quoted(answered.body_text, intro)
        return replace(
            mail,
            to=answered.headers["Reply-To"],
            subject=step.subject or answered.subject,
            text=mail.text + quote,
            in_reply_to=answered.message_id,
            references=tuple(answered.headers.get("References", "").split()),
        )

    def _bounce(self, scene: Scene, step: Bounced) -> None:
        letter = self._last_letter(scene)
        if letter is None:
            raise ValueError(f"{scene.story.key}: nothing was sent that could come back")
        domain = letter.to_address.rpartition("@")[2]
        report = post.Mail(
            key=f"{scene.story.key} {scene.number}",
            from_=Address("Mail Delivery System", "MAILER-DAEMON", f"mail.{domain}"),
            to=self.mailbox,
            subject="Undelivered Mail Returned to Sender",
            text=f"This is the mail system at host mail.{domain}.\n\n<{letter.to_address}>: {step.bounce}\n",
            date=scene.at,
            headers=(("Return-Path", "<>"), ("Auto-Submitted", "auto-replied")),
        )
        raw = post.bounced(report, letter.message_id, letter.to_address, step.bounce)
        receive(raw, Mailbox.SUPPORT, self.intake, scene.at)

    def _reply(self, scene: Scene, step: Replied) -> None:
        ticket, then = self._ticket(scene), Column(step.then) if step.then else None
        said = conversation.Reply(step.reply.strip(), conversation.newest_message(db.session(), ticket), then)
        conversation.reply(ticket, said, self._colleague(step.by), self.intake.key, scene.at)
        if step.ago >= UNSENT:
            send_due(Post(), scene.at, watch=lambda: 0.0)  # in no time: the same desk again

    def _triage(self, scene: Scene, step: Triaged) -> None:
        ticket = db.session.get_one(Ticket, self._ticket(scene), populate_existing=True)
        kind, impact, urgency, service, assignee = step.decided
        wanted = Properties(
            organisation_id=self.cast.clients.get(step.client, ticket.organisation_id),
            service=service,
            kind=kind,
            impact=impact,
            urgency=urgency,
            assignee_id=self.cast.people[assignee].id if assignee else None,
        )
        properties.decide(ticket.number, wanted, ticket.version, self.cast.people[step.by].id, scene.at)

    def _remember(self, scene: Scene, received: Received) -> None:
        """Keep which ticket the story became; a later mail that went elsewhere is a mistake in the story."""
        if received.ticket is not None and self.tickets.setdefault(scene.story.key, received.ticket) != received.ticket:
            raise ValueError(f"{scene.story.key}: step {scene.number} went to ticket {received.ticket}")

    def _ticket(self, scene: Scene) -> int:
        return self.tickets[scene.story.key]

    def _colleague(self, key: str) -> Person:
        return db.session.get_one(Person, self.cast.people[key].id)

    def _teller(self, story: Story, step: Mailed) -> Character:
        name, address = parseaddr(step.sender or story.sender)
        return Character(0, name, address, "") if address else self.cast.people[story.teller]

    def _last_letter(self, scene: Scene) -> OutgoingLetter | None:
        of_ticket = Message.ticket_number == self.tickets.get(scene.story.key, 0)
        letters = select(OutgoingLetter).join(Delivery).join(Message).where(of_ticket)
        return db.session.scalars(letters.order_by(OutgoingLetter.id.desc()).limit(1)).first()


def scenes(told: list[Story], now: datetime, calendar: Calendar) -> list[Scene]:
    """Return every step of every story in the order of their moments."""
    found = [
        Scene(_moment(step, now, calendar), story, step, number)
        for story in told
        for number, step in enumerate(story.steps)
    ]
    return sorted(found, key=lambda scene: scene.at)


def _moment(step: Step, now: datetime, calendar: Calendar) -> datetime:
    moment = ago(now, step.ago, calendar)
    return saturday_before(moment, calendar) if isinstance(step, Mailed) and step.weekend else moment


def _machine(step: Mailed) -> tuple[tuple[str, str], ...]:
    if step.auto:
        return (("Auto-Submitted", "auto-replied"),)
    return (("Precedence", "list"), ("List-Id", "<nieuws.serverboer.example>")) if step.bulk else ()
