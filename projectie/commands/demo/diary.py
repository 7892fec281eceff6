"""Several stories of the demo studio told as one: each writes down what happens when, and it happens in that order."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

Page = tuple[datetime, Callable[[], object]]


def live(*stories: Iterable[Page]) -> None:
    """Let everything happen in the order of its moments; what shares a moment, in the order it was told."""
    for _at, deed in sorted(_all(stories), key=lambda page: page[0]):
        deed()


def _all(stories: Iterable[Iterable[Page]]) -> Iterator[Page]:
    for story in stories:
        yield from story
