"""The letter that carries a reply of a colleague to one recipient (R30, R34)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask_babel import force_locale
from flask_babel import gettext as _

from projectie.language import LOCALES
from projectie.mail.outbox import Draft
from projectie.tickets.downloads import Download
from projectie.tickets.letters import Addressee, Ground, Thread, letter_about
from projectie.tickets.models import Column, Message, Ticket
from projectie.tickets.planning_promises import Standing
from projectie.tickets.planning_words import when_in_words
from projectie.tickets.promise_with_reply import Indication

TEMPLATES = {
    Column.WAITING: "waiting",
    Column.DONE: "done",
}  # the reply, and what becomes of the request with it


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, who wrote it, what it answers, and where the ticket goes with it (None: it stays)."""

    ticket: Ticket
    message: Message
    author: str
    answered: Message | None
    earlier_ids: tuple[str, ...]  # Message-IDs of the thread, oldest first
    then: Column | None
    wrote: str = ""  # who wrote what is answered
    shown: Mapping[str, str] = field(default_factory=dict)  # fields that show every recipient
    planning: Indication | None = None
    download: Download | None = None  # files that are too large to go along
    signature: str = ""  # in the language of the ticket; empty: the name and the studio's

    def telling(self, planning: Indication) -> "Answer":
        """Return the same answer, that also says this of the planning."""
        return replace(self, planning=planning)


def answer_to(to: Addressee, answer: Answer, ground: Ground) -> Draft:
    """Return the letter that brings a reply to one recipient, in the ticket's language."""
    message, answered = answer.message, answer.answered
    return letter_about(
        answer.ticket,
        TEMPLATES.get(answer.then, "answer") if answer.then else "answer",
        to,
        ground,
        cause=f"answer:{message.id}:{to.participant or 'requester'}",
        thread=Thread(answer.earlier_ids, (answered.message_id or "") if answered else ""),
        headers=dict(answer.shown),
        author=answer.author,
        signature=answer.signature,
        paragraphs=paragraphs_of(message.body_text),
        body=message.body_text,
        **_planning(answer),
        download=answer.download,
        quoted=answered.reply_text if answered else "",
        quoted_intro=_intro(answer),
    )


def paragraphs_of(text: str) -> list[list[str]]:
    """Return the lines of each paragraph."""
    return [block.splitlines() for block in text.split("\n\n") if block.strip()]


def _planning(answer: Answer) -> dict[str, str]:
    """Return when the work is done, and for what is done with this reply whether that was kept."""
    said = answer.planning or Indication(None, None, None, None)
    with force_locale(LOCALES[answer.ticket.language]):
        return {
            "planned": when_in_words(said.made) if said.made and said.made.first else "",
            "to_be_agreed": "yes" if said.made and not said.made.first else "",
            "promised": when_in_words(said.standing) if said.standing and said.standing.first else "",
            "kept": "yes" if said.met is Standing.KEPT else "",
        }


def _intro(answer: Answer) -> str:
    if answer.answered is None:
        return ""
    with force_locale(LOCALES[answer.ticket.language]):
        return str(_("%(name)s wrote:", name=answer.wrote))
