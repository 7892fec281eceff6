"""What may be typed about people."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from projectie.forms import Form, offered, trimmed
from projectie.people.actions import PersonFacts
from projectie.people.addresses import kept_address
from projectie.people.faults import PasswordFault
from projectie.people.models import Role
from projectie.people.password_rule import SHORTEST, password_fault

LANGUAGES = {"nl": _l("Dutch"), "en": _l("English")}
ROLES = {
    Role.CLIENT.value: _l("Client: sees the requests of their own organisation"),
    Role.STAFF.value: _l("Staff: works on requests"),
    Role.MANAGER.value: _l("Manager: staff, and everything under Manage"),
}
PASSWORD_FAULTS = {
    PasswordFault.TOO_SHORT: _l("Use at least %(least)s characters; a few words in a row will do"),
    PasswordFault.TOO_LONG: _l("Enter a shorter password"),
    PasswordFault.WELL_KNOWN: _l(
        "This password is easy to guess. Use a few words that do not belong together"
    ),
    PasswordFault.LIKE_ADDRESS: _l("This password is the email address itself. Choose another one"),
}


class SignIn(Form):
    """Address and password."""

    email = EmailField(
        _l("Email address"),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Enter your email address")),
            Length(max=254, message=_l("Enter a shorter email address")),
        ],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[
            InputRequired(_l("Enter your password")),
            Length(max=1000, message=_l("Enter a shorter password")),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class PersonForm(Form):
    """A person, as a manager adds or changes one."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Enter a name")), Length(max=200, message=_l("Enter a shorter name"))],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _l("Email address"),
        description=_l("This is also what they sign in with."),
        validators=[DataRequired(_l("Enter an email address"))],
        render_kw={"autocomplete": "off"},
    )
    role = RadioField(_l("Role"), choices=offered(ROLES), validators=[InputRequired(_l("Choose a role"))])
    organisation_id = SelectField(
        _l("Organisation"), description=_l("For clients only."), coerce=int, default=0
    )
    may_agree = BooleanField(
        _l("May agree to costs"),
        description=_l("For clients only: may order urgent work and buy credits for the organisation."),
    )
    may_buy = BooleanField(
        _l("May buy credits"), description=_l("For clients only: without agreeing to other costs.")
    )
    read_only = BooleanField(
        _l("Reads along only"), description=_l("For clients only: sends and changes nothing in the portal.")
    )
    responsible = BooleanField(
        _l("Looks after this account"),
        description=_l("Invites colleagues, decides what they may do, and keeps the billing details."),
    )
    language = RadioField(
        _l("Language of pages and mails"),
        choices=offered(LANGUAGES),
        validators=[InputRequired(_l("Choose a language"))],
    )

    def offer(self, organisations: Mapping[int, str]) -> "PersonForm":
        """Return this form with the organisations to choose from, by id."""
        self.organisation_id.choices = offered({0: _l("No organisation"), **organisations})
        return self

    def validate_email(self, field: Any) -> None:
        """Refuse what is no address."""
        field.data = _address(field.data)

    def facts(self) -> PersonFacts:
        """Return what was typed; only clients can be allowed anything for an organisation."""
        role = Role(self.role.data)
        client = role is Role.CLIENT
        return PersonFacts(
            email=self.email.data,
            name=self.name.data,
            role=role,
            organisation_id=self.organisation_id.data or None,
            may_agree=self.may_agree.data and client,
            language=self.language.data,
            may_buy=self.may_buy.data and client,
            read_only=self.read_only.data and client and not (self.may_agree.data or self.may_buy.data),
            responsible=self.responsible.data and client,
        )


class PasswordForm(Form):
    """A new password for somebody."""

    password = PasswordField(
        _l("New password"),
        description=_l(
            "At least %(least)s characters; a few words in a row are strong and easy to remember.",
            least=SHORTEST,
        ),
        validators=[InputRequired(_l("Enter a password"))],
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, email: str) -> None:
        super().__init__()
        self.email = email

    def validate_password(self, field: Any) -> None:
        """Refuse a password that is short, well known, or the address itself."""
        wrong = password_sentence(field.data, self.email)
        if wrong is not None:
            raise ValidationError(wrong)


def password_sentence(password: str, email: str) -> str | None:
    """Return what is wrong with a password for that address, in the reader's language, or nothing."""
    fault = password_fault(password, email)
    return None if fault is None else str(PASSWORD_FAULTS[fault]) % {"least": SHORTEST}


def _address(typed: str) -> str:
    kept = kept_address(typed)
    if kept is None:
        raise ValidationError(_l("Enter an email address like name@example.com"))
    return kept
