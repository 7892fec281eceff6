"""What may be typed about organisations."""

from dataclasses import asdict
from typing import Any
from unicodedata import combining, normalize

from babel import Locale
from babel.core import get_global
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from projectie.forms import Form, offered
from projectie.people.addresses import FREE_MAIL, kept_domain
from projectie.people.forms import LANGUAGES
from projectie.people.models import Hosting
from projectie.people.organisation_actions import OrganisationFacts

MOST_DOMAINS = 50
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # territories of CLDR in which nobody lives
YES_NO = {"yes": _l("Yes"), "no": _l("No")}


class OrganisationForm(Form):
    """A client, as a manager adds or changes one."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Enter a name")), Length(max=200, message=_l("Enter a shorter name"))],
        render_kw={"autocomplete": "off"},
    )
    country = SelectField(_l("Country"), validators=[InputRequired(_l("Choose a country"))])
    language = RadioField(
        _l("Language"), choices=offered(LANGUAGES), validators=[InputRequired(_l("Choose a language"))]
    )
    domains = TextAreaField(
        _l("Mail domains"),
        description=_l(
            "One a line, such as bakery.example. A request mailed from such an address belongs to this client."
        ),
        render_kw={"rows": 3, "spellcheck": "false", "autocapitalize": "none"},
    )
    hosting = RadioField(
        _l("Who hosts the site?"),
        choices=offered(
            {
                Hosting.STUDIO.value: _l("We do"),
                Hosting.SELF.value: _l("The client, or a provider of their choice"),
            }
        ),
        validators=[InputRequired(_l("Choose who hosts the site"))],
    )
    studio_mail = RadioField(
        _l("Do we supply their mail service?"),
        description=_l("What their contract covers can depend on it."),
        choices=offered(YES_NO),
        validators=[InputRequired(_l("Say whether we supply their mail service"))],
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.country.choices = offered({"": _("Choose a country"), **countries()})

    def validate_domains(self, field: Any) -> None:
        """Refuse what is no domain, and domains where anybody can have a mailbox."""
        kept = [_domain(line) for line in (field.data or "").splitlines() if line.strip()]
        if len(kept) > MOST_DOMAINS:
            raise ValidationError(_l("Enter at most %(most)s domains", most=MOST_DOMAINS))
        field.data = "\n".join(dict.fromkeys(kept))

    def facts(self) -> OrganisationFacts:
        """Return what was typed."""
        return OrganisationFacts(
            name=self.name.data,
            country=self.country.data,
            language=self.language.data,
            domains=tuple(self.domains.data.splitlines()),
            hosting=Hosting(self.hosting.data),
            studio_mail=self.studio_mail.data == "yes",
        )

    @staticmethod
    def filled(facts: OrganisationFacts) -> "OrganisationForm":
        """Return the form with what is kept."""
        words = {"domains": "\n".join(facts.domains), "studio_mail": "yes" if facts.studio_mail else "no"}
        return OrganisationForm(data={**asdict(facts), **words})


def countries() -> dict[str, str]:
    """Return the name of every country in the reader's language by code, in the order of the names."""
    names = _locale().territories
    known = [(code, str(name)) for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES]
    return dict(sorted(known, key=lambda pair: _sortable(pair[1])))


def country_name(code: str) -> str:
    """Return a country's name in the reader's language."""
    return str(_locale().territories.get(code, code))


def country_of(zone: str) -> str:
    """Return the country that time zone lies in: what most clients of a studio share with it."""
    return str(get_global("zone_territories").get(zone, ""))


def _locale() -> Locale:
    return get_locale() or Locale.parse("en_GB")


def _sortable(name: str) -> str:
    """Return a name as a reader looks it up: accents apart."""
    return "".join(sign for sign in normalize("NFKD", name) if not combining(sign)).casefold()


def _domain(line: str) -> str:
    kept = kept_domain(line)
    if kept is None:
        raise ValidationError(
            _("“%(line)s” is not a mail domain. Enter one like bakery.example", line=line.strip()[:80])
        )
    if kept in FREE_MAIL:
        raise ValidationError(
            _("Anybody can have an address at %(domain)s: add these clients as people instead", domain=kept)
        )
    return kept
