"""Twenty people move cards at the same time, against twenty threads that commit behind a bare view."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from benchmarks.desks import opened, seeded, signed_in, token_in
from benchmarks.measure import Figure, percentile
from benchmarks.placement import bare_view, moves_of

PEOPLE, EACH = 20, 15


def figures(folder: Path) -> Iterator[Figure]:
    """Yield p50 and p99 of a move while nineteen others move too, as ratios."""
    app = opened(seeded(folder, 10_000))
    first = signed_in(app)
    token = token_in(first.get("/desk/board").get_data(as_text=True))
    cookie = _cookies(first)
    movers = [moves_of(_sharing(app, cookie), token, part=(n, PEOPLE)) for n in range(PEOPLE)]
    bare = [bare_view(folder, "bare-together.sqlite", new=n == 0) for n in range(PEOPLE)]
    _together(bare, 3)
    (ours, refused), (theirs, _none) = _together(movers, EACH), _together(bare, EACH)
    for share, name, goal in ((0.5, "p50", None), (0.99, "p99", 3)):
        ratio = percentile(ours, share) / percentile(theirs, share)
        note = f"{percentile(ours, share) * 1000:.0f} ms against {percentile(theirs, share) * 1000:.0f}"
        yield Figure(f"placement by {PEOPLE} people at once, wall {name}", ratio, goal, note=note)
    yield Figure(f"  moves refused of {PEOPLE * EACH}, the database stayed busy", refused, 0, "")


def _together(deeds: Sequence[Callable[[], object]], each: int) -> tuple[list[float], int]:
    """Let every deed be done by a thread of its own, all from one moment on.

    Return the seconds of each turn, and how many were refused because the database stayed busy.
    """
    taken: list[float] = []
    refused: list[str] = []
    begin = threading.Barrier(len(deeds))

    def work(deed: Callable[[], object]) -> None:
        begin.wait()
        for _ in range(each):
            start = time.perf_counter()
            try:
                deed()
            except AssertionError as busy:
                refused.append(str(busy))
            taken.append(time.perf_counter() - start)

    threads = [threading.Thread(target=work, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, len(refused)


def _cookies(client: FlaskClient) -> Any:
    return list((client._cookies or {}).values())  # noqa: SLF001


def _sharing(app: Any, cookies: Any) -> FlaskClient:
    """Return another browser of the same person: a client is not shared by threads."""
    client: FlaskClient = app.test_client()
    for cookie in cookies:
        client.set_cookie(cookie.key, cookie.value)
    return client
