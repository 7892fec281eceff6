"""Tickets of Zammad and conversations of FreeScout, as their APIs give them (JSON); each article becomes a mail.

The mail is made from the article, always the same, so that bringing it in again finds it there. Shapes:
Zammad `GET /api/v1/tickets` with `GET /api/v1/ticket_articles/by_ticket/{id}` (docs.zammad.org, REST API), as a list
of tickets with `articles`, as `{"tickets", "articles"}`, or as a list of articles; FreeScout
`GET /api/conversations?embed=threads` (api-docs.freescout.net), a page or a list of pages or conversations.
"""

import base64
import binascii
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from projectie.imports.items import Ground, Item, Outcome, RefusedError, Why
from projectie.imports.old_mail import bring_in

Made = dict[str, Any]
SAID = frozenset(("customer", "message"))  # threads of FreeScout that client or studio wrote to the other


def zammad(content: bytes) -> Iterator[Item]:
    """Yield the articles of a Zammad dump, each ticket's in the order they were written."""
    dump = _json(content)
    if isinstance(dump, dict):
        tickets, articles = _list(dump.get("tickets")), _list(dump.get("articles"))
    else:
        tickets = [one for one in dump if "articles" in one]
        articles = [one for one in dump if "articles" not in one and "ticket_id" in one]
    articles = [
        *articles,
        *({"ticket_id": t.get("id"), **a} for t in tickets for a in _list(t.get("articles"))),
    ]
    titles = {ticket.get("id"): ticket for ticket in tickets}
    articles.sort(key=lambda a: (str(a.get("ticket_id")), str(a.get("created_at")), str(a.get("id"))))
    begun: set[Any] = set()
    for place, article in enumerate(articles, 1):
        first = not article.get("internal") and article.get("ticket_id") not in begun
        begun |= {article.get("ticket_id")} if first else set()
        yield Item(place, f"Zammad {article.get('id')}", partial(_zammad, article, titles, first))


def freescout(content: bytes) -> Iterator[Item]:
    """Yield the threads of a FreeScout dump, each conversation's in the order they were written."""
    pages = _json(content)
    found = [one for page in (pages if isinstance(pages, list) else [pages]) for one in _conversations(page)]
    place = 0
    for conversation in found:
        threads = _list(_inside(conversation, "threads"))
        first = True
        for thread in sorted(threads, key=lambda one: (str(one.get("createdAt")), str(one.get("id")))):
            place += 1
            name = f"FreeScout {thread.get('id')}"
            yield Item(place, name, partial(_freescout, thread, conversation, first))
            first = first and thread.get("type") not in SAID


def _zammad(
    article: Made, tickets: dict[Any, Made], first: bool, session: Session, ground: Ground
) -> Outcome:
    if article.get("internal"):
        raise RefusedError(Why.INTERNAL)
    ticket = tickets.get(article.get("ticket_id"), {})
    customer = ticket.get("customer")
    mail = _mail(
        root=f"zammad-ticket-{article.get('ticket_id')}",
        own="" if first else f"zammad-article-{article.get('id')}",
        moment=_moment(article.get("created_at")),
    )
    by_client = str(article.get("sender", "Customer")) == "Customer"
    mail["From"] = _addressed(article.get("from"), customer if by_client else article.get("created_by"))
    mail["To"] = _addressed(article.get("to"), None if by_client else customer)
    mail["Subject"] = _line(article.get("subject") or ticket.get("title"))
    _body(mail, str(article.get("body") or ""), html=article.get("content_type") == "text/html")
    for file in _list(article.get("attachments")):
        _attach(mail, str(file.get("filename") or "file"), file.get("data"))
    return bring_in(mail.as_bytes(policy=SMTP), session, ground)


def _freescout(thread: Made, conversation: Made, first: bool, session: Session, ground: Ground) -> Outcome:
    kind = thread.get("type")
    if kind not in SAID:
        raise RefusedError(Why.INTERNAL)
    client, writer = conversation.get("customer") or {}, thread.get("createdBy") or {}
    mail = _mail(
        root=f"freescout-conversation-{conversation.get('id')}",
        own="" if first else f"freescout-thread-{thread.get('id')}",
        moment=_moment(thread.get("createdAt")),
    )
    mail["From"] = _who(writer if kind == "message" else thread.get("customer") or client)
    mail["To"] = _who(client) if kind == "message" else ", ".join(map(str, _list(thread.get("to"))))
    mail["Subject"] = _line(conversation.get("subject"))
    _body(mail, str(thread.get("body") or ""), html=True)
    for file in _list(_inside(thread, "attachments")):
        _attach(mail, str(file.get("fileName") or "file"), file.get("data"))
    return bring_in(mail.as_bytes(policy=SMTP), session, ground)


def _mail(*, root: str, own: str, moment: datetime) -> EmailMessage:
    """Begin a mail: the first of a ticket is the root that all others refer to, so that they become one request."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<{own or root}@import.invalid>"
    if own:
        mail["References"] = f"<{root}@import.invalid>"
    mail["Date"] = format_datetime(moment)
    return mail


def _body(mail: EmailMessage, text: str, *, html: bool) -> None:
    mail.set_content(text, subtype="html" if html else "plain", cte="base64")


def _attach(mail: EmailMessage, name: str, data: object) -> None:
    """Attach a file whose bytes stand in the dump; the API gives them by another call."""
    if not isinstance(data, str):
        return
    try:
        content = base64.b64decode(data, validate=True)
    except (ValueError, binascii.Error):
        return
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=_line(name))
    # A boundary drawn anew each time would make another mail of it.
    mail.set_boundary(f"import-{mail['Message-ID'].strip('<>').partition('@')[0]}")


def _json(content: bytes) -> Any:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise RefusedError(Why.UNREADABLE) from error
    if not isinstance(found, dict) and not (
        isinstance(found, list) and all(isinstance(o, dict) for o in found)
    ):
        raise RefusedError(Why.UNREADABLE)
    return found


def _conversations(page: Made) -> list[Made]:
    inside = _inside(page, "conversations")
    return [page] if inside is None and "subject" in page else _list(inside)


def _inside(holder: Made, name: str) -> Any:
    embedded = holder.get("_embedded")
    return embedded.get(name) if isinstance(embedded, dict) else None


def _list(found: Any) -> list[Any]:
    return [one for one in found if isinstance(one, dict | str)] if isinstance(found, list) else []


def _who(person: Any) -> str:
    known = person if isinstance(person, dict) else {}
    name = " ".join(str(known.get(part) or "") for part in ("firstName", "lastName")).strip()
    return formataddr((_line(name), _line(known.get("email"))))


def _addressed(said: Any, otherwise: Any) -> str:
    """Return an address as it is said, or with the address that is known where only a name is said."""
    text = _line(said)
    return text if "@" in text or not isinstance(otherwise, str) else formataddr((text, _line(otherwise)))


def _line(text: Any) -> str:
    return " ".join(str(text or "").split())


def _moment(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise RefusedError(Why.NO_DATE) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
