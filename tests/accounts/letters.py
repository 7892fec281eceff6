"""What the worker does with wishes, and the link in a letter."""

import re

from flask import Flask
from sqlalchemy import select

from projectie.accounts.links import answer_wishes
from projectie.clock.now import now
from projectie.database import db
from projectie.mail.models import OutgoingLetter


def answered(app: Flask) -> int:
    """Let the worker answer whoever asked for a link."""
    return answer_wishes(app.config["SECRET_KEY"], now())


def letters(address: str) -> list[OutgoingLetter]:
    """Return the letters to an address, the first one first."""
    db.session.remove()
    query = select(OutgoingLetter).where(OutgoingLetter.to_address == address).order_by(OutgoingLetter.id)
    return list(db.session.scalars(query))


def link_in(letter: OutgoingLetter) -> str:
    """Return the path a letter links to."""
    found = re.search(
        r"https?://[^/\s]+(/(?:nl|en)/(?:inloggen|sign-in|uitnodiging|invitation)/\S+)", letter.body_text
    )
    assert found, letter.body_text
    return found[1]
