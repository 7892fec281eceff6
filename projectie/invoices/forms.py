"""What may be typed about invoices: lines of a draft, payments, why one is credited."""

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from projectie.forms import DayField, Form, WholeField, offered
from projectie.invoices.drafting import DraftFacts, HandLine
from projectie.invoices.models import Invoice
from projectie.invoices.money_field import MoneyField
from projectie.invoices.paying import Payment
from projectie.invoices.rates import Rate
from projectie.invoices.totals import Line
from projectie.invoices.words import RATES

ROWS = 20  # of a draft at most
SPARE = 2  # empty ones that its page offers; saving offers more
MOST_PIECES = 1_000_000
# What a line of a draft is: its rate where Dutch VAT is charged, and whether it is goods.
KINDS = {"work": (Rate.GENERAL, False), "goods": (Rate.GENERAL, True), "books": (Rate.REDUCED, True)}


class DraftForm(Form):
    """A draft: its reference, whether what is short goes along, and its own lines; each line in five fields."""

    version = HiddenField(validators=[DataRequired()])
    reference = StringField(
        _l("The client’s reference"), validators=[Length(max=100, message=_l("Enter a shorter text"))]
    )
    with_shortage = BooleanField(_l("Add what is short of credits when it is issued"))

    @property
    def rows(self) -> list[list[Any]]:
        """Return the fields of each line."""
        rows = [[self[f"{name}_{place}"] for name in _FIELDS] for place in range(ROWS)]
        filled = [place for place, row in enumerate(rows, 1) if any(_is_said(field) for field in row[:3])]
        return rows[: max(filled, default=0) + SPARE]

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a line that is half filled in."""
        right = bool(super().validate(extra_validators))
        for row in self.rows:
            right = _is_whole(row) and right
        return right

    def facts(self, today: date) -> DraftFacts:
        """Return what was typed."""
        lines = tuple(
            HandLine(text.data, quantity.data, price.data, *_kind_of(what.data, day.data or today))
            for text, quantity, price, what, day in self.rows
            if text.data
        )
        return DraftFacts(self.reference.data or "", bool(self.with_shortage.data), lines)

    @staticmethod
    def filled(draft: Invoice) -> "DraftForm":
        """Return the form with what is kept."""
        data: dict[str, Any] = {"version": str(draft.version), "reference": draft.reference}
        data["with_shortage"] = draft.with_shortage
        for place, line in enumerate(Line.of(each) for each in draft.lines):
            values = (line.text, line.quantity, line.unit_cents, _kind(line), line.first)
            data |= {f"{name}_{place}": value for name, value in zip(_FIELDS, values, strict=True)}
        return DraftForm(formdata=None, data=data)


_FIELDS = ("text", "quantity", "price", "rate", "day")


def _kind_of(what: str, day: date) -> tuple[Rate, date, bool]:
    rate, goods = KINDS[what]
    return rate, day, goods


def _kind(line: Line) -> str:
    return next(
        name for name, kind in KINDS.items() if kind == (line.rate, line.goods or line.rate is Rate.REDUCED)
    )


for _place in range(ROWS):
    setattr(
        DraftForm,
        f"text_{_place}",
        StringField(_l("Description"), validators=[Length(max=200, message=_l("Enter a shorter text"))]),
    )
    setattr(
        DraftForm,
        f"quantity_{_place}",
        WholeField(_l("Quantity"), said=_l("Enter how many"), validators=[Optional()]),
    )
    setattr(
        DraftForm,
        f"price_{_place}",
        MoneyField(_l("Price each, excluding VAT"), render_kw={"inputmode": "decimal"}),
    )
    setattr(
        DraftForm,
        f"rate_{_place}",
        SelectField(_l("What it is, for VAT"), choices=offered(RATES), default=next(iter(KINDS))),
    )
    setattr(DraftForm, f"day_{_place}", DayField(_l("Supplied on")))


def whole(typed: str | None) -> int | None:
    """Return what a hidden field says as a number; None for anything else."""
    return int(typed) if typed and re.fullmatch(r"-?\d{1,9}", typed) else None


def _is_said(field: Any) -> bool:
    """Whether anything was typed in a field, right or wrong."""
    return bool(field.raw_data and field.raw_data[0]) or field.data not in {None, ""}


def _is_whole(row: list[Any]) -> bool:
    text, quantity, price, _rate, _day = row
    if any(field.errors for field in row):
        return False
    if not (text.data or quantity.data is not None or price.data is not None):
        return True
    wrong = [
        (text, not text.data, _("Say what it is")),
        (quantity, quantity.data is None or not 1 <= quantity.data <= MOST_PIECES, _("Enter how many")),
        (price, price.data is None, _("Enter a price")),
    ]
    for field, is_wrong, said in wrong:
        field.errors = [said] if is_wrong else []
    return not any(is_wrong for _field, is_wrong, _said in wrong)


class PaymentForm(Form):
    """Money that came in."""

    key = HiddenField(validators=[DataRequired()])
    amount = MoneyField(
        _l("Amount"),
        description=_l("With a minus: it was paid back."),
        validators=[InputRequired(_l("Enter an amount"))],
        render_kw={"inputmode": "decimal"},
    )
    paid_on = DayField(_l("Paid on"), validators=[InputRequired(_l("Enter the day it was paid"))])
    reference = StringField(
        _l("Reference of the bank"), validators=[Length(max=140, message=_l("Enter a shorter text"))]
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.today: date = options.pop("today")
        super().__init__(*arguments, **options)

    def validate_amount(self, field: Any) -> None:
        """Refuse nothing."""
        if field.data == 0:
            raise ValidationError(_("Enter an amount"))

    def validate_paid_on(self, field: Any) -> None:
        """Refuse a day to come."""
        if field.data and field.data > self.today:
            raise ValidationError(_("Enter a day that has been"))

    def payment(self) -> Payment:
        """Return what was typed."""
        amount, day = self.amount.data, self.paid_on.data
        assert isinstance(amount, int)  # InputRequired, both
        assert isinstance(day, date)
        return Payment(self.key.data[:60], amount, day, self.reference.data or "")


class CreditForm(Form):
    """Why an invoice is undone."""

    why = StringField(
        _l("Why? In the client’s language: it stands on the credit note"),
        validators=[
            DataRequired(_l("Say why, the client reads it")),
            Length(max=300, message=_l("Enter a shorter text")),
        ],
    )
    seen = HiddenField()  # the balance that was shown to come out
    below = BooleanField(_l("I know that credits are returned that were used already"))

    @property
    def agreed(self) -> int | None:
        """The balance below zero that whoever ticks the box has seen."""
        return whole(self.seen.data) if self.below.data else None


class PeriodForm(Form):
    """From when to when the bookkeeper wants it."""

    class Meta(Form.Meta):
        """Asked by GET."""

        csrf = False

    since = DayField(_l("From"))
    until = DayField(_l("Up to and including"))
