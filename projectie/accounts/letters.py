"""The letters of accounts: a link to sign in, an invitation. What they link to asks before it does anything (R35)."""

from typing import Any

from projectie.accounts.models import Invitation, SignInLink
from projectie.context import StudioInWords
from projectie.links import link_to
from projectie.mail.notices import written
from projectie.mail.outbox import Draft
from projectie.people.models import Person
from projectie.terms.studio import StudioFacts

BY_ITSELF = {"Auto-Submitted": "auto-generated"}
MINUTE = 60


def link_letter(person: Person, link: SignInLink, token: str, facts: StudioFacts) -> Draft:
    """Return the letter with a link to sign in."""
    address = link_to("public.redeem_page", language=person.language, token=token)
    minutes = int((link.expires_at - link.made_at).total_seconds()) // MINUTE
    return _draft(
        "link", f"sign-in:{link.id}", person.name, person.email, person.language, facts,
        address=address, minutes=minutes,
    )  # fmt: skip


def staff_letter(person: Person, wish_id: int, facts: StudioFacts) -> Draft:
    """Return the letter to a colleague who asked for a link: how they sign in."""
    cause = f"no-link:{wish_id}"
    return _draft(
        "no_link", cause, person.name, person.email, person.language, facts, address=link_to("public.sign_in")
    )


def invitation_letter(
    invitation: Invitation, token: str, by: str, organisation: str, facts: StudioFacts
) -> Draft:
    """Return the letter that asks somebody in."""
    return _draft(
        "invitation",
        f"invitation:{invitation.id}",
        invitation.name,
        invitation.email,
        invitation.language,
        facts,
        address=link_to("public.invitation", language=invitation.language, token=token),
        by=by,
        organisation=organisation,
        until=invitation.expires_at,
    )


def _draft(
    template: str, key: str, name: str, email: str, language: str, facts: StudioFacts, **context: Any
) -> Draft:
    words = written(f"accounts/{template}", language, studio=StudioInWords(facts), name=name, **context)
    return Draft(
        key=key,
        from_name=facts.name[:200],
        from_address=facts.support_address,
        to_name=name,
        to_address=email,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        language=language,
        headers=dict(BY_ITSELF),
    )
