"""What ties between tickets, proofs, views of the board and charged time hold of people and clients."""

from projectie.bonds.models import Bond, ChecklistItem, Follow, Reminder
from projectie.privacy.held_tickets import TICKET
from projectie.privacy.holding import Fate, Holding, Via
from projectie.proofs.models import Proof, ProofAnswer
from projectie.tickets.board_models import ColumnWatch, Hold, SavedView
from projectie.tickets.link_models import TicketLink
from projectie.work.models import Ceiling, CostDue, LeniencyDecision, Receipt, Timer, TimeRevision

_OWN = ("organisation_id",)
_OF_TICKET = Via("ticket_number", TICKET, "number")
PROOF = Holding(
    Proof,
    "work",
    Fate.STAYS,
    acts=("by_id",),
    organisation_via=_OF_TICKET,
    hidden=frozenset(("nonce",)),
    filename=lambda row: f"{row['id']}-{row['filename']}",
)
HELD = (
    Holding(Bond, "work", Fate.STAYS, acts=("by_id", "undone_by_id"), hidden=frozenset(("changes",))),
    Holding(Follow, "wishes", Fate.GONE, people=("person_id",)),
    Holding(Reminder, "wishes", Fate.GONE, people=("person_id",)),
    Holding(ChecklistItem, "work", Fate.STAYS, acts=("done_by_id",)),
    PROOF,
    # Approval of a proof is consent: evidence that stays.
    Holding(
        ProofAnswer,
        "money",
        Fate.STAYS,
        acts=("person_id",),
        organisation_via=Via("proof_id", PROOF, "id"),
    ),
    Holding(SavedView, "wishes", Fate.GONE, people=("person_id",)),
    Holding(ColumnWatch, "wishes", Fate.GONE, people=("person_id",)),
    Holding(Hold, "work", Fate.STAYS, acts=("held_by",)),
    Holding(TicketLink, "work", Fate.STAYS, acts=("by_id",)),
    Holding(
        TimeRevision,
        "money",
        Fate.STAYS,
        acts=("person_id", "by_id"),
        organisation_via=_OF_TICKET,
        hidden=frozenset(("note_inside", "reason")),
    ),
    Holding(Timer, "wishes", Fate.GONE, people=("person_id",)),
    Holding(LeniencyDecision, "money", Fate.STAYS, acts=("made_by",), organisation_via=_OF_TICKET),
    Holding(Ceiling, "money", Fate.STAYS, acts=("made_by",), organisations=_OWN),
    Holding(CostDue, "money", Fate.STAYS, organisations=_OWN),
    Holding(Receipt, "money", Fate.STAYS, organisations=_OWN, hidden=frozenset(("letter_id",))),
)
