"""How heavy a page is, said on the page itself: measured on the answer as it leaves (experience.md 4).

The page is compressed up to the place where its weight stands, near its end, so that hardly anything is compressed
twice. Styles, scripts and pictures count along, as for somebody who comes here for the
first time: each is asked for by its address, and its packed size is known.
"""

import zlib
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

from babel.numbers import format_decimal
from flask import Flask, Response, current_app, g, request

from projectie.compression import packed
from projectie.language import LOCALES, language

MARK = f"weight-{token_hex(12)}"  # nobody can write it into a page
GRAMS_PER_GB = 148  # SWDM v4: (0.059 + 0.055 + 0.080 + 0.012 + 0.013 + 0.081) kWh × 494 g
A_PLUS = 270_000  # bytes of a view that the model calls A+
MEDIAN = 2_862_000  # bytes of the median page on a desktop, HTTP Archive, July 2025
MODEL = "SWDM v4"
_GZIP = 31  # wbits: with gzip's own head
_LEVEL = 5
_TEXT = frozenset((".css", ".js", ".svg", ".json", ".txt"))


def init(app: Flask) -> None:
    """Fill in the weight of every page that says it; before the answer is compressed otherwise."""
    app.jinja_env.globals["weight_mark"] = MARK
    app.url_defaults(_note)

    @app.after_request
    def weigh(response: Response) -> Response:
        if response.mimetype != "text/html" or response.direct_passthrough or request.method == "HEAD":
            return response
        head, mark, tail = response.get_data().rpartition(MARK.encode())
        if mark:
            _fill(response, head, tail)
        return response


def in_words(size: int) -> str:
    """Return a weight and what it stands for: 41 kB · 0,006 g CO2e (SWDM v4)."""
    locale = LOCALES[language()]
    grams = size / 1e9 * GRAMS_PER_GB
    weight, emitted = (
        format_decimal(-(-size // 1000), locale=locale),
        format_decimal(grams, "0.000", locale=locale),
    )
    return f"{weight} kB · {emitted} g CO2e ({MODEL})"


def static_size(name: str, *, gzip: bool = True) -> int:
    """Return how many bytes a static file takes on its way."""
    path = Path(current_app.static_folder or "") / name
    try:
        return _size(path, path.stat().st_mtime_ns, gzip=gzip)
    except OSError:
        return 0


def _fill(response: Response, head: bytes, tail: bytes) -> None:
    gzip = response.status_code == 200 and request.accept_encodings.quality("gzip") > 0
    others = sum(static_size(name, gzip=gzip) for name in g.get("static_files", ()))
    if not gzip:
        response.set_data(head + in_words(others + len(head) + len(tail)).encode() + tail)
        return
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    begin = packer.compress(head) + packer.flush(zlib.Z_SYNC_FLUSH)
    rest = packer.copy()  # what follows is some hundred bytes: packed twice, to know exactly
    size = len(begin) + len(rest.compress(tail) + rest.flush())
    said = in_words(others + size).encode()
    response.set_data(begin + packer.compress(said + tail) + packer.flush())
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")


def _note(endpoint: str, values: dict[str, object]) -> None:
    if endpoint == "static":
        if "static_files" not in g:
            g.static_files = set()
        g.static_files.add(str(values["filename"]))


@lru_cache(maxsize=512)
def _size(path: Path, changed: int, *, gzip: bool) -> int:
    return len(packed(path, changed)) if gzip and path.suffix in _TEXT else path.stat().st_size
