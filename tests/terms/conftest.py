"""What the tests of the terms ask for."""

import pytest

from tests.terms.editor import Visit
from tests.visitor import Visitor


@pytest.fixture
def mara(visit: Visit) -> Visitor:
    """Return Mara with a draft that says what version 1 says."""
    visitor = visit("mara")
    assert visitor.post("/manage/terms/draft").location == "/manage/terms"
    return visitor
