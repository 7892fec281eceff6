"""What may be typed about the studio."""

import re
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from stdnum import iban
from wtforms import (
    EmailField,
    IntegerField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from projectie.forms import Form
from projectie.terms.figures import Text
from projectie.terms.studio import StudioFacts

MAILBOX = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[\d ()./-]{6,}")
VAT = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}")
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
BIC = re.compile(r"[A-Za-z0-9]{8}(?:[A-Za-z0-9]{3})?")
BILLING_TEXTS = ("iban", "bic", "account_name", "invoice_address")
MAILBOXES = ("support_address", "urgent_address", "info_address")


def zones() -> list[SelectChoice]:
    """Return the time zones to choose from, by region."""
    parted = (
        (name, *name.split("/", 1)) for name in sorted(available_timezones()) if name.split("/")[0] in REGIONS
    )
    return [SelectChoice(name, place.replace("_", " "), optgroup=region) for name, region, place in parted]


def _filled(missing: Any, most: int) -> list[Any]:
    return [DataRequired(missing), Length(max=most, message=_l("Enter a shorter text"))]


def _mailbox(label: Any, description: Any) -> EmailField:
    return EmailField(label, description=description, validators=_filled(_l("Enter an email address"), 254))


class StudioForm(Form):
    """The facts that stand in pages, terms and letters."""

    name = StringField(_l("Name"), validators=_filled(_l("Enter the company’s name"), 200))
    address = TextAreaField(
        _l("Address"),
        description=_l("As on an envelope, without the company’s name."),
        validators=_filled(_l("Enter the address"), 400),
        render_kw={"rows": 3},
    )
    kvk = StringField(_l("Company number (KVK)"), validators=_filled(_l("Enter the company number"), 20))
    vat_id = StringField(_l("VAT number"))
    site = URLField(_l("Website"), validators=[Length(max=200, message=_l("Enter a shorter text"))])
    tagline_nl = StringField(
        _l("Tagline in Dutch"),
        validators=_filled(_l("Enter the tagline in Dutch"), 100),
        render_kw={"lang": "nl"},
    )
    tagline_en = StringField(
        _l("Tagline in English"),
        validators=_filled(_l("Enter the tagline in English"), 100),
        render_kw={"lang": "en"},
    )
    support_address = _mailbox(_l("Mailbox for requests"), _l("Every mail to it becomes a ticket."))
    urgent_address = _mailbox(_l("Mailbox for urgent requests"), _l("Whoever mails here asks for urgency."))
    info_address = _mailbox(
        _l("Mailbox for questions and complaints"),
        _l("Every mail to it is sealed until a manager has read it."),
    )
    phone = TelField(
        _l("Telephone for urgent requests"),
        description=_l("As you want it shown, such as %(example)s.", example="+31 (0)20 123 45 67"),
        validators=_filled(_l("Enter a telephone number"), 40),
    )
    zone = SelectField(
        _l("Time zone"),
        description=_l("Working days, phone hours and all moments on the pages are counted in it."),
        choices=zones,
        validators=[InputRequired(_l("Choose a time zone"))],
    )

    iban = StringField(
        _l("Bank account (IBAN)"),
        description=_l("Invoices are paid to it. Without one they carry no payment code."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    bic = StringField(
        _l("Bank code (BIC)"),
        validators=[Optional(), Regexp(BIC, message=_l("Enter a BIC of 8 or 11 signs"))],
    )
    account_name = StringField(
        _l("Name of the account"),
        description=_l("If it is not the company’s name."),
        validators=[Length(max=70, message=_l("Enter a shorter text"))],
    )
    invoice_address = EmailField(
        _l("Mail address for questions about invoices"),
        validators=[Optional(), Regexp(MAILBOX, message=_l("Enter an email address like name@example.com"))],
    )
    invoice_days = IntegerField(
        _l("An invoice is to be paid within"),
        description=_l("In days; a client’s own term goes first."),
        validators=[
            InputRequired(_l("Enter a number of days")),
            NumberRange(1, 60, _l("Enter a number of days, at most %(max)s")),
        ],
    )

    def validate_iban(self, field: Any) -> None:
        """Refuse an account number with a slip in it."""
        field.data = re.sub(r"\s", "", field.data or "").upper()
        if field.data and not iban.is_valid(field.data):
            raise ValidationError(_("Check the account number: this is no IBAN"))

    def validate_address(self, field: Any) -> None:
        """Keep the lines that say something."""
        field.data = "\n".join(line.strip() for line in field.data.splitlines() if line.strip())

    def validate_vat_id(self, field: Any) -> None:
        """Refuse what has not the shape of a VAT number."""
        typed = re.sub(r"[\s.]", "", field.data or "").upper()
        if typed and not VAT.fullmatch(typed):
            raise ValidationError(
                _("Enter a VAT number with its country, such as %(example)s", example="NL123456789B01")
            )
        field.data = typed

    def validate_site(self, field: Any) -> None:
        """Refuse what is no address of a site."""
        typed = field.data if not field.data or "://" in field.data else f"https://{field.data}"
        if typed and not _is_site(typed):
            raise ValidationError(
                _("Enter the address of a website, such as %(example)s", example="https://studio.example")
            )
        field.data = typed

    def validate_phone(self, field: Any) -> None:
        """Refuse what a telephone cannot dial."""
        if not PHONE.fullmatch(field.data):
            raise ValidationError(
                _("Enter a telephone number, such as %(example)s", example="+31 (0)20 123 45 67")
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse mailboxes that are no addresses, or one address for two purposes."""
        right = bool(super().validate(extra_validators))
        for name in MAILBOXES:
            right = self._mailbox_is_right(name) and right
        return right

    def facts(self) -> StudioFacts:
        """Return what was typed."""
        same = ("name", "kvk", "phone", "zone", *MAILBOXES)
        return StudioFacts(
            **{name: self[name].data for name in same},
            address=tuple(self.address.data.splitlines()),
            vat_id=self.vat_id.data or None,
            site=self.site.data or None,
            tagline=Text(self.tagline_nl.data, self.tagline_en.data),
            **{name: self[name].data or "" for name in BILLING_TEXTS},
            invoice_days=self.invoice_days.data,
        )

    @staticmethod
    def filled(facts: StudioFacts) -> "StudioForm":
        """Return the form with what is kept."""
        words = {
            "tagline_nl": facts.tagline.nl,
            "tagline_en": facts.tagline.en,
            "address": "\n".join(facts.address),
        }
        return StudioForm(data={**asdict(facts), **words})

    def _mailbox_is_right(self, name: str) -> bool:
        field, others = self[name], [self[other].data for other in MAILBOXES[: MAILBOXES.index(name)]]
        if field.errors:
            return False
        field.data = field.data.lower()
        if not MAILBOX.fullmatch(field.data):
            field.errors = [_("Enter an email address like name@example.com")]
        elif field.data in others:
            field.errors = [_("Use another address: this one already serves another purpose")]
        return not field.errors


def _is_site(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = parts.username is None and " " not in text
    return plain and parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
