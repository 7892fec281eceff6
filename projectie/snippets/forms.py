"""What may be typed in a snippet: a name, and the text in both languages."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from projectie.forms import Form, trimmed
from projectie.snippets.actions import Pair
from projectie.snippets.rules import NAME, VARIABLES, unknown

LONGEST = 20_000


def _named(value: Any) -> Any:
    return value.strip().lstrip("/").lower() if isinstance(value, str) else value


def _text(label: Any, missing: Any) -> TextAreaField:
    long = _l("Make the text shorter than 20,000 characters")
    validators = [DataRequired(missing), Length(max=LONGEST, message=long)]
    return TextAreaField(label, filters=[trimmed], validators=validators, render_kw={"rows": 6})


class SnippetForm(Form):
    """A snippet; half a pair cannot be saved."""

    name = StringField(
        _l("Name"),
        description=_l("Letters, digits and hyphens. You type it behind a slash: /thanks"),
        filters=[_named],
        validators=[DataRequired(_l("Give the snippet a name")), Length(max=40)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    nl = _text(_l("Text in Dutch"), _l("Write the Dutch text too: a client who reads Dutch gets that one"))
    en = _text(
        _l("Text in English"), _l("Write the English text too: a client who reads English gets that one")
    )
    version = HiddenField(default="0")

    def validate_name(self, field: Field) -> None:
        """Let through a name that can be typed behind a slash."""
        if not NAME.fullmatch(field.data):
            raise ValidationError(_("Use letters, digits and hyphens only, such as: thank-you"))

    def validate_nl(self, field: Field) -> None:
        """Let through a text whose variables are known."""
        self.validate_en(field)

    def validate_en(self, field: Field) -> None:
        """Let through a text whose variables are known."""
        wrong = unknown(field.data)
        if wrong:
            known = ", ".join("{" + name + "}" for name in VARIABLES)
            said = {"wrong": "{" + wrong[0] + "}", "known": known}
            raise ValidationError(_("%(wrong)s is no variable. These are: %(known)s", **said))

    def pair(self) -> Pair:
        """Return what was typed."""
        return Pair(self.name.data, self.nl.data, self.en.data)
