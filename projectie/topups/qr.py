"""The QR code that a banking app reads as a SEPA transfer (EPC 069-12): name, account, amount and reference."""

from decimal import Decimal

from markupsafe import Markup

from projectie.topups.account import BankAccount

LONGEST_NAME = 70


def transfer_code(account: BankAccount, cents: int, reference: str) -> Markup:
    """Return the code as an SVG without script or style; always black on white, or no app reads it."""
    from segno.helpers import make_epc_qr  # only this page draws, and every start would pay

    code = make_epc_qr(
        name=account.name[:LONGEST_NAME],
        iban=account.iban,
        amount=Decimal(cents) / 100,
        text=reference,
        bic=account.bic or None,
        encoding="utf-8",
    )
    drawn = code.svg_inline(scale=6, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return Markup(drawn)  # noqa: S704 - drawn here: paths and figures alone
