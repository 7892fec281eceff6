"""What is cut off a reply, and what never is."""

from hypothesis import given
from hypothesis import strategies as st

from projectie.mail.quoting import MARKERS, reply_text

_LINES = st.sampled_from((
    "", " ", "Ja, dat klopt.", "> Is het gelukt?", ">> Eerder", "-- ", "--", "Op 23 nov 2026 om 15:05 schreef Support:",
    "Support wrote:", "Van: Support", "Verzonden: maandag", "Aan: Anna", "-----Original Message-----", "_" * 32,
    "Verstuurd vanaf mijn iPhone", "---------- Forwarded message ---------", *MARKERS.values(),
))  # fmt: skip
_TEXTS = st.lists(_LINES | st.text(max_size=12), max_size=14).map("\n".join)
_OWN = st.lists(st.sampled_from(("Ja, dat klopt.", "Dank je wel!", "", "Tot 12:00 dan")), max_size=5).map(
    lambda lines: "\n".join(["Hoi,", *lines, "Anna"])
)
_QUOTES = st.sampled_from((
    "Op ma 23 nov 2026 om 15:05 schreef Support <s@x.example>:\n\n> Gelukt?",
    "Op ma 23 nov 2026 om 15:05 schreef Support <\ns@x.example>:\n\nGelukt?",
    "On Mon, Nov 23, 2026 at 3:05 PM Support <s@x.example> wrote:\n> Done?",
    "Am 23.11.2026 um 15:05 schrieb Support:\n> Fertig?",
    "Le 23 nov. 2026 à 15:05, Support <s@x.example> a écrit :\n> Fini ?",
    "Van: Support\nVerzonden: maandag\nAan: Anna\nOnderwerp: RE: x\n\nGelukt?",
    "-----Original Message-----\nFrom: Support\nSent: Monday\nTo: Anna\n\nDone?",
    *(f"{marker}\n\nGelukt?" for marker in MARKERS.values()),
))  # fmt: skip


@given(_TEXTS)
def test_reply_is_never_empty_where_the_text_is_not(text: str) -> None:
    assert bool(reply_text(text)) == bool(text.strip())


@given(_TEXTS)
def test_reply_is_one_stretch_of_the_text(text: str) -> None:
    assert reply_text(text) in text
    assert reply_text(text, forwarded=True) in text


@given(_OWN, _QUOTES)
def test_own_words_stay_and_the_quote_goes(own: str, quote: str) -> None:
    assert reply_text(f"{own}\n\n{quote}") == own


@given(_OWN, _QUOTES)
def test_quote_of_a_quote_goes_too(own: str, quote: str) -> None:
    assert reply_text(f"{own}\n\n{quote}\n\n{quote}") == own


def test_r33_what_is_passed_on_stays() -> None:
    text = (
        "Kun jij dit oppakken?\n\nVan: Bo <bo@x.example>\nVerzonden: maandag\nAan: Mara\n\nDe site ligt plat."
    )
    assert reply_text(text, forwarded=True) == text
    assert reply_text(text) == "Kun jij dit oppakken?"


def test_answers_between_quotes_keep_the_quotes() -> None:
    text = "> Welke dag?\nDinsdag.\n> Hoe laat?\nTien uur."
    assert reply_text(text) == text


def test_answer_below_the_only_quote_stands_alone() -> None:
    assert reply_text("Op 23 nov 2026 schreef Support:\n> Welke dag?\n\nDinsdag.\n\n-- \nAnna") == "Dinsdag."
