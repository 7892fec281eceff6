"""Sanitised HTML as a reader opens it: links say where they go, images from elsewhere wait for a click."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote, urlsplit

# Sanitised HTML is well-formed: all attributes stand in double quotes.
_TAG = re.compile(r'<(/?)(a|img)\b((?:[^">]|"[^"]*")*)>')
_ANY_TAG = re.compile(r'<(?:[^">]|"[^"]*")*>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_KEPT = ("alt", "width", "height")


@dataclass(frozen=True, slots=True)
class Shown:
    """HTML for a page of its own, and the hosts its images would be fetched from."""

    html: str
    elsewhere: tuple[str, ...]


def shown(clean: str, images: Mapping[str, str], *, fetch: bool = False) -> Shown:
    """Return sanitised HTML for reading; `images`: where the mail's own lie, by content id.

    `fetch`: the reader asked for the images from elsewhere; the server itself never fetches one.
    """
    page = _Page(images, fetch=fetch)
    at = 0
    for tag in _TAG.finditer(clean):
        page.out.append(clean[at : tag.start()])
        page.take(tag)
        at = tag.end()
    page.out.append(clean[at:])
    return Shown("".join(page.out), tuple(page.elsewhere))


class _Page:
    def __init__(self, images: Mapping[str, str], *, fetch: bool) -> None:
        self._images = images
        self._fetch = fetch
        self._link = ""
        self._begun = 0
        self.out: list[str] = []
        self.elsewhere: dict[str, None] = {}

    def take(self, tag: re.Match[str]) -> None:
        """Write one link or image."""
        attributes = dict(_ATTRIBUTE.findall(tag[3]))
        if tag[2] == "img":
            self.out.append(self._image(attributes))
        elif tag[1]:
            self.out.append("</a>")
            self._say_where()
        else:
            self._open(tag[0], attributes)

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        self._link = unescape(attributes.get("href", ""))
        self.out.append(f'{tag[:-1]} target="_blank">' if self._link else tag)
        self._begun = len(self.out)

    def _say_where(self) -> None:
        """Name the host behind a link, unless its text is just that."""
        text = unescape(_ANY_TAG.sub("", "".join(self.out[self._begun : -1]))).strip()
        host, link = host_of(self._link), self._link
        self._link = ""
        if host and not _says(text, host, link):
            self.out.append(f' <span class="goes-to" dir="ltr">{escape(host)}</span>')

    def _image(self, attributes: dict[str, str]) -> str:
        kept = {"alt": ""} | {name: attributes[name] for name in _KEPT if name in attributes}
        source, remote = unescape(attributes.get("src", "")), unescape(attributes.get("data-src", ""))
        own = self._images.get(unquote(source.removeprefix("cid:")))
        if own:
            kept["src"] = escape(own)
        elif remote:
            self.elsewhere[host_of(remote)] = None
            if self._fetch:
                kept["src"] = escape(_secure(remote))
                kept["referrerpolicy"] = "no-referrer"
        if "src" not in kept:
            return f'<span class="held-back">{kept["alt"]}</span>' if kept["alt"].strip() else ""
        written = " ".join(f'{name}="{value}"' for name, value in kept.items())
        return f"<img {written}>"


def host_of(address: str) -> str:
    """Return where an address leads: its host as it is really written, or a mailbox; empty where nowhere."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return address[:200]
    if parts.scheme == "mailto":
        return unquote(parts.path)[:200]
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode()


def _says(text: str, host: str, link: str) -> bool:
    return text.lower() in {host.lower(), link.lower(), link.lower().rstrip("/"), f"www.{host}".lower()}


def _secure(address: str) -> str:
    return f"https:{address.partition(':')[2]}"
