"""Does a mail hold a password? A table of what does, and of its false friends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.whispers.telltale import MASK, found, masked


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("Wachtwoord: Zomer2026!", "Zomer2026!"),
        ("wachtwoord = hunter22", "hunter22"),
        ("Het wachtwoord is Tr0ub4dor&3.", "Tr0ub4dor&3"),
        ("het wachtwoord voor de site is nu gEheim99", "gEheim99"),
        ("Wachtwoord van WordPress: 'k4as!Koek'", "k4as!Koek"),
        ("ww: zomerhuis", "zomerhuis"),  # the last word of its line
        ("Gebruiker: jan\nWachtwoord: correcthorse\nGroet", "correcthorse"),
        ("The password is S3cret-Sauce", "S3cret-Sauce"),
        ("Password for the shop: abcDEF123", "abcDEF123"),
        ("passwd -> x9#kkl2", "x9#kkl2"),
        ("Onze API-key: sk_live_51Hx9abc", "sk_live_51Hx9abc"),
        ("api sleutel: 9f8e7d6c5b4a", "9f8e7d6c5b4a"),
        ("Inloggegevens: jan / Fiets#88", "Fiets#88"),
        ("login details admin/Pa55word", "Pa55word"),
        ("Pincode: A4821x", "A4821x"),
        ("WACHTWOORD:\tABC123def", "ABC123def"),
        ("pass word : qwe rty, sorry: password: qW3rty", "qW3rty"),
        ("wachtwoord: mijn@hond12", "mijn@hond12"),
    ],
)
def test_a_password_is_found(text: str, token: str) -> None:
    assert [each.token for each in found(text)] == [token]
    assert token not in masked(text, [token])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ik ben mijn wachtwoord vergeten.",
        "Wachtwoord: vergeten",
        "Kunnen jullie mijn wachtwoord resetten? Graag vandaag nog.",
        "Onderwerp: wachtwoord: graag een nieuwe instellen",
        "Het wachtwoord is verlopen op 12-11-2026.",
        "Het wachtwoord is niet goed.",
        "The password is incorrect.",
        "The password is 12 characters long",
        "Password is valid for 30 days",
        "Wachtwoord: https://example.com/reset?token=Ab12Cd34",
        "Het wachtwoord is gestuurd naar jan@bakker.example",
        "wachtwoord: jan@bakker.example",
        "De inloggegevens staan in de bijlage / zie onder",
        "De inloggegevens en/of het contract graag sturen.",
        "We use a password manager: 1Password is fine",
        "Pincode: 1234",  # figures alone are as often a house number or an amount
        "Het passwoordbeleid 2026",
        "Wachtwoord: (stuur ik apart)",
        "wachtwoord: ••••••",
        "ww 2 was een oorlog",
        "Access is denied since 10:30",
        "Login 12/11/2026",
        "We spraken over de api: v2 is klaar",
    ],
)
def test_a_false_friend_is_left_alone(text: str) -> None:
    assert found(text) == []


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at_and_covered(text: str) -> None:
    tokens = [each.token for each in found(text)]
    assert all(text[each.start : each.end] == each.token for each in found(text))
    covered = masked(text, tokens)
    assert all(token not in covered for token in tokens)


@given(
    st.sampled_from(["Wachtwoord: ", "password is ", "ww = ", "API key: "]),
    st.from_regex(r"[A-Za-z]{3}[0-9]{3}[a-z]{2,8}", fullmatch=True),
    st.text(max_size=50),
)
def test_what_was_covered_is_not_found_again(words: str, token: str, before: str) -> None:
    text = f"{before}\n{words}{token}\nGroet"
    tokens = [each.token for each in found(text)]
    assert token in tokens
    assert token not in masked(text, tokens)
    assert token not in [each.token for each in found(masked(text, tokens))]
    assert MASK in masked(text, tokens)


def test_a_mail_of_any_size_is_looked_at_in_a_moment() -> None:
    assert found("wachtwoord is is is " * 100_000) == []
    assert found("x" * 1_000_000) == []
