"""The stories played out: every step is the deed that a mail or a colleague causes on a real desk."""

from dataclasses import dataclass, field
from email.utils import parseaddr

from sqlalchemy import select

from projectie.commands.demo import deciding, post, writing
from projectie.commands.demo.cast import Cast, Character
from projectie.commands.demo.scenes import Scene
from projectie.commands.demo.story import (
    Asked,
    Bounced,
    Doubled,
    Garbled,
    Mailed,
    Moved,
    Noted,
    Overruled,
    Promised,
    PutOff,
    Replied,
    Settled,
    Step,
    Story,
    Triaged,
)
from projectie.database import db
from projectie.mail.delivery import Delivery as Sending
from projectie.mail.models import Mailbox, OutgoingLetter
from projectie.mail.outbox import send_due
from projectie.mail.transport import Refused
from projectie.people.models import Person
from projectie.terms.studio import StudioFacts
from projectie.tickets import conversation, placement, properties
from projectie.tickets.filing import Intake
from projectie.tickets.intake import receive
from projectie.tickets.models import Column, Delivery, Message, Ticket
from projectie.tickets.planning_choices import chosen
from projectie.tickets.planning_promises import TO_BE_AGREED, Span, is_beyond, weeks_to_offer
from projectie.tickets.promise_rows import ground_for
from projectie.tickets.promising import Wanted, promise_planning
from projectie.tickets.properties import Properties

LAST = 1_000_000  # a place beyond the end of any column
UNSENT = 0.5  # working days: what was written since then still waits in the outbox
AHEAD = 8  # weeks that may be promised
BUSY = {"nl": "Eerder is er geen plek.", "en": "There is no room any sooner."}
REFUSED = {"bruno@atelier-lumiere.example": "550 5.1.1 User unknown"}


class Post:
    """A mail server that takes every letter and carries none."""

    def deliver(self, delivery: Sending) -> None:
        """Take it, unless the recipient has no mailbox."""
        if delivery.to_address in REFUSED:
            raise Refused(REFUSED[delivery.to_address])


@dataclass(frozen=True, slots=True)
class Play:
    """The desk on which the stories happen, and which ticket each story became."""

    cast: Cast
    intake: Intake
    studio: StudioFacts
    tickets: dict[str, int] = field(default_factory=dict)

    def perform(self, scene: Scene) -> None:
        """Do what the step says; raises ValueError for a story that cannot be."""
        match scene.step:
            case Mailed() as step:
                self._mail(scene, step)
            case Garbled() as step:
                receive(post.noise(step.noise), Mailbox.SUPPORT, self.intake, scene.at)
            case Bounced() as step:
                self._bounce(scene, step)
            case Replied() as step:
                self._reply(scene, step)
            case Noted() as step:
                conversation.add_note(self._ticket(scene), step.note, self._colleague(step.by), scene.at)
            case Triaged() as step:
                self._triage(scene, step)
            case Moved() as step:
                self._move(scene, step)
            case Promised() as step:
                self._promise(scene, step)
            case Overruled() | Doubled() | PutOff() | Settled() | Asked() as step:
                deciding.decide(scene, step, self._ticket(scene), self.tickets, self.cast.people[step.by].id)
        deciding.end_alerts(scene)

    def _mail(self, scene: Scene, step: Mailed) -> None:
        urgent = step.box == Mailbox.URGENT
        to = self.studio.urgent_address if urgent else self.studio.support_address
        mail, answered = writing.mail_of(scene, step, self._teller(scene.story, step), to), self._last(scene)
        if answered is not None:
            mail = writing.answering(mail, answered, step)
        elif scene.number:
            mail = writing.following(mail, scene)
        raw, box = post.written(mail), Mailbox(step.box)
        ticket = receive(raw, box, self.intake, scene.at).ticket
        if step.twice:
            receive(raw, box, self.intake, scene.at)
        if ticket is not None and self.tickets.setdefault(scene.story.key, ticket) != ticket:
            raise ValueError(f"{scene.key} went to ticket {ticket}")
        self._post(scene, step)

    def _bounce(self, scene: Scene, step: Bounced) -> None:
        lost = self._last(scene)
        if lost is None:
            raise ValueError(f"{scene.key}: nothing was sent that could come back")
        raw = writing.returned(scene, step, lost, self.studio.support_address)
        receive(raw, Mailbox.SUPPORT, self.intake, scene.at)

    def _reply(self, scene: Scene, step: Replied) -> None:
        ticket, then = self._ticket(scene), Column(step.then) if step.then else None
        said = conversation.Reply(step.reply.strip(), conversation.newest_message(db.session(), ticket), then)
        conversation.reply(ticket, said, self._colleague(step.by), self.intake.key, scene.at)
        self._post(scene, step)

    def _post(self, scene: Scene, step: Step) -> None:
        """Send what is queued, unless it is so recent that it is still to go."""
        if step.ago >= UNSENT:
            # In no time at all: the same desk, every time. Impatient: nobody takes a reply of long ago back.
            send_due(Post(), scene.at, impatient=True, watch=lambda: 0.0)

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
        if step.taken and wanted.assignee_id:
            deciding.take(ticket.number, wanted.assignee_id, scene)

    def _move(self, scene: Scene, step: Moved) -> None:
        column, _, place = step.move.partition(" ")
        by = self.cast.people[step.by].id
        placement.place_at(self._ticket(scene), column, int(place or LAST), by=by, now=scene.at)

    def _promise(self, scene: Scene, step: Promised) -> None:
        ticket = db.session.get_one(Ticket, self._ticket(scene), populate_existing=True)
        ground = ground_for(db.session(), ticket, None, scene.at)
        how, _, ahead = step.promise.partition(" ")
        weeks = weeks_to_offer(ground, AHEAD)[int(ahead or 0) :]  # where a week is closed, the next
        span = Span.week(weeks[0]) if how == "week" else chosen(how, None, lambda: ground) or TO_BE_AGREED
        reason = step.reason or (
            BUSY[ticket.language] if is_beyond(span, ground.window, ground.calendar) else ""
        )
        wanted = Wanted(span, reason, ticket.version)
        promise_planning(ticket.number, wanted, self._colleague(step.by), self.intake.key, scene.at)
        self._post(scene, step)

    def _ticket(self, scene: Scene) -> int:
        return self.tickets[scene.story.key]

    def _colleague(self, key: str) -> Person:
        return db.session.get_one(Person, self.cast.people[key].id)

    def _teller(self, story: Story, step: Mailed) -> Character:
        name, address = parseaddr(step.sender or story.sender)
        return Character(0, name, address, "") if address else self.cast.people[story.teller]

    def _last(self, scene: Scene) -> OutgoingLetter | None:
        """Return the last letter we wrote on that ticket."""
        of_ticket = Message.ticket_number == self.tickets.get(scene.story.key, 0)
        letters = select(OutgoingLetter).join(Delivery).join(Message).where(of_ticket)
        return db.session.scalars(letters.order_by(OutgoingLetter.id.desc()).limit(1)).first()
