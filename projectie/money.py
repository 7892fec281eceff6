"""Money in whole cents; a fraction of a cent is rounded once, half-up (R24)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Total:
    """An amount with its VAT, in cents."""

    excluding: int
    vat: int

    @property
    def including(self) -> int:
        """Cents to pay."""
        return self.excluding + self.vat


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient rounded to a whole, a half away from zero; the denominator is positive.

    Below zero it mirrors, so that a credit note undoes its invoice to the cent.
    """
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def vat_of(cents: int, percent: int) -> int:
    """Return the VAT over that total, in cents; over the total of a rate, never line by line (R24)."""
    return half_up(cents * percent, 100)


def with_vat(cents: int, percent: int) -> Total:
    """Return that total with the VAT over it."""
    return Total(cents, vat_of(cents, percent))


def value_of(credits_: int, credit_price_cents: int) -> int:
    """Return what those credits are worth in cents, ex VAT (R18)."""
    return credits_ * credit_price_cents
