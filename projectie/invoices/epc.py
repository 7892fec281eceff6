"""The SEPA payment code of an invoice (EPC069-12, version 2): scanned by a banking app, it fills the transfer in."""

import io
from dataclasses import dataclass
from decimal import Decimal

import segno
from segno import helpers


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer as the code says it."""

    name: str
    iban: str
    bic: str
    cents: int  # above zero
    text: str


def payment_code(transfer: Transfer) -> segno.QRCode:
    """Return the code; the amount is written without floating point."""
    return helpers.make_epc_qr(
        name=transfer.name[:70],
        iban=transfer.iban,
        amount=Decimal(transfer.cents).scaleb(-2),
        text=transfer.text[:140],
        bic=transfer.bic or None,
    )


def as_svg(transfer: Transfer) -> bytes:
    """Return the code as a picture in black on white."""
    out = io.BytesIO()
    payment_code(transfer).save(out, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue()
