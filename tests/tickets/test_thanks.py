"""A bare "thank you" is shown and does not reopen what is done; one key overrules that (R17a)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.tickets.thanks import is_bare_thanks

NAMES = ("Lotte Jansen", "Anne Kuipers")
BARE = [
    "Bedankt!",
    "Dank je wel",
    "Hoi Anne,\n\nTop, dank voor de snelle hulp!\n\nGroet,\nLotte",
    "Beste Anne,\n\nHartelijk dank, het werkt weer.\n\nMet vriendelijke groet,\n\nLotte Jansen",
    "Alles werkt nu weer, heel erg bedankt allemaal! 😀",
    "Super, bedankt. Fijn weekend!",
    "Thanks!",
    "Thank you so much, it works now.",
    "Hi Anne,\n\nGreat, thanks a lot for the quick reply.\n\nBest regards,\nLotte",
    "Perfect, thank you all.",
    "Dear team,\nMany thanks, everything is working again.\nKind regards,\nMarloes van der Berg",
    "Merci!",
    "THX :-)",
]
MORE = [
    "",
    "Top!",
    "Het werkt weer.",
    "Bedankt, maar het werkt niet.",
    "Dank! Het werkt alleen nog niet op mijn telefoon.",
    "Bedankt. Kun je ook de openingstijden aanpassen?",
    "Dank je wel, wil je ook de foto vervangen",
    "Dank, graag ook in het Engels.",
    "Bedankt, het is weer zo",
    "Bedankt, het werkt weer niet.",
    "Bedankt, het werkt weer, behalve de kassa",
    "Hoi, het is stuk. Bedankt",
    "Hoi Anne, de webshop ligt plat, bedankt",
    "Bedankt voor niets",
    "Thanks, still broken.",
    "Thanks, it works but the logo is gone.",
    "Thank you in advance for sending the invoice",
    "Thanks. What about the other page?",
    "Thanks :(",
    "Thanks, one more thing: the footer.",
    "No thanks, undo it",
    "Bedankt! https://example.com/fout",
    "Bedankt, 12 bestellingen ontbreken",
    "Please thank Anne for me and call me",
]


@pytest.mark.parametrize("text", BARE)
def test_r17a_words_of_thanks_and_nothing_else_are_a_bare_thank_you(text: str) -> None:
    assert is_bare_thanks(text, NAMES)


@pytest.mark.parametrize("text", MORE)
def test_r17a_whatever_may_ask_for_something_is_a_reply(text: str) -> None:
    assert not is_bare_thanks(text, NAMES)


@given(
    word=st.sampled_from(
        ["niet", "stuk", "not", "broken", "graag", "please", "fout", "weer", "again", "maar", "but", "7"]
    )
)
def test_r17a_one_word_that_is_not_known_as_thanks_makes_it_a_reply(word: str) -> None:
    assert not is_bare_thanks(f"Bedankt, {word} top", NAMES)
    assert not is_bare_thanks(f"Thanks so much, {word}", NAMES)
