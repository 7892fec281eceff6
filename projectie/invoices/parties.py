"""Who stands on an invoice, and what is still missing of them (R24, experience.md 3.5 and 3.7)."""

import re
from collections.abc import Iterator
from enum import StrEnum

from projectie.invoices.document import Bank, Party
from projectie.invoices.vat import MEMBERS, Checked
from projectie.people.models import Organisation
from projectie.people.organisation_forms import country_of
from projectie.terms.studio import StudioFacts

_POSTCODE = re.compile(r"(\d{4}\s?[A-Z]{2})\s+(.+)")


class Missing(StrEnum):
    """What an invoice should say and the records do not hold."""

    ADDRESS = "address"  # the law asks for it
    REFERENCE = "reference"  # an e-invoice in the Netherlands asks for one
    KVK = "kvk"  # the same
    VAT_NUMBER = "vat_number"  # an EU business without one pays Dutch VAT
    VAT_UNCHECKED = "vat_unchecked"  # the same, until the register knows it
    RECIPIENT = "recipient"  # nobody to mail it to
    STUDIO_VAT = "studio_vat"  # the law asks for it
    STUDIO_IBAN = "studio_iban"  # nobody can pay without


STOPS = frozenset({Missing.ADDRESS, Missing.STUDIO_VAT})  # what the law asks: no invoice without


def seller(facts: StudioFacts) -> Party:
    """Return the studio; the last line of its address holds postcode and city."""
    *street, place = facts.address or ("",)
    found = _POSTCODE.fullmatch(place)
    return Party(
        name=facts.name,
        street="\n".join(street),
        postcode=found[1] if found else "",
        city=found[2] if found else place,
        country=country_of(facts.zone),
        vat_number=facts.vat_id or "",
        kvk=facts.kvk,
        email=facts.invoice_address or facts.support_address,
        phone=facts.phone,
    )


def buyer(organisation: Organisation) -> Party:
    """Return the client by its legal name."""
    return Party(
        name=organisation.legal_name or organisation.name,
        street=organisation.street,
        postcode=organisation.postcode,
        city=organisation.city,
        country=organisation.country,
        vat_number=organisation.vat_number,
        kvk=organisation.kvk,
        email=organisation.invoice_email,
    )


def bank(facts: StudioFacts) -> Bank:
    """Return where the money goes."""
    return Bank(facts.iban, facts.bic, facts.account_name or facts.name)


def missing(
    facts: StudioFacts, organisation: Organisation, checked: Checked | None, *, has_recipient: bool
) -> tuple[Missing, ...]:
    """Return what is missing for an invoice to this client, the gravest first."""
    return tuple(_missing(facts, organisation, checked, has_recipient=has_recipient))


def _missing(
    facts: StudioFacts, organisation: Organisation, checked: Checked | None, *, has_recipient: bool
) -> Iterator[Missing]:
    home = country_of(facts.zone)
    if not organisation.is_addressed:
        yield Missing.ADDRESS
    if not facts.vat_id:
        yield Missing.STUDIO_VAT
    if not facts.iban:
        yield Missing.STUDIO_IBAN
    if not has_recipient:
        yield Missing.RECIPIENT
    if organisation.country == home:
        yield from (Missing.REFERENCE,) if not organisation.purchase_reference else ()
        yield from (Missing.KVK,) if not organisation.kvk else ()
    elif organisation.country in MEMBERS and checked is None:
        yield Missing.VAT_UNCHECKED if organisation.vat_number else Missing.VAT_NUMBER
