"""What is true of urgent work (R12–R14): its rate, its most, its moments, what may follow what, what a consent covers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil

from projectie.terms.figures import Figures

PERCENT = 100
LEAST_FACTOR, MOST_FACTOR = Fraction(1), Fraction(10)
DECIMALS = 100  # a factor is told in hundredths: 1.25


class Ground(StrEnum):
    """Why urgent work costs more (R12)."""

    CAPACITY = "capacity"
    COMPLEXITY = "complexity"
    OUT_OF_HOURS = "out_of_hours"


class QuoteState(StrEnum):
    """What became of a quote; all but the first are final."""

    SENT = "sent"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"  # a newer version was sent


class Against(StrEnum):
    """Why nothing can be agreed or declined."""

    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    OTHER_TEXT = "other_text"  # what was on screen is not what is kept
    NOT_YOU = "not_you"  # may not agree to costs, or not of this client
    NO_PROOF = "no_proof"  # the mail's sender was not proven (R32)


class Wrong(StrEnum):
    """Why a quote cannot be sent."""

    GROUNDS = "grounds"
    FACTOR = "factor"
    MINUTES = "minutes"
    MAXIMUM = "maximum"
    READY = "ready"  # not within the hours that urgent means (R12)
    VALID = "valid"
    BREAKS = "breaks"  # a promise of somebody else; a manager decides (R14)
    NOT_ASKED = "not_asked"  # nobody said in so many words that it is urgent (R13)
    NO_CLIENT = "no_client"
    NOBODY = "nobody"  # of the client may agree to costs
    DONE = "done"
    OVERTAKEN = "overtaken"  # a colleague sent a version meanwhile


@dataclass(frozen=True, slots=True)
class Offer:
    """What a quote says, before it is worded."""

    grounds: tuple[Ground, ...]
    minutes: int  # estimate
    factor: Fraction
    maximum: int  # credits
    ready_by: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a consent covers: work from the day it was given up to the day the work is promised."""

    id: int
    factor: Fraction
    maximum: int
    first: date
    last: date


def surcharges(figures: Figures) -> dict[Ground, int]:
    """Return what each ground adds to the rate, in percent, as the terms publish it (R1)."""
    return {
        Ground.CAPACITY: figures.urgent_capacity_percent,
        Ground.COMPLEXITY: figures.urgent_complexity_percent,
        Ground.OUT_OF_HOURS: figures.urgent_out_of_hours_percent,
    }


def proposed_factor(grounds: Collection[Ground], figures: Figures) -> Fraction:
    """Return the factor that the table of the terms gives for these grounds."""
    return 1 + Fraction(sum(surcharges(figures)[each] for each in set(grounds)), PERCENT)


def proposed_maximum(minutes: int, factor: Fraction, figures: Figures) -> int:
    """Return what the estimate costs at that rate, rounded up once (R17b), never less than a request costs."""
    return max(ceil(minutes * factor / figures.minutes_per_credit), figures.minimum_credits)


def latest_ready(now: datetime, figures: Figures) -> datetime:
    """Return by when urgent work must be ready at the latest: hours of the clock, nights and weekends too (R12)."""
    return now + timedelta(hours=figures.urgent_by_hours)


def proposed_validity(now: datetime, ready_by: datetime, minutes: int, figures: Figures) -> datetime:
    """Return until when to let a quote be agreed to: as the terms say, while there is still time to do the work."""
    last = ready_by - timedelta(minutes=minutes)
    return max(min(now + timedelta(hours=figures.urgent_valid_hours), last), now + timedelta(minutes=1))


def wrong_with(offer: Offer, figures: Figures, now: datetime) -> Wrong | None:
    """Return what is wrong with an offer; None: it can be sent."""
    checks = (
        (Wrong.GROUNDS, bool(offer.grounds)),
        (Wrong.FACTOR, _is_factor(offer.factor)),
        (Wrong.MINUTES, offer.minutes > 0),
        (Wrong.MAXIMUM, offer.maximum >= figures.minimum_credits),
        (Wrong.READY, now < offer.ready_by <= latest_ready(now, figures)),
        (Wrong.VALID, now < offer.valid_until <= offer.ready_by),
    )
    return next((wrong for wrong, right in checks if not right), None)


def standing(state: QuoteState, valid_until: datetime, now: datetime) -> QuoteState:
    """Return how a quote stands at that moment, also before the worker came by: it expires by itself."""
    return QuoteState.EXPIRED if state is QuoteState.SENT and now >= valid_until else state


def against(state: QuoteState, valid_until: datetime, now: datetime, *, same: bool = True) -> Against | None:
    """Return why a quote can be neither agreed to nor declined; `same`: what was shown is what is kept."""
    stands = standing(state, valid_until, now)
    if stands is not QuoteState.SENT:
        return Against(stands.value)
    return None if same else Against.OTHER_TEXT


def covering(consents: Iterable[Agreed], day: date) -> Agreed | None:
    """Return the consent that covers work of that day: the newest, for it was agreed to knowing the others."""
    found = [each for each in consents if each.first <= day <= each.last]
    return max(found, key=_id, default=None)


def is_near(ready_by: datetime, minutes_left: int, now: datetime) -> bool:
    """Whether it may not be ready in time: what is left takes more than half of the time that is left."""
    return now < ready_by < now + timedelta(minutes=2 * minutes_left)


def _is_factor(factor: Fraction) -> bool:
    return LEAST_FACTOR <= factor <= MOST_FACTOR and (factor * DECIMALS).denominator == 1


def _id(agreed: Agreed) -> int:
    return agreed.id
