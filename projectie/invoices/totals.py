"""Lines and what they come to: VAT per rate over the document, rounded once, half-up (R24; EN 16931, BR-CO-17)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from projectie.invoices.rates import Rate
from projectie.invoices.vat import Treatment, category_of
from projectie.money import vat_of


class LineKind(StrEnum):
    """What a line is for."""

    SUPPORT = "support"  # work that no credit covered
    ADMINISTRATION = "administration"
    CREDITS = "credits"  # bought
    EUROS = "euros"  # by hand: print work and the like
    NOTHING = "nothing"  # an invoice on which nothing was short


@dataclass(frozen=True, slots=True)
class Line:
    """So many of something at a price, ex VAT; on a credit note the quantity is below zero."""

    kind: LineKind
    text: str
    quantity: int
    unit_cents: int
    rate: Rate
    percent: int  # none is charged where the treatment says so: then it is 0
    category: str  # of VAT, as UNCL 5305 names them
    first: date  # of what was done
    last: date
    ticket: int | None = None
    parts: tuple[tuple[int, int], ...] = ()  # entries of the ledger and how many credits of each
    goods: bool = False  # sent to the client, such as print; else it is work, and credits always are

    @property
    def cents(self) -> int:
        """What the line comes to, ex VAT."""
        return self.quantity * self.unit_cents

    def data(self) -> dict[str, Any]:
        """Return it as a row keeps it."""
        days = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        return {**asdict(self), **days, "parts": [list(part) for part in self.parts]}

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """Return what a row keeps."""
        given = {f.name: data[f.name] for f in fields(cls) if f.name in data}  # older rows lack the youngest
        given |= {"kind": LineKind(data["kind"]), "rate": Rate(data["rate"])}
        given |= {name: date.fromisoformat(data[name]) for name in ("first", "last")}
        given["parts"] = tuple((entry, credits_) for entry, credits_ in data["parts"])
        return cls(**given)

    def undone(self) -> "Line":
        """Return the same below zero, as a credit note has it."""
        return replace(self, quantity=-self.quantity)


@dataclass(frozen=True, slots=True)
class VatRow:
    """All that has one rate of VAT, and the VAT over it."""

    category: str
    percent: int
    base: int
    vat: int


def taxed(line: Line, treatment: Treatment, percent: int) -> Line:
    """Return the line with the VAT of that treatment; `percent` is that of its rate on the day of issue."""
    category = category_of(treatment, goods=line.goods)
    return replace(line, category=category, percent=percent if category == "S" else 0)


def rows_of(lines: Iterable[Line]) -> tuple[VatRow, ...]:
    """Return a row for each rate, the highest first."""
    bases: dict[tuple[str, int], int] = {}
    for line in lines:
        bases[line.category, line.percent] = bases.get((line.category, line.percent), 0) + line.cents
    ordered = sorted(bases.items(), key=lambda item: -item[0][1])
    return tuple(VatRow(*key, base, vat_of(base, key[1])) for key, base in ordered)
