"""What our own mail server says about the sender (R32): Authentication-Results, RFC 8601.

Anyone can write such a header into a mail. Only those with our server's name count, and of them
only those our server put on top: below the first one, up to the next Received, which an older
hop or the sender wrote.
"""

import re
from collections.abc import Iterator

from projectie.mail.headers import Head, unfolded
from projectie.mail.letter import Address, Authentication

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|[()]|[^"()\\]+|\\.?', re.DOTALL)
_DMARC = re.compile(r"\s*dmarc(?:\s*/\s*\d+)?\s*=\s*([a-z]+)\b(.*)", re.IGNORECASE | re.DOTALL)
_HEADER_FROM = re.compile(r'\bheader\.from\s*=\s*"?([^\s";]+)', re.IGNORECASE)
_VERDICTS = {
    "pass": Authentication.PASS,
    "fail": Authentication.FAIL,
    "none": Authentication.NONE,
    "bestguesspass": Authentication.NONE,
}


def verdict(
    head: Head, authserv_id: str | None, from_: Address | None, *, one_sender: bool
) -> Authentication:
    """Return what the server named `authserv_id` found by DMARC; UNKNOWN where it said nothing.

    A pass counts only for the domain the mail shows as its sender's, and only if it shows one.
    """
    found = [each for value in _own(head, authserv_id) for each in _dmarc(value)] if authserv_id else []
    if not found:
        return Authentication.UNKNOWN
    for worst in (Authentication.FAIL, Authentication.UNKNOWN, Authentication.NONE):
        if any(result is worst for result, _ in found):
            return worst
    proven = from_ is not None and one_sender and all(_same_domain(domain, from_) for _, domain in found)
    return Authentication.PASS if proven else Authentication.FAIL


def top_part(head: Head, authserv_id: str) -> tuple[tuple[bytes, bytes], ...] | None:
    """Return the fields our server put on top; None where no results of it tell which those are."""
    met = False
    for at, (name, value) in enumerate(head.fields):
        if met and name == b"received":
            return head.fields[:at]
        met = met or (name == b"authentication-results" and _results(value, authserv_id) is not None)
    return head.fields if met else None


def _own(head: Head, authserv_id: str) -> Iterator[str]:
    """Yield the results of our server, without comments and without its name."""
    for name, value in top_part(head, authserv_id) or ():
        results = _results(value, authserv_id) if name == b"authentication-results" else None
        if results is not None:
            yield results


def _results(value: bytes, authserv_id: str) -> str | None:
    server, _, results = _without_comments(unfolded(value)).partition(";")
    named = server.split()[:1]
    return results if named and named[0].strip('"').lower() == authserv_id.strip().lower() else None


def _without_comments(text: str) -> str:
    out: list[str] = []
    depth = 0
    for piece in _PIECE.findall(text):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(depth - 1, 0)
        elif not depth:
            out.append(piece)
    return "".join(out)


def _dmarc(results: str) -> Iterator[tuple[Authentication, str]]:
    for result in results.split(";"):
        if method := _DMARC.match(result):
            domain = _HEADER_FROM.search(method[2])
            yield _VERDICTS.get(method[1].lower(), Authentication.UNKNOWN), domain[1] if domain else ""


def _same_domain(stated: str, from_: Address) -> bool:
    shown = from_.address.rpartition("@")[2]
    return not stated or _ascii(stated.rpartition("@")[2]) == _ascii(shown)


def _ascii(domain: str) -> str:
    domain = domain.lower().rstrip(".")
    try:
        return domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        return domain
