"""A bare "thank you" asks for nothing (R17a): words of thanks and courtesy, names, and not a word besides.

Known words only: whatever else stands in a mail may ask for something, and then it counts as a reply.
"""

import re
from collections.abc import Iterable

from projectie.tickets.filters import folded

LONGEST = 600  # letters of a mail that can be no more than thanks
_OF_THANKS = (
    """bedankt bedank bedankje dank dankje dankjewel dankuwel merci thanks thank thx tnx thankyou cheers"""
)
# What may stand beside them. Nothing made of these words says that something is wrong, or asks for more.
_OF_COURTESY = """aan aandacht alle allemaal alvast antwoord avond beste blij dag dat de die een en enorm erg fijn fijne geduld gedaan
    geweldig goed goede goedemiddag goedemorgen goedenavond groet groeten groetjes gr ha hallo hartelijk hartelijke heel
    heerlijk het hi hoi hulp iedereen ik inzet is jij jou jouw je jullie keurig klasse lieve mee met middag moeite mooi mvg
    namens nog nogmaals ontzettend ook oplossen oplossing perfect prettige prima reactie snelle snel super team tevreden top
    u uw van veel veels vriendelijk vriendelijke voor we week weekend wel werk wij ze zeer zijn zondag zaterdag
    a all am and answer appreciate appreciated are awesome best brilliant day dear effort evening everyone excellent fast for
    from good great greetings guys happy have hello help hey i it its job kind kindly lot lots lovely many much nice of on
    patience prompt quick quickly really regards reply response sincerely so solving sorting support swift team that the
    this to very warm we weekend well wishes with wonderful work you your yours"""
_THANKS, _KNOWN = frozenset(_OF_THANKS.split()), frozenset(f"{_OF_THANKS} {_OF_COURTESY}".split())
# That all is well now is said along with thanks; these words by themselves could say the opposite.
_WELL_NOW = re.compile(
    r"\b(?:(?:het|alles|dit|dat|hij|ze) (?:werkt|doet het|is gelukt|is opgelost|staat er)"
    r"|(?:it|this|that|all|everything) (?:works|is working|is fixed|is solved|is fine)|(?:its|it's|that's) (?:working|fixed|solved|fine))"
    r"(?: (?:nu|weer|goed|prima|perfect|helemaal|now|again|fine|well|perfectly))*(?=\s*(?:$|[.,!;:)\n]|\b(?:en|and|dank|bedankt|thanks|thank)\b))"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DOUBT = re.compile(r"\?|[:;]['’]?-?[(/]|[☹🙁😞😕😢😡]")
_GREETED = re.compile(
    r"^\s*(?:hoi|hi|hallo|hello|hey|ha|dag|beste|dear|goede(?:morgen|middag|navond)|good (?:morning|afternoon|evening))"
    r"(?:[ \t]+[^\W\d_]+)?[ \t]*(?:[,!.]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED = re.compile(
    r"[,!.\n]\s*(?:[A-Z][\w'’.-]*|de|den|der|het|van|von|le|la)(?:[ \t]+(?:[A-Z][\w'’.-]*|de|den|der|het|van|von|le|la)){0,3}\s*$"
)


def is_bare_thanks(text: str, names: Iterable[str] = ()) -> bool:
    """Return whether a reply says thank you, in Dutch or English, and nothing else; these names may be in it."""
    if len(text) > LONGEST or _DOUBT.search(text):
        return False
    body = _GREETED.sub(" ", text, count=1)
    body = _WELL_NOW.sub(" ", folded(_SIGNED.sub(" ", body)).replace("’", "'"))
    words = set(_WORD.findall(body))
    known = {word for name in names for word in _WORD.findall(folded(name))}
    return bool(words & _THANKS) and words <= _KNOWN | known
