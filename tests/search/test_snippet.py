"""The place where the words stand, marked."""

from hypothesis import given
from hypothesis import strategies as st

from projectie.search.asked import understood
from projectie.search.snippet import LENGTH, Wanted, snippet


def _marked(text: str, asked: str) -> str:
    return "".join(f"[{p.text}]" if p.hit else p.text for p in snippet(text, Wanted(understood(asked).terms)))


def test_a_hit_is_marked_in_any_form_and_with_its_accents() -> None:
    assert _marked("De café-storingen zijn weg.", "cafe storing ") == "De [café]-[storingen] zijn weg."


def test_a_long_text_shows_the_words_around_the_first_hit() -> None:
    shown = _marked("woord " * 200 + "Hier staat factuur in. " + "rest " * 200, "factuur ")
    assert shown.startswith("… ")
    assert "Hier staat [factuur] in." in shown
    assert shown.endswith(" …")


def test_a_text_without_the_words_shows_nothing() -> None:
    assert snippet("Niets van dat al.", Wanted(understood("factuur ").terms)) == ()


@given(st.text(max_size=400), st.text(max_size=20))
def test_a_snippet_is_a_stretch_of_the_text(text: str, asked: str) -> None:
    shown = "".join(piece.text for piece in snippet(text, Wanted(understood(asked).terms)))
    assert shown.removeprefix("… ").removesuffix(" …") in " ".join(text.split()) + " "
    assert len(shown) <= LENGTH + 4
