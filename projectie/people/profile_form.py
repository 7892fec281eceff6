"""What somebody may choose about the desk."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from projectie.forms import Form, offered, trimmed
from projectie.people.profile import Density, Profile, Theme

DENSITIES = {Density.SPACIOUS: _l("Spacious"), Density.NORMAL: _l("Normal"), Density.COMPACT: _l("Compact")}
THEMES = {Theme.SYSTEM: _l("As your device"), Theme.LIGHT: _l("Light"), Theme.DARK: _l("Dark")}


LONGEST = 1000


def _signature(label: Any) -> TextAreaField:
    long = _l("Make the signature shorter than 1,000 characters")
    return TextAreaField(
        label,
        description=_l(
            "Below your replies to clients. Empty: your name and the studio’s. The studio’s details always follow."
        ),
        filters=[trimmed],
        validators=[Length(max=LONGEST, message=long)],
        render_kw={"rows": 3},
    )


def _lines(text: str | None) -> str:
    return "\n".join(line.rstrip() for line in (text or "").splitlines())


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

    signature_nl = _signature(_l("Signature for who reads Dutch"))
    signature_en = _signature(_l("Signature for who reads English"))

    def profile(self) -> Profile:
        """Return what was chosen."""
        signatures = (_lines(self.signature_nl.data), _lines(self.signature_en.data))
        return Profile(Density(self.density.data), Theme(self.theme.data), bool(self.keys.data), *signatures)

    @staticmethod
    def filled(chosen: Profile) -> "ProfileForm":
        """Return the form with those choices."""
        typed = {"density": chosen.density.value, "theme": chosen.theme.value, "keys": chosen.keys}
        typed |= {"signature_nl": chosen.signature_nl, "signature_en": chosen.signature_en}
        return ProfileForm(formdata=None, data=typed)
