"""Staff keep how they like the desk."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.doors import desk
from projectie.pages import page, see
from projectie.people.profile import keep_profile, profile_of
from projectie.people.profile_form import ProfileForm


@desk.get("/profile")
def profile() -> Response:
    """Show what I chose."""
    return page("people/profile.html", form=ProfileForm.filled(profile_of(current_user)))


@desk.post("/profile", endpoint="keep_profile")
def keep_my_profile() -> Response:
    """Keep it."""
    form = ProfileForm()
    if not form.validate_on_submit():
        return page("people/profile.html", 422 if form.errors else 200, form=form)
    keep_profile(current_user.id, form.profile(), now())
    flash(_("Your profile has been saved."), "ok")
    return see(url_for("desk.profile"))
