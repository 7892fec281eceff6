"""For managers alone: a password that was taken out of a mail is put back."""

from flask import Response, url_for
from flask_login import current_user

from projectie.clock.now import now
from projectie.doors import manage
from projectie.pages import see
from projectie.whispers import moving
from projectie.whispers.sealing import lock


@manage.post("/tickets/<int:ticket>/messages/<int:message>/password/return", endpoint="put_password_back")
def put_password_back(ticket: int, message: int) -> Response:
    """Put back what was masked in a mail, and destroy the secret."""
    moving.restore(ticket, message, lock(), current_user.id, now())
    return see(url_for("desk.ticket", ticket=ticket))
