"""A message that came in, with what a mail would have told left open: by a form, over a link, or not to be read."""

from datetime import datetime
from typing import Any

from projectie.tickets.models import Direction, Message

_NO_MAIL: dict[str, Any] = {
    **dict.fromkeys(
        ("ticket_number", "fate", "mailbox", "raw_id", "author_id", "message_id", "message_id_hash")
    ),
    **dict.fromkeys(("in_reply_to", "conversation", "date", "body_html", "language", "authentication")),
    **dict.fromkeys(("auto_reason", "spam_mark", "ruled_by")),
    **dict.fromkeys(("from_name", "from_address", "subject"), ""),
    **dict.fromkeys(("auto", "auto_replied", "trusted"), False),
}


def incoming(received_at: datetime, text: str = "", **known: Any) -> Message:
    """Return it: who sent it is not proven (R32) unless that is `known`."""
    open_: dict[str, Any] = {name: [] for name in ("references", "to", "cc", "problems")}
    said = {"body_text": text, "reply_text": text, "received_at": received_at}
    return Message(**{**_NO_MAIL, **open_, **said, "direction": Direction.IN, **known})
