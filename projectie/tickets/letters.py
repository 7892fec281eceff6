"""Letters about a ticket, ready for the outbox."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from projectie.language import LOCALES
from projectie.mail import reply_address
from projectie.mail.notices import written
from projectie.mail.outbox import Draft
from projectie.mail.subject import display_subject
from projectie.terms.studio import StudioFacts
from projectie.tickets.models import Message, Ticket


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply of a colleague, and what it answers."""

    ticket: Ticket
    message: Message
    author: str
    answered: Message | None
    earlier_ids: tuple[str, ...]  # Message-IDs of the thread, oldest first


def answer_to(address: str, name: str, answer: Answer, facts: StudioFacts, key: str) -> Draft:
    """Return the letter that brings a reply to one recipient, in the ticket's language (R30, R34)."""
    ticket, message = answer.ticket, answer.message
    words = written(
        "tickets/answer",
        ticket.language,
        subject_line=subject_line(ticket),
        reference=f"#{ticket.number}",
        body=message.body_text,
        paragraphs=[block.splitlines() for block in message.body_text.split("\n\n")],
        author=answer.author,
        quoted=answer.answered.reply_text if answer.answered else "",
        quoted_intro=_intro(answer),
    )
    headers = {
        "Reply-To": reply_address.address_for(facts.support_address, ticket.number, address, key),
        "References": " ".join(answer.earlier_ids[-20:]),
        "In-Reply-To": answer.answered.message_id if answer.answered and answer.answered.message_id else "",
    }
    return Draft(
        key=f"answer:{message.id}:{address}",
        from_name=f"{answer.author} · {facts.name}",
        from_address=facts.support_address,
        to_name=name,
        to_address=address,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        language=ticket.language,
        headers={header: value for header, value in headers.items() if value},
    )


def subject_line(ticket: Ticket) -> str:
    """Return the subject without the prefixes of mail programs, never empty."""
    with force_locale(LOCALES[ticket.language]):
        return display_subject(ticket.subject) or _("Your request")


def _intro(answer: Answer) -> str:
    if answer.answered is None:
        return ""
    name = answer.answered.from_name or answer.answered.from_address
    with force_locale(LOCALES[answer.ticket.language]):
        return str(_("%(name)s wrote:", name=name))
