"""What may be typed about people."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from projectie.forms import Form, trimmed


class SignIn(Form):
    """Address and password."""

    email = EmailField(
        _l("Email address"),
        filters=[trimmed],
        validators=[InputRequired(_l("Enter your email address")), Length(max=254, message=_l("Enter a shorter email address"))],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Enter your password")), Length(max=1000, message=_l("Enter a shorter password"))],
        render_kw={"autocomplete": "current-password"},
    )
