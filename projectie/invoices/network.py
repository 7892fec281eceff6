"""Addresses on the Peppol network: by company number in the Netherlands, by VAT number elsewhere (`network.json`)."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from projectie.invoices.document import Party

KVK = "0106"


@dataclass(frozen=True, slots=True)
class NetworkAddress:
    """A number and the scheme it belongs to (the list of electronic address schemes)."""

    scheme: str
    number: str


def address_of(party: Party) -> NetworkAddress | None:
    """Return where e-invoices reach that party; None where its numbers name no place on the network."""
    if party.kvk:
        return NetworkAddress(KVK, party.kvk)
    scheme = _schemes().get(party.country)
    return NetworkAddress(scheme, party.vat_number) if scheme and party.vat_number else None


@lru_cache(maxsize=1)
def _schemes() -> dict[str, str]:
    text = files("projectie.invoices").joinpath("network.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
