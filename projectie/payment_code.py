"""The SEPA payment code (EPC069-12, version 2): scanned by a banking app, it fills the transfer in."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    import segno


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer as the code says it."""

    name: str
    iban: str
    bic: str
    cents: int  # above zero
    text: str


def payment_code(transfer: Transfer) -> segno.QRCode:
    """Return the code; the amount is written without floating point, the text in UTF-8 whatever it holds."""
    from segno import helpers  # few pages draw, and every start would pay

    return helpers.make_epc_qr(
        name=transfer.name[:70],
        iban=transfer.iban,
        amount=Decimal(transfer.cents).scaleb(-2),
        text=transfer.text[:140],
        bic=transfer.bic or None,
        encoding="utf-8",
    )


def as_svg(transfer: Transfer) -> bytes:
    """Return the code as a picture; always black on white, or no app reads it."""
    out = io.BytesIO()
    payment_code(transfer).save(out, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue()


def inline(transfer: Transfer) -> Markup:
    """Return the same for within a page, without script or style."""
    drawn = payment_code(transfer).svg_inline(
        scale=6, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - drawn here: paths and figures alone
