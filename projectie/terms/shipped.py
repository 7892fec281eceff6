"""What comes with the program: version 1 of the terms, and the studio it was written for.

Both are only what an empty database starts with; from then on the database holds them.
"""

from importlib.resources import files

from projectie.terms.content import from_json, parsed
from projectie.terms.figures import Terms
from projectie.terms.studio import StudioFacts, studio_from_data


def first_terms() -> Terms:
    """Return version 1 of the terms."""
    return from_json(_shipped("first.json"))


def first_studio() -> StudioFacts:
    """Return the studio a new desk belongs to until a manager says otherwise."""
    return studio_from_data(parsed(_shipped("studio.json")))


def _shipped(name: str) -> str:
    return files("projectie.terms").joinpath(name).read_text(encoding="utf-8")
