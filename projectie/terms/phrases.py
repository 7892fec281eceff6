"""Figures as a reader says them: “1 credit”, “24 tot 48 uur”, “Monday to Friday”, “€ 22,50”.

Both languages are needed side by side, whoever asks; so the words are data here (`words.json`), not a
catalogue of the current reader. CLDR as Babel ships it lacks the Dutch plurals of hour and day.
"""

from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from importlib.resources import files

from babel.dates import get_day_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from projectie.terms.content import parsed
from projectie.terms.reading import Node

_LOCALES = {"nl": "nl", "en": "en_GB"}
_NOUNS = ("credit", "minute", "hour", "day", "working_day", "week", "year")
_PATTERNS = ("range", "span")
_DAYS_A_WEEK = 7


def number(value: int, language: str) -> str:
    """Return a whole number: `1.000` or `1,000`."""
    return format_decimal(value, locale=_LOCALES[language])


def money(cents: int, language: str) -> str:
    """Return an amount in euros, always with its cents: `€ 22,50` or `€22.50`."""
    return format_currency(Decimal(cents) / 100, "EUR", locale=_LOCALES[language])


def percent(value: int, language: str) -> str:
    """Return a percentage: `21%`."""
    return format_percent(Decimal(value) / 100, locale=_LOCALES[language])


def clock_time(value: time) -> str:
    """Return a time of day: `10:00`, the same in both languages."""
    return value.strftime("%H:%M")


def counted(value: int, noun: str, language: str) -> str:
    """Return a number with its noun in the right form: `1 credit`, `10 werkdagen`."""
    one, many = _NOUN[noun][language]
    return f"{number(value, language)} {one if value == 1 else many}"


def window(least: int, most: int, noun: str, language: str) -> str:
    """Return from–to with a noun: `24 to 48 hours`; once only where both are the same."""
    if least == most:
        return counted(most, noun, language)
    pattern = _PATTERN["range"][language]
    return pattern.format(least=number(least, language), most=counted(most, noun, language))


def day_window(least: int, most: int, language: str) -> str:
    """Return a window of days, in weeks where both ends are whole weeks: `2 to 3 weeks`."""
    if least % _DAYS_A_WEEK or most % _DAYS_A_WEEK:
        return window(least, most, "day", language)
    return window(least // _DAYS_A_WEEK, most // _DAYS_A_WEEK, "week", language)


def weekdays(days: Sequence[int], language: str) -> str:
    """Return days of the week (Monday is 0): a run of three or more by its ends, else a list.

    A number that is no day, as a draft may hold, is left out.
    """
    names = get_day_names("wide", locale=_LOCALES[language])
    said = [day for day in days if day in names]
    if len(said) > 2 and said == list(range(said[0], said[-1] + 1)):
        return _PATTERN["span"][language].format(first=names[said[0]], last=names[said[-1]])
    return format_list([names[day] for day in said], locale=_LOCALES[language])


def _shipped() -> dict[str, Node]:
    text = files("projectie.terms").joinpath("words.json").read_text(encoding="utf-8")
    return Node(parsed(text)).record((*_NOUNS, *_PATTERNS))


def _forms(node: Node) -> dict[str, tuple[str, str]]:
    pairs = {language: part.rows() for language, part in node.record(_LOCALES).items()}
    return {language: (one.text(), many.text()) for language, (one, many) in pairs.items()}


_WORDS = _shipped()
_NOUN = {noun: _forms(_WORDS[noun]) for noun in _NOUNS}
_PATTERN = {name: {lang: part.text() for lang, part in _WORDS[name].fields().items()} for name in _PATTERNS}
