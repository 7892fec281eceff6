"""Where a raw mail's header begins and ends, whatever a pipe or mailbox file put in front of it."""

import re

from projectie.mail.findings import Findings
from projectie.mail.headers import Head, is_known, read_head
from projectie.mail.letter import Limits, Problem

_FRONT = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n\0]*(?:From [^\r\n]*\r?\n)?")
_CR_LOOK = 10_000  # bytes in which a mail with line feeds has one


def read_opening(raw: bytes, limits: Limits, findings: Findings) -> tuple[bytes, Head]:
    """Return the mail with line feeds among its line ends, and its header.

    Without one field that mail programs write there is no header: all is body.
    """
    if raw.find(b"\n", 0, _CR_LOOK) < 0 and b"\r" in raw and b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    front = _FRONT.match(raw)
    start = front.end() if front else 0
    own = Findings()
    head = read_head(raw, start, len(raw), limits, own)
    if not any(is_known(name) for name in head.by_name):
        findings.add(Problem.NO_HEADERS)
        return raw, Head((), {}, start)
    findings.add(*own.all())
    return raw, head
