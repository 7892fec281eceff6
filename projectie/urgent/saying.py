"""A quote put into words once and for all: HTML and text in the client's language, frozen as they are sent (R14, R15)."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from flask import render_template
from flask_babel import force_locale, format_decimal
from flask_babel import gettext as _

from projectie.context import euros
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.money import Total
from projectie.terms.figures import Figures
from projectie.tickets.models import Ticket
from projectie.tickets.planning_promises import Span
from projectie.tickets.planning_words import when_in_words
from projectie.urgent.chain import sha256
from projectie.urgent.rules import PERCENT, Ground, Offer, proposed_factor, surcharges
from projectie.urgent.words import GROUNDS
from projectie.work.words import credits_in_words

LONGEST_BUTTON = 200


@dataclass(frozen=True, slots=True)
class About:
    """What a quote is about, besides the offer."""

    ticket: int
    subject: str
    client: str
    studio: str
    version: int
    words: str
    language: str
    terms_number: int
    figures: Figures
    total: Total
    vat_percent: int  # nothing: no Dutch VAT
    changed: bool  # an earlier version was sent
    earlier: tuple[
        tuple[datetime, int], ...
    ]  # what was agreed to before, and stays: when, and at most how much


@dataclass(frozen=True, slots=True)
class Frozen:
    """A quote as the client reads it, for ever."""

    html: str
    text: str
    button: str

    @property
    def html_sha256(self) -> str:
        """The hash of the HTML."""
        return sha256(self.html)

    @property
    def text_sha256(self) -> str:
        """The hash of the text."""
        return sha256(self.text)


def frozen(offer: Offer, about: About) -> Frozen:
    """Return the quote in the client's language."""
    with force_locale(LOCALES[about.language]):
        said = {
            "offer": offer,
            "about": about,
            "grounds": [ground_in_words(each, about.figures) for each in offer.grounds],
            "factor": factor_in_words(offer.factor),
            "proposed": factor_in_words(proposed_factor(offer.grounds, about.figures)),
            "is_proposed": offer.factor == proposed_factor(offer.grounds, about.figures),
            "most": credits_in_words(offer.maximum),
            "earlier": [(at, credits_in_words(credits_)) for at, credits_ in about.earlier],
            "terms_url": link_to("public.terms", language=about.language, version=about.terms_number),
        }
        html = render_template("urgent/frozen.html", **said).strip()
        text = render_template("urgent/frozen.txt", **said).strip() + "\n"
        return Frozen(html, text, button_of(offer.maximum, about.total))


def button_of(maximum: int, total: Total) -> str:
    """Return what the button says: price and duty, whatever else stands on the page."""
    said = _(
        "Agreed: carry it out urgently for %(credits)s (%(price)s ex. VAT)",
        credits=credits_in_words(maximum),
        price=euros(total.excluding),
    )
    return str(said)[:LONGEST_BUTTON]


def promised_in_words(ticket: Ticket) -> str:
    """Return what was promised of a ticket without urgency, in its language; nothing where nothing was."""
    if ticket.planned is None or ticket.planned_until is None:
        return ""
    with force_locale(LOCALES[ticket.language]):
        return when_in_words(Span(ticket.planned, ticket.planned_until))


def factor_in_words(factor: Fraction) -> str:
    """Return a factor as people write it: 1.5."""
    return str(format_decimal(factor.numerator / factor.denominator))


def ground_in_words(ground: Ground, figures: Figures) -> str:
    """Return a ground with what the terms say it adds."""
    return str(
        _(
            "%(ground)s (the terms say +%(percent)s%%)",
            ground=GROUNDS[ground],
            percent=format_decimal(surcharges(figures)[ground]),
        )
    )


def surcharge_in_words(factor: Fraction) -> str:
    """Return what a factor adds, in percent."""
    return str(format_decimal(float((factor - 1) * PERCENT)))
