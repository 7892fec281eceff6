"""What an invoice needs to know of a client, in the form it is kept in: Dutch postcodes, KVK and VAT numbers."""

import re
from enum import StrEnum

from stdnum import exceptions
from stdnum.eu import vat

NORTHERN_IRELAND = "XI"


class BillingFault(StrEnum):
    """Why it cannot be kept like that."""

    POSTCODE = "postcode"
    KVK = "kvk"
    VAT = "vat"
    VAT_COUNTRY = "vat_country"  # a number of another country than the address


def kept_postcode(typed: str, country: str) -> str:
    """Return a postcode as it is kept: Dutch ones as `2311 ST`, others as they were written; raise ValueError."""
    text = " ".join(typed.split())
    if not text or country != "NL":
        return text
    found = re.fullmatch(r"([1-9][0-9]{3}) ?([A-Z]{2})", text.upper())
    if found is None or found[2] in {"SA", "SD", "SS"}:  # pairs the post never gives out
        raise ValueError(BillingFault.POSTCODE)
    return f"{found[1]} {found[2]}"


def kept_kvk(typed: str) -> str:
    """Return a number of the Dutch Chamber of Commerce: eight digits; raise ValueError."""
    digits = re.sub(r"[\s.]", "", typed)
    if digits and not re.fullmatch(r"[0-9]{8}", digits):
        raise ValueError(BillingFault.KVK)
    return digits


def kept_vat(typed: str, country: str) -> str:
    """Return a VAT number, compact with its country in front; raise ValueError.

    One of the EU must be right by its own check; elsewhere countries have rules of their own, and what was typed stays.
    """
    text = re.sub(r"[\s.\-]", "", typed).upper()
    if not text:
        return ""
    prefix = vat_prefix(country)
    if not prefix:
        if not re.fullmatch(r"[0-9A-Z/]{4,20}", text):
            raise ValueError(BillingFault.VAT)
        return text
    if text[:2].isalpha() and text[:2] != prefix:
        raise ValueError(BillingFault.VAT_COUNTRY)
    whole = text if text.startswith(prefix) else prefix + text
    try:
        return str(vat.validate(whole))
    except exceptions.ValidationError as error:
        raise ValueError(BillingFault.VAT) from error


def vat_prefix(country: str) -> str:
    """Return what VAT numbers of that country begin with; empty outside the EU."""
    if country == "GR":
        return "EL"
    return country if country.lower() in vat.MEMBER_STATES and country != NORTHERN_IRELAND else ""
