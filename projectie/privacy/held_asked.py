"""What calls and requests that were sent by form hold of people and clients."""

from projectie.calls.models import Call, CallHours, CallProposal, CallTaker
from projectie.privacy.held_tickets import TICKET
from projectie.privacy.holding import Fate, Holding, Via
from projectie.requests.models import OnlineFile, OnlineMessage

_OF_TICKET = Via("ticket_number", TICKET, "number")
HELD = (
    Holding(
        Call,
        "work",
        Fate.BLANK,
        people=("person_id",),
        acts=("colleague_id", "preferred_id", "booked_by"),
        addresses=("address",),
        organisation_via=_OF_TICKET,
        hidden=frozenset(("nonce", "key", "uid")),
        blank={"name": "–", "address": "", "phone": "", "topic": "–"},
    ),
    Holding(
        CallProposal,
        "work",
        Fate.STAYS,
        acts=("colleague_id", "proposed_by"),
        organisation_via=_OF_TICKET,
        hidden=frozenset(("nonce",)),
    ),
    Holding(CallTaker, "wishes", Fate.GONE, people=("person_id",)),
    Holding(CallHours, "wishes", Fate.GONE, people=("person_id",)),
    # The message itself is held with its ticket; this only says that it came by form.
    Holding(
        OnlineMessage,
        "work",
        Fate.STAYS,
        acts=("by_id",),
        organisation_via=_OF_TICKET,
        hidden=frozenset(("nonce", "key")),
    ),
    Holding(OnlineFile, "wishes", Fate.GONE, people=("by_id",), hidden=frozenset(("key",))),
)
