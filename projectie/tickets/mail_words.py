"""The words a mail is found by: of its sender, address and subject, without case and accents."""

import re

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from projectie.tickets.filters import folded
from projectie.tickets.models import MailWord, Message

LONGEST, MOST = 40, 60  # characters of a word, words of a mail
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


def holds(asked: str) -> list[ColumnElement[bool]]:
    """Return the conditions under which a mail holds every word that is asked for, or one that begins with it."""
    return [_holds(word) for word in words_in(asked)[:8]]


def _holds(word: str) -> ColumnElement[bool]:
    found = select(MailWord.message_id).where(MailWord.word >= word, MailWord.word < word + _LAST)
    return Message.id.in_(found)


_NOTE = insert(MailWord)
