"""The European register of VAT numbers (VIES), asked over its REST service; no answer is an answer too: unknown."""

from dataclasses import dataclass

import requests

from projectie.invoices.models import VatAnswer

WAIT = (3, 10)  # seconds to connect, and to read
_REFUSED = "INVALID_INPUT"  # no number of that country looks like this


@dataclass(frozen=True, slots=True)
class Found:
    """What the register said, and the receipt by which it can be held to it."""

    answer: VatAnswer
    receipt: str = ""


def look_up(url: str, number: str, asker: str) -> Found:
    """Ask whether a VAT number (with its country in front) is valid; `asker` is our own, for the receipt."""
    asked = {"countryCode": number[:2], "vatNumber": number[2:]}
    if asker:
        asked |= {"requesterMemberStateCode": asker[:2], "requesterNumber": asker[2:]}
    try:
        answer = requests.post(f"{url}/check-vat-number", json=asked, timeout=WAIT)
        said = answer.json()
    except (requests.RequestException, ValueError):
        return Found(VatAnswer.UNKNOWN)
    return _read(said if isinstance(said, dict) else {})


def _read(said: dict[str, object]) -> Found:
    valid = said.get("valid")
    if isinstance(valid, bool):
        receipt = str(said.get("requestIdentifier") or "")[:100]
        return Found(VatAnswer.VALID if valid else VatAnswer.INVALID, receipt)
    errors = said.get("errorWrappers")
    if isinstance(errors, list) and any(isinstance(e, dict) and e.get("error") == _REFUSED for e in errors):
        return Found(VatAnswer.INVALID)
    return Found(VatAnswer.UNKNOWN)
