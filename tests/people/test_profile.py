"""Staff keep how they like the desk, and every page obeys."""

from collections.abc import Callable

import pytest

from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


def test_what_somebody_chose_stands_on_every_page_of_theirs_alone(town: Town, visit: Visit) -> None:
    daan = visit("daan", language="en")
    assert daan.get("/desk/board").one("html").get("data-density") is None
    daan.post("/desk/profile", {"density": "compact", "theme": "dark"})  # the box of the keys is not ticked
    html = daan.get("/desk/board").one("html")
    assert [html.get(f"data-{name}") for name in ("density", "theme", "keys")] == ["compact", "dark", "off"]
    assert visit("mara").get("/desk/board").one("html").get("data-density") is None
    daan.post("/desk/profile", {"density": "normal", "theme": "system", "keys": "y"})
    html = daan.get("/desk/board").one("html")
    assert [html.get(f"data-{name}") for name in ("density", "theme", "keys")] == [None, None, None]
    assert town.daan.name in daan.get("/desk/profile").text


@pytest.mark.parametrize("typed", [{}, {"density": "tight", "theme": "dark"}])
def test_a_choice_that_is_none_is_refused(town: Town, visit: Visit, typed: dict[str, str]) -> None:
    del town
    assert visit("daan").post("/desk/profile", typed).status == 422
