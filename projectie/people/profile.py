"""How somebody likes the desk: how close things stand, light or dark, single keys, and what stands under their letters."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from projectie import history
from projectie.database import transaction
from projectie.people.models import Person


class Density(StrEnum):
    """How close things stand; normal is what nobody chose."""

    SPACIOUS = "spacious"
    NORMAL = "normal"
    COMPACT = "compact"


class Theme(StrEnum):
    """Light or dark; the system's is what nobody chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody chose."""

    density: Density
    theme: Theme
    keys: bool
    signature_nl: str = ""
    signature_en: str = ""


def profile_of(person: Person) -> Profile:
    """Return what a person chose."""
    return Profile(
        Density(person.density or "normal"),
        Theme(person.theme or "system"),
        person.keys,
        person.signature_nl,
        person.signature_en,
    )


def keep_profile(person_id: int, wanted: Profile, now: datetime) -> bool:
    """Keep what a person chose; return whether anything changed."""
    with transaction() as session:
        person = session.get_one(Person, person_id)
        if profile_of(person) == wanted:
            return False
        person.density = None if wanted.density is Density.NORMAL else wanted.density.value
        person.theme = None if wanted.theme is Theme.SYSTEM else wanted.theme.value
        person.keys = wanted.keys
        person.signature_nl, person.signature_en = wanted.signature_nl, wanted.signature_en
        of, details = ("person", person_id), asdict(wanted)
        history.record(session, at=now, by=person_id, deed="profile.kept", of=of, details=details)
        return True
