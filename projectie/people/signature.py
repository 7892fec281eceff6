"""What somebody writes under their letters, in the language of who reads it."""

from projectie.people.models import Person


def signature_of(person: Person, language: str) -> str:
    """Return it; empty: their name and the studio's say enough."""
    return person.signature_nl if language == "nl" else person.signature_en
