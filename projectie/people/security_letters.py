"""Whoever's way in changed hears of it by mail: without secrets, and with what to do if it was not them."""

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from projectie.context import StudioInWords
from projectie.links import link_to
from projectie.mail.notices import written
from projectie.mail.outbox import Draft, queue
from projectie.people.models import Person
from projectie.terms.in_force import studio_facts


class Changed(StrEnum):
    """What changed of how somebody signs in."""

    PASSWORD = "password"  # noqa: S105 (a word, no password)
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES = "codes"
    CODE_USED = "code_used"
    SECOND_STEP = "second_step"
    ADDRESS = "address"


HAPPENED = {
    Changed.PASSWORD: _l("Your password was changed"),
    Changed.APP_ADDED: _l("An app that makes codes was added to your account"),
    Changed.APP_REMOVED: _l("The app that makes codes was removed from your account"),
    Changed.PASSKEY_ADDED: _l("A passkey was added to your account"),
    Changed.PASSKEY_REMOVED: _l("A passkey was removed from your account"),
    Changed.CODES: _l("New recovery codes were made for your account"),
    Changed.CODE_USED: _l("A recovery code of your account was used"),
    Changed.SECOND_STEP: _l("The second step was removed from your account"),
    Changed.ADDRESS: _l("The email address of your account was changed"),
}


def tell(
    session: Session, person_id: int, changed: Changed, by: int | None, now: datetime, *, to: str = ""
) -> None:
    """Queue that letter as part of the deed that changed it; `to` is another address than the present one."""
    person = session.get_one(Person, person_id)
    if not person.active or person.erased_at is not None:
        return
    facts, address = studio_facts(session), to or person.email
    other = session.get(Person, by) if by not in {None, person_id} else None
    words = written(
        "people/security",
        person.language,
        studio=StudioInWords(facts),
        name=person.name,
        happened=HAPPENED[changed],
        at=now,
        by=other.name if other else "",
        old=bool(to),
        address=link_to("account.security"),
    )
    letter = Draft(
        key=f"security:{changed}:{person_id}:{now.isoformat()}:{'old' if to else 'own'}",
        from_name=facts.name[:200],
        from_address=facts.support_address,
        to_name=person.name,
        to_address=address,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        language=person.language,
        headers={"Auto-Submitted": "auto-generated"},
    )
    queue(session, letter, now)
