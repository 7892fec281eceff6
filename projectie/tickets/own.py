"""Which addresses never take part in a ticket: the studio's own, those of machines, and what is no address (R30, R31)."""

from projectie.people.addresses import FREE_MAIL, kept_address
from projectie.terms.studio import StudioFacts
from projectie.tickets.confirmation import is_answered


def mailboxes(facts: StudioFacts) -> tuple[str, ...]:
    """Return the studio's own mailboxes."""
    return facts.support_address, facts.urgent_address, facts.info_address


def taker(address: str, facts: StudioFacts) -> str | None:
    """Return the address of somebody who can take part, as it is kept; None for our own and for machines.

    Whoever writes from the studio's own domain is a colleague, with or without an account.
    """
    ours = mailboxes(facts)
    kept = kept_address(address) if is_answered(address, ours) else None
    if kept is None:
        return None
    own_domains = {mailbox.rpartition("@")[2].lower() for mailbox in ours} - FREE_MAIL
    return None if kept.rpartition("@")[2] in own_domains else kept
