"""Pages about data, cookies, accessibility and energy say what is true here; every page says what it weighs (P8)."""

import gzip
import re
from collections.abc import Callable

import pytest
from flask import Flask

from projectie.clock.now import now
from projectie.privacy import retention
from projectie.weight import GRAMS_PER_GB, MARK
from tests.town import Town
from tests.visitor import Visitor

PAGES = ("privacy", "cookies", "toegankelijkheid", "duurzaam")
ENGLISH = ("privacy", "cookies", "accessibility", "sustainability")


@pytest.mark.parametrize("path", [*(f"/nl/{p}" for p in PAGES), *(f"/en/{p}" for p in ENGLISH)])
def test_anyone_can_read_it_and_the_footer_leads_there(visit: Callable[..., Visitor], path: str) -> None:
    page = visit().get(path)
    assert page.status == 200
    assert page.all("a", href=path)
    weight = re.search(r"(\d+) kB · (0[.,]\d{3}) g CO2e", page.text)
    assert weight is not None
    assert MARK not in page.html


def test_the_policy_says_the_figures_the_desk_works_by(visit: Callable[..., Visitor], town: Town) -> None:
    assert "90" in visit().get("/en/privacy").text
    retention.set_days({"spam": 43}, town.mara.id, now())
    assert "43" in visit().get("/en/privacy").text


def test_the_cookie_page_names_every_cookie_that_is_set(app: Flask, visit: Callable[..., Visitor]) -> None:
    text = visit().get("/en/cookies").text
    visitor = visit("lotte")
    visitor.post("/language", {"to": "en", "back": "/"})
    jar = visitor.client._cookies
    assert [cookie.key for cookie in (jar or {}).values() if cookie.key not in text] == []
    assert app.config["SESSION_COOKIE_NAME"] in text


@pytest.mark.parametrize(("who", "path"), [(None, "/nl/"), ("lotte", "/portal/"), ("daan", "/desk/board")])
def test_every_page_says_what_it_weighs_as_it_was_sent(
    visit: Callable[..., Visitor], who: str | None, path: str
) -> None:
    client = visit(who).client
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    html = gzip.decompress(answer.data).decode()
    said = re.search(r"(\d+) kB · (0[.,]\d{3}) g CO2e", html)
    assert said is not None
    others = 0
    for address in set(re.findall(r'"(/static/[^"#]+)', html)):
        with client.get(address, headers={"Accept-Encoding": "gzip"}) as file:
            others += len(file.data)
    total = len(answer.data) + others
    assert who or total <= 60_000  # of a public page
    assert abs(int(said[1]) * 1000 - total) < 2000
    assert float(said[2].replace(",", ".")) == pytest.approx(total / 1e9 * GRAMS_PER_GB, abs=0.001)
    plain = client.get(path).get_data(as_text=True)
    assert "kB · 0" in plain
    assert client.head(path).status_code == 200
