"""The status as an Atom feed (RFC 4287): an entry for each update and each announcement."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask_babel import gettext as _

from projectie.context import long_moment
from projectie.links import link_to
from projectie.outages.queries import Incident, Work
from projectie.outages.status import Status
from projectie.outages.words import STATES

ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was told."""

    key: str
    title: str
    text: str
    at: datetime


def feed(status: Status, studio: str, language: str) -> bytes:
    """Return the feed in that language; its words are the reader's."""
    page = link_to("public.status", language=language)
    root = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language})
    entries = sorted(_entries(status, language), key=lambda entry: (entry.at, entry.key), reverse=True)
    _add(root, "title", _("Status of %(studio)s", studio=studio))
    _add(root, "id", _tag("status", language))
    _add(root, "updated", _stamp(max((entry.at for entry in entries), default=status.checked_at)))
    SubElement(_add(root, "author", ""), f"{{{ATOM}}}name").text = _clean(studio)
    address = link_to("public.status_feed", language=language)
    SubElement(root, f"{{{ATOM}}}link", {"rel": "self", "type": "application/atom+xml", "href": address})
    SubElement(root, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": page})
    for entry in entries:
        _write(SubElement(root, f"{{{ATOM}}}entry"), entry, page, language)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _write(element: Element, entry: Entry, page: str, language: str) -> None:
    _add(element, "title", entry.title)
    _add(element, "id", _tag(entry.key, language))
    _add(element, "updated", _stamp(entry.at))
    SubElement(element, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": page})
    _add(element, "content", entry.text).set("type", "text")


def _entries(status: Status, language: str) -> Iterator[Entry]:
    for incident in (*status.going_on, *status.past):
        yield from _told(incident, language)
    for work in (*status.at_work, *status.planned):
        yield _announced(work, language)


def _told(incident: Incident, language: str) -> Iterator[Entry]:
    title = incident.title.in_(language)
    for update in incident.updates:
        said = _("%(title)s: %(state)s", title=title, state=STATES[update.state])
        yield Entry(f"update-{update.id}", said, update.text.in_(language), update.at)
    if not incident.updates:
        said = _("%(title)s: %(state)s", title=title, state=STATES[incident.state])
        yield Entry(f"outage-{incident.id}", said, title, incident.started_at)


def _announced(work: Work, language: str) -> Entry:
    when = _("%(start)s until %(end)s", start=long_moment(work.starts_at), end=long_moment(work.ends_at))
    title = _("Maintenance: %(title)s", title=work.title.in_(language))
    return Entry(f"maintenance-{work.id}", title, f"{when}\n\n{work.text.in_(language)}", work.changed_at)


def _add(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = _clean(str(text)) or None
    return element


def _clean(text: str) -> str:
    """Return text without the characters XML cannot hold."""
    return _NOT_XML.sub("", text)


def _tag(key: str, language: str) -> str:
    """Return a name that is never another's (RFC 4151)."""
    host = urlsplit(link_to("public.status", language=language)).hostname
    return f"tag:{host},2026:status/{language}/{key}"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
