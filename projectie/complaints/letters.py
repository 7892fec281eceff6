"""What letters about something sealed say: that there is news, and where to read it; nothing of what it is (R27)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from projectie.complaints.codes import LINK_LASTS
from projectie.language import LOCALES
from projectie.mail.notices import written
from projectie.terms.figures import Figures
from projectie.terms.placeholders import figure_words
from projectie.terms.studio import StudioFacts


class Letter(StrEnum):
    """Why a letter is written."""

    RECEIVED = "received"  # to whoever sent something in
    MAILED = "mailed"  # to whoever mailed info@
    NEWS = "news"  # to whoever sent something in
    MOVED = "moved"  # to the client whose ticket was moved
    INSIDE = "inside"  # to managers
    TRUSTEE = "trustee"  # to somebody outside, when it is about everybody who manages


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is written to, and in which language."""

    name: str
    address: str
    language: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says."""

    subject: str
    text: str
    html: str


def words(letter: Letter, to: Addressee, url: str, facts: StudioFacts, figures: Figures) -> Words:
    """Return a letter in the language of whoever gets it."""
    with force_locale(LOCALES[to.language]):
        said = _said(letter, facts, figures, to.language)
    context: dict[str, Any] = {"heading": said[0], "sentences": said[1:-1], "pointer": said[-1], "url": url}
    made = written("complaints/letter", to.language, name=to.name, **context)
    return Words(made.subject, made.text, made.html)


def _said(letter: Letter, facts: StudioFacts, figures: Figures, language: str) -> tuple[str, ...]:
    """Return subject, sentences, and what the link is for."""
    days = LINK_LASTS.days
    confirm = figure_words(figures, "complaint_confirm_days", language)
    answer = figure_words(figures, "complaint_answer_days", language)
    within = _(
        "Somebody takes it up within %(confirm)s, and within %(answer)s you have an answer of substance.",
        confirm=confirm,
        answer=answer,
    )
    follow = _(
        "Follow it here. This link is private: whoever has it reads along. It works for %(days)s days.",
        days=days,
    )
    return {
        Letter.RECEIVED: (
            _("We have received your message, in confidence"),
            _("What you sent us is received. Only our management can read it."),
            within,
            follow,
        ),
        Letter.MAILED: (
            _("We have received your mail, in confidence"),
            _("Every mail to this address reaches our management first, and nobody else can read it."),
            within,
            _("Would you rather use a form, anonymously too? You find it here:"),
        ),
        Letter.NEWS: (
            _("There is news for you, in confidence"),
            _("There is news about what you sent us. We do not say in a mail what it is."),
            _(
                "Read it here. This link is private: whoever has it reads along. It works for %(days)s days.",
                days=days,
            ),
        ),
        Letter.MOVED: (
            _("What you wrote to us is handled in confidence from now on"),
            _("Our management handles what you wrote to us. Our other colleagues can no longer see it."),
            within,
            follow,
        ),
        Letter.INSIDE: (
            _("Something waits for you in confidence"),
            _("There is news in confidence that asks for you. A mail does not say what it is."),
            _("Sign in and look here:"),
        ),
        Letter.TRUSTEE: (
            _("You are asked as the trustee of %(company)s", company=facts.name),
            _(
                "Something came in that nobody who manages %(company)s may read or handle.",
                company=facts.name,
            ),
            _(
                "Read and answer it here. This link is private: whoever has it reads along. It works for %(days)s days.",
                days=days,
            ),
        ),
    }[letter]
