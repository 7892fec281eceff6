"""Dutch or English, by the small words no text does without."""

import re

_WORD = re.compile(r"[a-zà-ÿ']+")
_LOOK = 5_000  # characters
_DUTCH_WORDS = """de het een en van ik je jij jullie we wij niet is op te dat die met voor zijn aan er maar om
    ook als bij nog kan kunnen wel naar heb hebben heeft dan mijn onze ons wordt worden deze dit graag hoe wat
    waar groet geen alvast bedankt hallo beste hoi sinds door over"""
_ENGLISH_WORDS = """the a an and of i you we not is on to that this with for are at but if also can could would
    have has had my our it in be as or from please how what where when thanks thank regards hello hi dear no yes
    by your do does"""
_DUTCH = frozenset(_DUTCH_WORDS.split()) - frozenset(_ENGLISH_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split()) - frozenset(_DUTCH_WORDS.split())


def guessed(text: str) -> str | None:
    """Return `nl` or `en`, None where the words do not tell."""
    words = _WORD.findall(text[:_LOOK].lower())
    dutch = sum(word in _DUTCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    if max(dutch, english) < 2 or dutch == english:
        return None
    return "nl" if dutch > english else "en"
