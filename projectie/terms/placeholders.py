"""The names that may stand between braces in the prose, and what each says in a language.

A figure or a fact of the studio stands in a text by name only, so that the text cannot contradict it (R1).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from projectie.terms import phrases
from projectie.terms.figures import Figures
from projectie.terms.studio import StudioFacts

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands where a placeholder stood, and where it leads when it is an address."""

    text: str
    href: str | None = None


def fillings(figures: Figures, studio: StudioFacts, language: str) -> dict[str, Filling]:
    """Return what every placeholder says in that language (`nl` or `en`)."""
    said = {name: Filling(say(figures, language)) for name, say in _FIGURES.items()}
    return said | {name: tell(studio) for name, tell in _STUDIO.items()}


def figure_words(figures: Figures, name: str, language: str) -> str:
    """Return one figure, by its field name, as a reader of that language writes it with its unit."""
    return _IN_WORDS[name](figures, language)


def _count(name: str) -> Callable[[Figures, str], str]:
    return lambda figures, language: phrases.number(getattr(figures, name), language)


def _counted(name: str, noun: str) -> Callable[[Figures, str], str]:
    return lambda figures, language: phrases.counted(getattr(figures, name), noun, language)


def _percent(name: str) -> Callable[[Figures, str], str]:
    return lambda figures, language: phrases.percent(getattr(figures, name), language)


def _clock(name: str) -> Callable[[Figures, str], str]:
    return lambda figures, _language: phrases.clock_time(getattr(figures, name))


def _days(name: str) -> Callable[[Figures, str], str]:
    return lambda figures, language: phrases.weekdays(getattr(figures, name), language)


def _price(credits_of: Callable[[Figures], int]) -> Callable[[Figures, str], str]:
    return lambda figures, language: phrases.money(credits_of(figures) * figures.credit_price_cents, language)


def _hours(least: str, most: str) -> Callable[[Figures, str], str]:
    return lambda figures, language: phrases.window(
        getattr(figures, least), getattr(figures, most), "hour", language
    )


def _example_parts(figures: Figures) -> tuple[int, int, int]:
    """Two full credits and a single minute: the shortest sum that shows the rounding (R17)."""
    return figures.minutes_per_credit, figures.minutes_per_credit, 1


def _example_minutes(figures: Figures, language: str) -> str:
    parts = _example_parts(figures)
    terms = " + ".join(phrases.number(part, language) for part in parts)
    return f"{terms} = {phrases.number(sum(parts), language)}"


def _example_credits(figures: Figures, language: str) -> str:
    begun = -(-sum(_example_parts(figures)) // max(figures.minutes_per_credit, 1))  # a draft may say 0
    return phrases.counted(max(begun, figures.minimum_credits), "credit", language)


def _planning_window(figures: Figures, language: str) -> str:
    return phrases.day_window(figures.planning_target_days, figures.planning_latest_days, language)


def _phone_hours(figures: Figures, _language: str) -> str:
    return f"{phrases.clock_time(figures.phone_opens)}–{phrases.clock_time(figures.phone_closes)}"


_IN_WORDS: Mapping[str, Callable[[Figures, str], str]] = {
    "response_from_hours": _counted("response_from_hours", "hour"),
    "response_by_hours": _counted("response_by_hours", "hour"),
    "urgent_from_hours": _counted("urgent_from_hours", "hour"),
    "urgent_by_hours": _counted("urgent_by_hours", "hour"),
    "planning_target_days": _counted("planning_target_days", "day"),
    "planning_latest_days": _counted("planning_latest_days", "day"),
    "grace_days": _counted("grace_days", "day"),
    "phone_opens": _clock("phone_opens"),
    "phone_closes": _clock("phone_closes"),
    "phone_weekdays": _days("phone_weekdays"),
    "working_weekdays": _days("working_weekdays"),
    "minutes_per_credit": _counted("minutes_per_credit", "minute"),
    "minimum_credits": _counted("minimum_credits", "credit"),
    "credit_price_cents": _price(lambda _figures: 1),
    "vat_percent": lambda figures, language: phrases.percent(figures.vat_percent, language),
    "administration_credits": _counted("administration_credits", "credit"),
    "complaint_confirm_days": _counted("complaint_confirm_days", "working_day"),
    "complaint_answer_days": _counted("complaint_answer_days", "working_day"),
    "complaint_extension_days": _counted("complaint_extension_days", "working_day"),
    "complaint_retention_years": _counted("complaint_retention_years", "year"),
    "urgent_capacity_percent": _percent("urgent_capacity_percent"),
    "urgent_complexity_percent": _percent("urgent_complexity_percent"),
    "urgent_out_of_hours_percent": _percent("urgent_out_of_hours_percent"),
    "urgent_valid_hours": _counted("urgent_valid_hours", "hour"),
}

# A whole number by its field name, bare; everything else by a name that says what it reads as.
_FIGURES: Mapping[str, Callable[[Figures, str], str]] = {
    **{field.name: _count(field.name) for field in fields(Figures) if field.type is int},
    "response_window": _hours("response_from_hours", "response_by_hours"),
    "urgent_window": _hours("urgent_from_hours", "urgent_by_hours"),
    "planning_window": _planning_window,
    "planning_target": _IN_WORDS["planning_target_days"],
    "planning_latest": _IN_WORDS["planning_latest_days"],
    "grace": _IN_WORDS["grace_days"],
    "phone_opens": _IN_WORDS["phone_opens"],
    "phone_closes": _IN_WORDS["phone_closes"],
    "phone_hours": _phone_hours,
    "phone_days": _IN_WORDS["phone_weekdays"],
    "working_days": _IN_WORDS["working_weekdays"],
    "credit_time": _IN_WORDS["minutes_per_credit"],
    "minimum": _IN_WORDS["minimum_credits"],
    "credit_price": _IN_WORDS["credit_price_cents"],
    "vat": _IN_WORDS["vat_percent"],
    "administration": _IN_WORDS["administration_credits"],
    "administration_price": _price(lambda figures: figures.administration_credits),
    "complaint_confirm": _IN_WORDS["complaint_confirm_days"],
    "complaint_answer": _IN_WORDS["complaint_answer_days"],
    "complaint_extension": _IN_WORDS["complaint_extension_days"],
    "complaint_retention": _IN_WORDS["complaint_retention_years"],
    "urgent_capacity": _IN_WORDS["urgent_capacity_percent"],
    "urgent_complexity": _IN_WORDS["urgent_complexity_percent"],
    "urgent_out_of_hours": _IN_WORDS["urgent_out_of_hours_percent"],
    "urgent_valid": _IN_WORDS["urgent_valid_hours"],
    "example_minutes": _example_minutes,
    "example_credits": _example_credits,
}

_STUDIO: Mapping[str, Callable[[StudioFacts], Filling]] = {
    "company": lambda studio: Filling(studio.name),
    "address": lambda studio: Filling(", ".join(studio.address)),
    "kvk": lambda studio: Filling(studio.kvk),
    "support_address": lambda studio: _mail(studio.support_address),
    "urgent_address": lambda studio: _mail(studio.urgent_address),
    "info_address": lambda studio: _mail(studio.info_address),
    "urgent_phone": lambda studio: Filling(studio.phone, f"tel:{studio.dial}"),
}

NAMES = frozenset(_FIGURES) | frozenset(_STUDIO)


def _mail(address: str) -> Filling:
    return Filling(address, f"mailto:{address}")
