"""What tests of mail ask for."""

from collections.abc import Iterator

import pytest

from tests.mail.post_office import PostOffice, post_office


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """Return a mail server that takes every letter."""
    with post_office() as opened:
        yield opened
