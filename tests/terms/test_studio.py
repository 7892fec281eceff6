"""The studio's facts are data, read strictly."""

from dataclasses import replace
from typing import Any

import pytest

from projectie.terms.reading import UnreadableError
from projectie.terms.studio import studio_from_data
from tests.terms.made import STUDIO

DATA: dict[str, Any] = {
    "name": "Ander Bureau",
    "address": ["Dorpsstraat 1", "1234 AB Ergens"],
    "kvk": "12345678",
    "vat_id": "NL000099998B57",
    "site": "https://bureau.example",
    "phone": "+32 2 555 01 23",
    "support_address": "help@bureau.example",
    "urgent_address": "spoed@bureau.example",
    "info_address": "info@bureau.example",
    "tagline": {"nl": "Mooi werk", "en": "Fine work"},
    "zone": "Europe/Brussels",
}


def test_another_studio_fills_in_its_own() -> None:
    studio = studio_from_data(DATA)
    assert studio.name == "Ander Bureau"
    assert studio.dial == "+3225550123"
    assert studio.address == ("Dorpsstraat 1", "1234 AB Ergens")


def test_vat_number_and_site_may_be_unknown() -> None:
    studio = studio_from_data(DATA | {"vat_id": None, "site": None})
    assert (studio.vat_id, studio.site) == (None, None)


def test_the_zero_in_brackets_is_for_callers_at_home() -> None:
    assert replace(STUDIO, phone="+31 (0)20-123 45 67").dial == "+31201234567"


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("name", "", "name"),
        ("name", "two\nlines", "name"),
        ("vat_id", "", "vat_id"),
        ("address", "Dorpsstraat", "address"),
        ("address", ["Dorpsstraat 1", ""], "address[1]"),
        ("info_address", "info", "info_address"),
        ("info_address", "info@bureau.example\r\nBcc: a@b.example", "info_address"),
        ("zone", "Europe/Leiden", "zone"),
        ("tagline", {"nl": "Mooi werk"}, "tagline.en"),
        ("colour", "red", "colour"),
    ],
)
def test_a_wrong_fact_is_refused_with_its_path(name: str, value: object, path: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        studio_from_data(DATA | {name: value})
    assert refused.value.path == path
