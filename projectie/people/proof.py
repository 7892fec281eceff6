"""A password typed on a confidential page itself, as a fresh proof of who sits there (R27).

Whoever has other means (a passkey, a code) proves it on the page of its own; both mark the same browser.
"""

from datetime import datetime

from projectie.people import actions, browsers
from projectie.people.fresh import is_fresh

__all__ = ["by_password", "is_fresh"]


def by_password(person: int, email: str, password: str, address: str, secret: str, now: datetime) -> bool:
    """Prove it by the password, with the brakes of signing in; return whether that is done."""
    tried = actions.sign_in(email, password, address, secret, now)
    browser = browsers.in_hand()
    if tried.person is None or tried.person.id != person or browser is None:
        return False
    browsers.proved(browser.id, now)
    return True
