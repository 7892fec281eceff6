"""Signing in with a passkey, alone or as the second step."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from projectie.accounts import passkeys
from projectie.accounts.entering import enter, go_on, pending
from projectie.clock.now import now
from projectie.doors import public
from projectie.pages import see
from projectie.people.models import Way


@public.post("/login/passkey/challenge")
def passkey_challenge() -> Response:
    """Answer what a browser needs to sign with a key."""
    return Response(passkeys.to_sign(now()), mimetype="application/json")


@public.post("/login/passkey", endpoint="try_passkey")
def try_passkey() -> Response:
    """Sign in with what a key signed; after a password, only with a key of the same person."""
    person, back, waiting = passkeys.signer(request.form.get("credential", ""), now()), _back(), pending()
    if waiting is not None and person is not None and person.id == waiting[1].id:
        return go_on(*waiting, back)
    if person is not None and waiting is None:
        return enter(person, Way.PASSKEY, back)
    flash(_("This passkey does not open an account here. Try again, or choose another way."), "error")
    return see(url_for("public.second_step" if waiting else "public.sign_in", next=back or None))


def _back() -> str:
    return str(request.form.get("next", ""))
