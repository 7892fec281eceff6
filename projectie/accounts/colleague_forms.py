"""What one colleague may type about another."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from projectie.accounts.colleagues import Colleague
from projectie.accounts.invitations import Invited
from projectie.accounts.invited import Waiting
from projectie.forms import Form, offered
from projectie.language import language
from projectie.people.addresses import kept_address
from projectie.people.forms import LANGUAGES
from projectie.people.rights import Right

RIGHTS = {
    Right.AGREE: _l("Agree to costs and buy credits"),
    Right.BUY: _l("Buy credits"),
    Right.WRITE: _l("Send requests and reply"),
    Right.READ: _l("Read only"),
}


class RightsForm(Form):
    """What a colleague may do."""

    right = RadioField(
        _l("What may this person do?"),
        description=_l("Each line includes the ones below it."),
        choices=offered(RIGHTS),
        validators=[InputRequired(_l("Choose what this person may do"))],
    )
    responsible = BooleanField(
        _l("Looks after this account"),
        description=_l("Invites colleagues, decides what they may do, and keeps the billing details."),
    )

    @staticmethod
    def filled(found: Colleague) -> "RightsForm":
        """Return the form with what holds now."""
        return RightsForm(data={"right": found.right.value, "responsible": found.responsible})


class InvitationForm(RightsForm):
    """A colleague to ask in."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Enter a name")), Length(max=200, message=_l("Enter a shorter name"))],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _l("Email address"),
        validators=[DataRequired(_l("Enter an email address"))],
        render_kw={"autocomplete": "off"},
    )
    language = RadioField(
        _l("Language of pages and mails"),
        choices=offered(LANGUAGES),
        validators=[InputRequired(_l("Choose a language"))],
    )

    @staticmethod
    def filled_from(before: Waiting | None) -> "InvitationForm":
        """Return the form as somebody was asked in before, or an empty one."""
        if before is None:
            usual = {"right": Right.WRITE.value, "language": language()}
            return InvitationForm(formdata=None, data=usual)
        asked = {"name": before.name, "email": before.email, "language": before.language}
        rights = {"right": before.right.value, "responsible": before.responsible}
        return InvitationForm(formdata=None, data=asked | rights)

    def validate_email(self, field: Any) -> None:
        """Refuse what is no address."""
        kept = kept_address(field.data)
        if kept is None:
            raise ValidationError(_l("Enter an email address like name@example.com"))
        field.data = kept

    def invited(self) -> Invited:
        """Return what was typed."""
        return Invited(
            self.email.data,
            self.name.data,
            self.language.data,
            Right(self.right.data),
            bool(self.responsible.data),
        )
