"""Papers: a typst source and what stands in it become a tagged PDF; what people wrote is text in it, never markup."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any


def pdf(
    source: Path, said: Mapping[str, Any], title: str, now: datetime, standards: Sequence[Any] = ("ua-1",)
) -> bytes:
    """Return the paper; the source reads `said` (and its title) as JSON from `sys.inputs.said`.

    The same words at the same moment are the same bytes.
    """
    import typst  # 37 MB that only papers need

    text = json.dumps({"title": title, **said}, ensure_ascii=False)
    made = typst.compile(
        source.read_bytes(),
        format="pdf",
        sys_inputs={"said": text},
        ignore_system_fonts=True,
        pdf_standards=list(standards),
        timestamp=int(now.timestamp()),
    )
    assert isinstance(made, bytes)  # one file, since no output was named
    return made
