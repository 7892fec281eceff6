"""What may be typed about the coverage of a ticket (R4)."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from projectie.contracts.coverage import Consequence
from projectie.forms import Form, offered, trimmed

BY_CONTRACT = "contract"
RULINGS = {
    "": _l("choose"),
    Consequence.FREE.value: _l("included: costs no credits"),
    Consequence.CREDITS.value: _l("charged: against credits"),
    Consequence.SLA.value: _l("as agreed in the SLA"),
    Consequence.NONE.value: _l("not covered: agree first"),
    BY_CONTRACT: _l("as the contract says, after all"),
}


class CoverageForm(Form):
    """How the work is paid by decision of staff, and why."""

    consequence = SelectField(
        _l("The work is"),
        choices=offered(RULINGS),
        default="",
        validators=[InputRequired(_l("Choose how the work is paid"))],
    )
    paid_because = TextAreaField(
        _l("Because"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write down why: the reason is kept")),
            Length(max=2000, message=_l("Make the reason shorter than 2,000 characters")),
        ],
        render_kw={"rows": 2},
    )

    def decided(self) -> Consequence | None:
        """Return what was chosen; None: as the contract says."""
        return None if self.consequence.data == BY_CONTRACT else Consequence(self.consequence.data)


class RequestForm(Form):
    """Who asked for work that is done on request alone."""

    asked_by = StringField(
        _l("Asked for by"),
        validators=[
            DataRequired(_l("Enter who asked for it")),
            Length(max=200, message=_l("Enter a shorter name")),
        ],
        render_kw={"autocomplete": "off"},
    )
