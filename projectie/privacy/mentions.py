"""Taking a name and an address out of what others wrote: pure text."""

import re
from collections.abc import Sequence

DASH = "–"
SHORTEST = 4  # letters of a name: anything shorter is a word as well


def without(text: str, names: Sequence[str]) -> str:
    """Return the text with a dash in the place of each of these names, however they are written."""
    known = sorted({name.strip() for name in names if len(name.strip()) >= SHORTEST}, key=len, reverse=True)
    if not known:
        return text
    pattern = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in known)
    return re.sub(pattern, DASH, text, flags=re.IGNORECASE)
