"""What every template may use: the studio, the reader's formats, addresses of static files with their hash."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal
from flask import Flask, current_app, g, url_for
from flask_babel import get_locale
from flask_login import current_user
from sqlalchemy.exc import DBAPIError, NoResultFound
from werkzeug.local import LocalProxy

from projectie.clock.now import now
from projectie.clock.zone import deadline as local_deadline
from projectie.clock.zone import zone_name
from projectie.database import db
from projectie.language import LOCALES, address_in, language
from projectie.terms.in_force import studio_facts
from projectie.terms.shipped import first_studio
from projectie.terms.studio import StudioFacts


def init(app: Flask) -> None:
    """Give templates their filters and values."""
    app.context_processor(_values)
    app.url_defaults(_hash_static)
    app.jinja_env.globals["sprite"] = sprite
    app.jinja_env.filters.update(
        deadline=deadline, long_deadline=long_deadline, zoned_deadline=zoned_deadline
    )
    app.jinja_env.filters.update(
        day=day,
        weekday_day=weekday_day,
        long_day=long_day,
        clock=clock,
        moment=moment,
        long_moment=long_moment,
        euros=euros,
        number=number,
        size=size_in_words,
    )


@dataclass(frozen=True, slots=True)
class StudioInWords:
    """The studio as templates name it, in the reader's language."""

    facts: StudioFacts

    def __getattr__(self, name: str) -> Any:
        """Return a fact under its own name."""
        return getattr(self.facts, name)

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The postal address, a line each."""
        return self.facts.address

    @property
    def phone_link(self) -> str:
        """The address a telephone follows."""
        return f"tel:{self.facts.dial}"

    @property
    def tagline(self) -> str:
        """What the studio stands for, in one line."""
        return self.facts.tagline.in_(language())


def studio() -> StudioFacts:
    """Return the studio's facts, read once a request; those that came with the program while the database is away."""
    if "studio" not in g:
        try:
            g.studio = studio_facts(db.session())
        except (DBAPIError, NoResultFound):
            db.session.rollback()
            g.studio = first_studio()
    facts: StudioFacts = g.studio
    return facts


def zone() -> ZoneInfo:
    """Return the zone in which moments are shown."""
    return ZoneInfo(studio().zone)


def today() -> date:
    """Return the studio's local date."""
    return now().astimezone(zone()).date()


def public_url(page: str) -> str:
    """Return a public page's address in the reader's language; empty when there is no such page (yet)."""
    endpoint = f"public.{page}"
    return url_for(endpoint) if endpoint in current_app.view_functions else ""


def _values() -> dict[str, Any]:
    return {
        "studio": LocalProxy(lambda: StudioInWords(studio())),
        "html_lang": language(),
        # Asked for by whole pages alone: after a deed the person would have to be read again for them.
        "theme": LocalProxy(lambda: getattr(current_user, "theme", None)),
        "density": LocalProxy(lambda: getattr(current_user, "density", None)),
        "keys_on": LocalProxy(lambda: getattr(current_user, "keys", True)),
        "now": now,
        "demo": current_app.config.get("DEMO", False),
        "public_url": public_url,
        "switch_url": address_in,
        "in_triage": g.get("in_triage", 0),  # what the rail of the desk counts, read with it
        "open_alerts": g.get("open_alerts", 0),
        "last_event_id": g.get("last_event_id"),  # of whoever is signed in, read before the page
    }


def _locale() -> str:
    locale = get_locale()
    return str(locale) if locale else LOCALES["nl"]


def _local(value: datetime) -> datetime:
    return value.astimezone(zone())


def day(value: date | datetime) -> str:
    """Return a short date: 23-11-2026 or 23/11/2026."""
    value = _local(value).date() if isinstance(value, datetime) else value
    return format_date(value, "dd-MM-yyyy" if _locale().startswith("nl") else "dd/MM/yyyy", locale=_locale())


def weekday_day(value: date) -> str:
    """Return a weekday and day: di 1 dec."""
    return _short_day(value, _locale())


def long_day(value: date | datetime) -> str:
    """Return weekday, day, month name and year: maandag 23 november 2026."""
    value = _local(value).date() if isinstance(value, datetime) else value
    return format_date(value, "EEEE d MMMM y", locale=_locale())


def size_in_words(size: int) -> str:
    """Return a size as people say it: 1,4 GB; a file is never "0 kB"."""
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB")):
        if size >= unit:
            return f"{format_decimal(round(size / unit, 1), locale=_locale())} {name}"
    return f"{format_decimal(-(-size // 1000), locale=_locale())} kB"


def clock(value: datetime) -> str:
    """Return the time of day: 15:05."""
    return format_time(_local(value), "HH:mm", locale=_locale())


def moment(value: datetime) -> str:
    """Return a short moment with its weekday: di 1 dec 17:30."""
    return _short_moment(value, studio().zone, _locale())


def long_moment(value: datetime) -> str:
    """Return a whole moment: dinsdag 1 december 2026 17:30."""
    return format_datetime(_local(value), "EEEE d MMMM y HH:mm", locale=_locale())


def deadline(value: datetime) -> str:
    """Return a short moment to name as a limit; midnight ends a day here: di 1 dec 24:00."""
    limit = local_deadline(value, zone())
    return f"{weekday_day(limit.day)} {limit.at.strftime('%H:%M') if limit.at else '24:00'}"


def long_deadline(value: datetime) -> str:
    """Return a whole moment to name as a limit: dinsdag 1 december 2026 24:00."""
    limit = local_deadline(value, zone())
    return f"{long_day(limit.day)} {limit.at.strftime('%H:%M') if limit.at else '24:00'}"


def zoned_deadline(value: datetime) -> str:
    """Return the same with the name of the zone, for who may live in another: 1 december 2026 24:00 (CET)."""
    return f"{long_deadline(value)} ({zone_name(value, zone())})"


def euros(cents: int) -> str:
    """Return an amount of money: € 1.234,50 or €1,234.50."""
    return format_currency(cents / 100, "EUR", locale=_locale())


def number(value: int) -> str:
    """Return a whole number with its separators."""
    return format_decimal(value, locale=_locale())


# A desk shows the same days and moments again and again.
@lru_cache(maxsize=4096)
def _short_day(value: date, locale: str) -> str:
    return format_date(value, "EEE d MMM", locale=locale).replace(".", "")


@lru_cache(maxsize=4096)
def _short_moment(value: datetime, zone: str, locale: str) -> str:
    return format_datetime(value.astimezone(ZoneInfo(zone)), "EEE d MMM HH:mm", locale=locale).replace(
        ".", ""
    )


def sprite() -> str:
    """Return the address of the icons, asked for once a request: a page names it twenty times."""
    if "sprite" not in g:
        g.sprite = url_for("static", filename="vendor/icons.svg")
    return str(g.sprite)


def _hash_static(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "v" not in values:
        path = f"{current_app.static_folder}/{values['filename']}"
        with suppress(OSError):
            values["v"] = _hash(path, os.stat(path).st_mtime_ns)  # noqa: PTH116 - a third of the cost of a Path


@lru_cache(maxsize=256)
def _hash(path: str, changed: int) -> str:
    del changed  # part of the key: a new file has a new address
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]
