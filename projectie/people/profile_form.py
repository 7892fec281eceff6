"""What somebody may choose about the desk."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from projectie.forms import Form, offered
from projectie.people.profile import Density, Profile, Theme

DENSITIES = {Density.SPACIOUS: _l("Spacious"), Density.NORMAL: _l("Normal"), Density.COMPACT: _l("Compact")}
THEMES = {Theme.SYSTEM: _l("As your device"), Theme.LIGHT: _l("Light"), Theme.DARK: _l("Dark")}


class ProfileForm(Form):
    """How close things stand, light or dark, and single keys."""

    density = RadioField(
        _l("Density"), choices=offered(DENSITIES), validators=[InputRequired(_l("Choose one of these"))]
    )
    theme = RadioField(
        _l("Light or dark"), choices=offered(THEMES), validators=[InputRequired(_l("Choose one of these"))]
    )
    keys = BooleanField(
        _l("Single keys do something"),
        description=_l(
            "Switch this off if you speak to your computer, or hit keys by accident. Shift and an arrow still move a card that has the focus."
        ),
    )

    def profile(self) -> Profile:
        """Return what was chosen."""
        return Profile(Density(self.density.data), Theme(self.theme.data), bool(self.keys.data))

    @staticmethod
    def filled(chosen: Profile) -> "ProfileForm":
        """Return the form with those choices."""
        typed = {"density": chosen.density.value, "theme": chosen.theme.value, "keys": chosen.keys}
        return ProfileForm(formdata=None, data=typed)
