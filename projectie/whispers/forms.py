"""What may be typed about secrets: asked for, given, filled in, and the word told by phone."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from projectie.forms import Form, offered
from projectie.open_for import open_for
from projectie.whispers.models import Way

DAYS, USUAL = (1, 3, 7, 14), 7
WAYS = {Way.ASKED.value: _l("Ask the client for it"), Way.GIVEN.value: _l("Give it to the client")}
MOST = 20_000  # characters: a private key fits
_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class WhisperForm(Form):
    """A secret to ask for or to give."""

    secret_way = RadioField(_l("What do you want?"), choices=offered(WAYS), default=Way.ASKED.value)
    secret_label = StringField(
        _l("What is it?"),
        description=_l("For instance: password of the website. Never the secret itself."),
        validators=[DataRequired(_l("Say what it is, so that the client knows")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    secret_text = TextAreaField(
        _l("The secret, if you give it"),
        validators=[Length(max=MOST, message=_l("This is too long for a secret"))],
        render_kw={**_PLAIN, "rows": 2},
    )
    secret_word = StringField(
        _l("A word you tell by phone"),
        description=_l("If you give it: then the link alone is not enough."),
        validators=[Length(max=60)],
        render_kw=_PLAIN,
    )
    secret_days = open_for(DAYS, USUAL)

    def validate_secret_text(self, field: Any) -> None:
        """Refuse an empty secret that is given, and one that is asked for and typed all the same."""
        given = self.secret_way.data == Way.GIVEN.value
        if given and not (field.data or "").strip():
            raise ValidationError(_l("Type the secret you give"))
        if not given and (field.data or "").strip():
            raise ValidationError(_l("You ask for a secret: leave this empty, or choose to give it"))


class AnswerForm(Form):
    """A secret that a client fills in."""

    secret = TextAreaField(
        _l("The secret"),
        validators=[
            DataRequired(_l("Type the secret we asked for")),
            Length(max=MOST, message=_l("This is too long for a secret")),
        ],
        render_kw={**_PLAIN, "rows": 4},
    )


class ReadForm(Form):
    """The word told by phone, where one was agreed."""

    word = StringField(_l("The word we told you by phone"), validators=[Length(max=60)], render_kw=_PLAIN)
