"""The SEPA payment code says what a banking app must read, in UTF-8 whatever the letters (EPC069-12)."""

import pytest
import segno

from projectie.payment_code import Transfer, as_svg, inline, payment_code


@pytest.mark.parametrize("name", ["Studio Projectie B.V.", "Küste Werft GmbH", "Łódź Druk"])
def test_the_code_says_version_two_utf_8_amount_and_reference(name: str) -> None:
    transfer = Transfer(name, "NL91ABNA0417164300", "", 13613, "2026-0001")
    said = f"BCD\n002\n1\nSCT\n\n{name}\nNL91ABNA0417164300\nEUR136.13\n\n\n2026-0001"
    assert payment_code(transfer) == segno.make_qr(said.encode(), error="m", boost_error=False)


def test_it_is_drawn_black_on_white_for_a_file_and_for_a_page() -> None:
    transfer = Transfer("x" * 90, "NL91ABNA0417164300", "ABNANL2A", 1, "y" * 200)
    for drawn in (as_svg(transfer).decode(), inline(transfer)):
        assert "#000" in drawn
        assert "#fff" in drawn
        assert "style" not in drawn
