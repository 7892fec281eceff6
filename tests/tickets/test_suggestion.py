"""What the words of a mail suggest (R7, R8): sentences as clients write them, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.tickets.priority import Ground, Impact, Kind, Priority, Urgency
from projectie.tickets.suggestion import Suggestion, suggest
from projectie.tickets.suggestion_phrases import book

DUTCH = """
Inloggen lukt niet | login_problem - blocked
Ik kan sinds vanmorgen niet inloggen in het cms | login_problem one blocked
Niemand kan inloggen op het portaal | login_problem everyone blocked
Het lukt me niet om in te loggen | login_problem - -
Mijn wachtwoord werkt niet meer | login_problem one -
Iedereen op kantoor is buitengesloten | login_problem everyone -
De website ligt plat | outage everyone blocked
Onze webshop is down sinds 9 uur | outage everyone blocked
De site is uit de lucht en klanten kunnen niet bestellen | outage everyone blocked
Is er een storing? We zien een wit scherm | outage - -
De server is niet te bereiken, niets werkt meer | outage - blocked
We krijgen geen mail meer binnen | outage - -
Er is geen storing, maar ik heb wel een vraag over de factuur | question - -
De storing is inmiddels opgelost, dank | - - -
We zijn gehackt denk ik, de site stuurt bezoekers door naar een casino | security_incident - -
Gelukkig zijn we niet gehackt, maar hoe kunnen we dat voorkomen? | question - -
Er is een datalek bij onze leverancier | security_incident - -
Niemand kan bestellen, het afrekenen werkt niet | critical_bug everyone blocked
De iDEAL betaling werkt niet bij een klant | critical_bug one -
Het is dringend: enkele klanten zien verkeerde prijzen | critical_bug several hindered
Er komen geen bestellingen meer binnen, na het betalen een witte pagina | critical_bug - -
De doneerknop doet niets | bug - -
Ik krijg een foutmelding bij het versturen van het formulier | bug - -
De knop op de contactpagina doet het niet | bug - -
De afbeelding staat scheef op mijn telefoon, kan wachten | bug - can_wait
Kan iemand de openingstijden aanpassen? | content_change - -
Kunnen jullie de tekst op de homepage wijzigen? Geen haast. | content_change - can_wait
Kun je het logo vervangen door de bijlage? | content_change - -
Er zit een typefout op de pagina Over ons | content_change - -
Graag een nieuwe pagina over duurzaamheid | website_extension - -
We willen de site uitbreiden met een Duitse versie | website_extension - -
Kunnen jullie een koppeling maken met Exact? | new_feature - -
Zou handig zijn als er een filter op maat bij komt | new_feature - -
Wat kost een tweede domein? | question - -
Hoe werkt de nieuwsbrief? | question - -
Bedankt voor de snelle hulp! | - - -
Hallo, tot morgen | - - -
De nieuwsbrief is niet verstuurd? Ik weet het niet | - - -
"""
ENGLISH = """
The website is down | outage everyone blocked
Our shop has been offline since this morning | outage everyone blocked
The outage has been resolved, thanks | - - -
There was no outage on our side | - - -
I cannot log in to the dashboard | login_problem one blocked
My password is not accepted | login_problem one -
I'm locked out of my account | login_problem one -
Nobody can check out, payments are failing | critical_bug everyone blocked
The checkout is broken | critical_bug - -
Customers were charged twice | critical_bug - -
We have been hacked | security_incident - -
We were not hacked, but can you check the logs? | - - -
Somebody mentioned a data breach at our host | security_incident - -
This is not urgent: could you change the text on the about page? | content_change - can_wait
No rush, please update the opening hours | content_change - can_wait
There is a typo on the homepage | content_change - -
Please put the vacancy on the website | content_change - -
The form doesn't work, some customers complain | bug several -
I get an error message when I upload a file | bug - -
The images are broken on the product page | bug - -
Everyone gets an error, we can't work | bug everyone blocked
Could you add a search button to the catalogue? | new_feature - -
We would like to be able to export orders | new_feature - -
We'd like a new page about our team | website_extension - -
How do I change my name in the system? | question - -
Is it possible to change the domain later? | question - -
The page is a bit slow, please look at it as soon as possible | - - hindered
Thanks, see you tomorrow | - - -
"""
SENTENCES = [
    tuple(part.strip() for part in line.split("|")) for line in (DUTCH + ENGLISH).strip().splitlines() if line
]


def _said(suggestion: Suggestion) -> str:
    parts = (suggestion.kind, suggestion.impact, suggestion.urgency)
    return " ".join(part.value.value if part else "-" for part in parts)


def test_there_are_sixty_sentences_and_more() -> None:
    assert len(SENTENCES) >= 60


@pytest.mark.parametrize(("sentence", "suggested"), SENTENCES)
def test_r07_words_suggest_kind_impact_and_urgency(sentence: str, suggested: str) -> None:
    assert _said(suggest("", sentence)) == suggested
    assert _said(suggest(sentence.upper(), "")) == suggested


def test_r08_a_suggestion_shows_the_words_as_they_were_written() -> None:
    suggestion = suggest("Webshop", "Hoi,\nNiemand   kan BESTELLEN, het afrekenen werkt niet.")
    assert suggestion.kind
    assert suggestion.kind.words == ("afrekenen werkt niet", "Niemand kan BESTELLEN")
    assert suggestion.impact
    assert suggestion.impact.words == ("Niemand",)


def test_r08_a_suggestion_says_which_priority_would_follow() -> None:
    assert suggest("", "Inloggen lukt niet").reason.priority is Priority.CRITICAL
    nearly = suggest("", "Everyone gets an error, we can't work").reason
    assert (nearly.priority, nearly.ground) == (Priority.HIGH, Ground.ANSWERS)
    assert suggest("", "Een vraag").reason.ground is Ground.UNANSWERED


def test_a_critical_word_among_many_routine_ones_is_not_overlooked() -> None:
    text = "Kunnen jullie de tekst aanpassen en de foto vervangen en het logo vervangen? O ja, de website ligt plat."
    assert _said(suggest("Nieuwe foto's", text)).startswith("outage")


@pytest.mark.parametrize("between", ["", "grote ", "enkele "])
def test_a_negation_takes_the_sense_away_from_near(between: str) -> None:
    assert not suggest("", f"Er is geen {between}storing").kind
    assert suggest("", f"Er is geen mail, wel een {between}storing").kind


def test_every_value_has_phrases_in_the_book_and_the_other_way_round() -> None:
    known = book()
    assert set(known.kinds) == set(Kind)
    assert set(known.impacts) == set(Impact)
    assert set(known.urgencies) == set(Urgency)


WORDS = st.sampled_from(
    [
        "niet",
        "geen",
        "kan",
        "kunnen",
        "website",
        "ligt",
        "plat",
        "inloggen",
        "down",
        "not",
        "can't",
        "log",
        "in",
        "hacked",
        "…",
        "|",
        "*",
        "_",
        "'",
        "’",
        "é\n",
    ]
)


@given(st.text() | st.lists(WORDS).map(" ".join), st.text())
def test_no_text_raises_and_what_is_shown_stands_in_it(subject: str, text: str) -> None:
    suggestion = suggest(subject, text)
    whole = " ".join(f"{subject}\n{text}".split())
    for part in (suggestion.kind, suggestion.impact, suggestion.urgency):
        assert part is None or (part.words and all(words in whole for words in part.words))
