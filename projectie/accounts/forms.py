"""What may be typed on the way in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from projectie.forms import Form, trimmed
from projectie.people.addresses import kept_address
from projectie.people.forms import password_sentence
from projectie.people.password_rule import SHORTEST

STRENGTH = _l(
    "At least %(least)s characters; a few words in a row are strong and easy to remember.", least=SHORTEST
)


class LinkForm(Form):
    """The address a link is to go to."""

    email = EmailField(
        _l("Email address"),
        filters=[trimmed],
        validators=[DataRequired(_l("Enter your email address"))],
        render_kw={"autocomplete": "username"},
    )

    def validate_email(self, field: Any) -> None:
        """Refuse what is no address; whose it is, is not said."""
        kept = kept_address(field.data)
        if kept is None:
            raise ValidationError(_l("Enter an email address like name@example.com"))
        field.data = kept


class CodeForm(Form):
    """A code of an app, or one on paper."""

    code = StringField(
        _l("Code"),
        description=_l("Six digits from your app, or one of your recovery codes."),
        validators=[
            DataRequired(_l("Enter the code")),
            Length(max=60, message=_l("Enter the code, and no more")),
        ],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"},
    )


class AppForm(Form):
    """The first code of a new app."""

    code = StringField(
        _l("Code from the app"),
        validators=[
            DataRequired(_l("Enter the six digits your app shows")),
            Length(max=60, message=_l("Enter the code, and no more")),
        ],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class ProofForm(Form):
    """The password once more."""

    password = PasswordField(
        _l("Password"),
        validators=[
            InputRequired(_l("Enter your password")),
            Length(max=1000, message=_l("Enter a shorter password")),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class OwnPasswordForm(Form):
    """A new password of one's own; an invitation may leave it out for those who can do without."""

    password = PasswordField(
        _l("New password"), description=STRENGTH, render_kw={"autocomplete": "new-password"}
    )

    def __init__(self, email: str, *, needed: bool = True) -> None:
        super().__init__()
        self.email, self.needed = email, needed
        self.password.flags.required = needed

    def validate_password(self, field: Any) -> None:
        """Refuse a password that is short, well known, or the address itself."""
        if not field.data and not self.needed:
            return
        wrong = password_sentence(field.data or "", self.email) if field.data else _l("Enter a password")
        if wrong is not None:
            raise ValidationError(wrong)
