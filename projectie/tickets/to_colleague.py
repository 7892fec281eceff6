"""A letter of the desk to one of its own people, in their language: nobody wrote it, and no machine may answer it (R31)."""

from typing import Any

from projectie.mail.notices import written
from projectie.mail.outbox import Draft
from projectie.people.models import Person
from projectie.terms.studio import StudioFacts
from projectie.tickets.letters import BY_ITSELF


def to_colleague(template: str, person: Person, facts: StudioFacts, key: str, **said: Any) -> Draft:
    """Return the letter of templates/mail/<template>; `key` names its cause, so that it is queued once."""
    words = written(template, person.language, name=person.name, **said)
    return Draft(
        key=key,
        from_name=facts.name[:200],
        from_address=facts.support_address,
        to_name=person.name,
        to_address=person.email,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        language=person.language,
        headers=dict(BY_ITSELF),
    )
