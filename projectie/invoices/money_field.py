"""An amount of euros in a form, as people type it."""

import re

from flask_babel import gettext as _
from wtforms import StringField

MOST_EUROS = 1_000_000
_MONEY = re.compile(r"(-?)(\d{1,3}(?:[.]\d{3})+|\d+)(?:,(\d{1,2}))?")


class MoneyField(StringField):  # type: ignore[misc]  # wtforms has no types
    """An amount of euros, as people type it: 1.234,50 or 1234.5; its data are cents."""

    def _value(self) -> str:
        if isinstance(self.data, int):
            whole, rest = divmod(abs(self.data), 100)
            return f"{'-' if self.data < 0 else ''}{whole},{rest:02d}"
        return self.raw_data[0] if self.raw_data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read cents; say it in our own words when that cannot be."""
        typed = (valuelist or [""])[0].strip()
        self.data = cents_of(typed) if typed else None
        if typed and self.data is None:
            raise ValueError(_("Enter an amount in euros, such as %(example)s", example="1.234,50"))
        if self.data is not None and abs(self.data) > MOST_EUROS * 100:
            raise ValueError(_("Check this amount: it is very large"))


def cents_of(typed: str) -> int | None:
    """Return an amount in cents; None when it is no amount."""
    plain = re.sub(r"[€\s]", "", typed)
    if re.fullmatch(r"-?\d+\.\d{1,2}", plain):
        plain = plain.replace(".", ",")
    found = _MONEY.fullmatch(plain)
    if found is None:
        return None
    cents = int(found[2].replace(".", "")) * 100 + int((found[3] or "").ljust(2, "0"))
    return -cents if found[1] else cents
