"""In which zone a client reads their clock, and moments said in both zones where they differ."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import format_datetime

# Where clients of a studio without an address of theirs are likeliest to be.
# fmt: off
CITIES = (
    "Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Athens", "Europe/Istanbul",
    "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo",
    "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo", "America/New_York", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Paramaribo", "America/Curacao",
)
# fmt: on


@lru_cache(maxsize=64)
def zones_for(studio: str, country: str | None) -> dict[str, str]:
    """Return the zones to choose from, by key with the name of the city: the country's own, the studio's, some cities."""
    keys = dict.fromkeys((*zones_of(country), studio, *CITIES))
    return {key: city(key) for key in keys if key in available_timezones()}


@lru_cache(maxsize=64)
def zones_of(country: str | None) -> tuple[str, ...]:
    """Return the zones of a country, the one named after its largest place in alphabetical order."""
    if not country:
        return ()
    return tuple(sorted(zone for zone, where in get_global("zone_territories").items() if where == country))


def zone_for(asked: str | None, studio: str, country: str | None) -> str:
    """Return the zone that was asked for, else the country's, else the studio's."""
    choices = zones_for(studio, country)
    if asked in choices:
        return asked or studio
    own = [zone for zone in zones_of(country) if zone in choices]
    return studio if studio in own or not own else own[0]


def city(zone: str) -> str:
    """Return the city a zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")


def differ(moment: datetime, one: str, other: str) -> bool:
    """Whether the clocks of two zones show different times at that moment."""
    return moment.astimezone(ZoneInfo(one)).utcoffset() != moment.astimezone(ZoneInfo(other)).utcoffset()


def said(moment: datetime, zone: str, locale: str) -> str:
    """Return a moment at length in a zone: maandag 30 november 2026 10:00."""
    return format_datetime(moment.astimezone(ZoneInfo(zone)), "EEEE d MMMM y HH:mm", locale=locale)


def said_in_both(moment: datetime, own: str, studio: str, locale: str) -> str:
    """Return a moment in the reader's zone, and in the studio's where that differs; each with its city then."""
    if not differ(moment, own, studio):
        return said(moment, studio, locale)
    return f"{said(moment, own, locale)} ({city(own)}) · {said(moment, studio, locale)} ({city(studio)})"
