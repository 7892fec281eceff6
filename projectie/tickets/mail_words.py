"""The words a mail is found by: of its sender, address and subject, without case and accents."""

import re
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, exists, insert, literal, select, union_all
from sqlalchemy.orm import Session

from projectie.tickets.filters import folded
from projectie.tickets.models import MailWord, Message

LONGEST, MOST = 40, 60  # characters of a word, words of a mail
MOST_ASKED = 5
RARE = 300  # rows: so many are gathered at once
_READ = 2_000  # characters of a text in which words are looked for
_WORDS = re.compile(r"\w+")
_LAST = "\U0010ffff"  # behind whatever a word goes on with


def words_in(*texts: str) -> list[str]:
    """Return the words of these texts, each once, in their order."""
    found = (word[:LONGEST] for text in texts for word in _WORDS.findall(folded(text[:_READ])))
    return list(dict.fromkeys(found))[:MOST]


def note_words(session: Session, message: Message) -> None:
    """Note the words a new mail is found by; part of the deed that takes it in."""
    words = words_in(message.from_name, message.from_address, message.subject)
    if words:
        rows = [{"word": word, "message_id": message.id} for word in words]
        session.connection().execute(_NOTE, rows)


def note_words_anew(session: Session, message: Message) -> None:
    """Note them once more, since its subject became another."""
    session.execute(delete(MailWord).where(MailWord.message_id == message.id))
    if message.raw_id is not None:
        note_words(session, message)


@dataclass(frozen=True, slots=True)
class Holding:
    """The conditions under which a mail holds what is asked for; `rare`: some word of it stands in few mails."""

    conditions: tuple[ColumnElement[bool], ...] = ()
    rare: bool = False


def holds(session: Session, asked: str) -> Holding:
    """Return the conditions under which a mail holds every word that is asked for, or one that begins with it.

    Mails with a rare word are looked up by it; a common one is looked for in the mails, newest first, until a page
    is full. So neither costs more as mail grows.
    """
    words = words_in(asked)[:MOST_ASKED]
    if not words:
        return Holding()
    some = (select(literal(nth)).where(*_begin(word)).limit(RARE + 1) for nth, word in enumerate(words))
    counted = Counter(session.scalars(union_all(*(select(each.subquery()) for each in some))))
    rare = [counted[nth] <= RARE for nth in range(len(words))]
    found = (_holds(word, rare=is_rare) for word, is_rare in zip(words, rare, strict=True))
    return Holding(tuple(found), any(rare))


def _holds(word: str, *, rare: bool) -> ColumnElement[bool]:
    if rare:
        return Message.id.in_(select(MailWord.message_id).where(*_begin(word)))
    return exists().where(MailWord.message_id == Message.id, *_begin(word))


def _begin(word: str) -> tuple[ColumnElement[bool], ...]:
    return MailWord.word >= word, MailWord.word < word + _LAST


_NOTE = insert(MailWord)
