"""What urgent work holds of people and clients: quotes, who may read them, and written agreement, which is evidence (R15)."""

from projectie.privacy.holding import Fate, Holding, Via
from projectie.urgent.models import Consent, Quote, QuoteReader

_OWN = ("organisation_id",)
QUOTE = Holding(Quote, "money", Fate.STAYS, acts=("made_by",), organisations=_OWN)
HELD = (
    QUOTE,
    Holding(QuoteReader, "wishes", Fate.STAYS, people=("person_id",), hidden=frozenset(("nonce",))),
    # Never changed or deleted: the law's seven years hold for it as for an invoice.
    Holding(
        Consent,
        "money",
        Fate.STAYS,
        people=("person_id",),
        acts=("recorded_by_id",),
        organisations=_OWN,
        organisation_via=Via("quote_id", QUOTE, "id"),
    ),
)
