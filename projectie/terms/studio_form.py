"""What may be typed about the studio."""

import re
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField, TelField, TextAreaField, URLField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from projectie.forms import Form
from projectie.terms.figures import Text
from projectie.terms.studio import StudioFacts

MAILBOX = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[\d ()./-]{6,}")
VAT = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}")
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
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
