"""`/metrics`: OpenMetrics text behind a token; nothing of complaints, and no name of a client."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.now import now
from projectie.complaints import keys_kept, sealing
from projectie.database import db
from projectie.job_runs import Ran, note_runs
from projectie.watching.openmetrics import TYPE, Metric, written
from tests import post
from tests.commands.desks import mailed
from tests.town import Town
from tests.visitor import Visitor

TOKEN = "a-token-of-a-monitor"
Visit = Callable[..., Visitor]
SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\]|\\.)*",?)*)\})? (-?[0-9.e+-]+)')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')
SUFFIXES = {
    "gauge": ("",),
    "counter": ("_total",),
    "info": ("_info",),
    "histogram": ("_bucket", "_count", "_sum"),
}


def parsed(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Read the text as strictly as a monitor does: types before samples, no sample twice, an end."""
    lines = text.split("\n")
    assert lines[-2:] == ["# EOF", ""]
    found: dict[tuple[str, frozenset[tuple[str, str]]], float] = {}
    family, kind = "", ""
    seen: set[str] = set()
    for line in lines[:-2]:
        if line.startswith("# TYPE "):
            family, kind = line.split()[2:]
            assert family not in seen
            seen.add(family)
        elif line.startswith("# "):
            assert line.split()[2] == family
        else:
            match = SAMPLE.fullmatch(line)
            assert match, line
            assert match[1].removeprefix(family) in SUFFIXES[kind], line
            key = (match[1], frozenset(LABEL.findall(match[2] or "")))
            assert key not in found
            found[key] = float(match[3])
    return found


@pytest.fixture
def watched(app: Flask) -> Iterator[Flask]:
    """Return a desk that has a token for its monitor."""
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, metrics_token=TOKEN)
    yield app
    app.config["SETTINGS"] = settings


def _read(visitor: Visitor) -> str:
    page = visitor.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert page.status == 200
    assert page.response.content_type == TYPE
    return page.html


def test_without_a_token_that_page_does_not_exist(app: Flask, visit: Visit) -> None:
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
        assert visit().get("/metrics", headers=headers).status == 404


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_with_another_token_it_does_not_exist_either(watched: Flask, visit: Visit, said: str) -> None:
    assert visit().get("/metrics", headers={"Authorization": said}).status == 404
    assert visit("mara").get("/metrics").status == 404


def test_the_figures_of_the_desk_are_told(watched: Flask, visit: Visit) -> None:
    mailed(watched)
    note_runs(
        {"letters": Ran(now(), None), "search": Ran(now(), "OSError"), "confidential": Ran(now(), None)}
    )
    stranger = visit()
    stranger.get("/nl/")
    found = parsed(_read(stranger))
    assert found["projectie_tickets", frozenset({("column", "new")})] == 1
    assert found["projectie_tickets", frozenset({("column", "done")})] == 0
    assert found["projectie_mails_total", frozenset({("fate", "created")})] == 1
    assert found["projectie_letters", frozenset({("state", "queued")})] >= 1
    assert found["projectie_job_failing", frozenset({("job", "search")})] == 1
    assert found["projectie_promises", frozenset({("kind", "response"), ("state", "overdue")})] == 0
    kinds = {dict(labels)["kind"] for name, labels in found if name == "projectie_database_info"}
    assert kinds == {db.engine.dialect.name}
    answered = [value for (name, labels), value in found.items() if name == "projectie_request_seconds_count"]
    assert sum(answered) >= 1


def test_r27_nothing_changes_in_it_when_a_complaint_comes_in_or_is_looked_at(
    watched: Flask, visit: Visit, town: Town
) -> None:
    mara, stranger = visit("mara"), visit()
    before = parsed(_read(stranger))
    data = watched.config["SETTINGS"].data_dir
    sealing.receive(post.letter(subject="Klacht"), keys_kept.seal_in(data), now())
    mara.get("/manage/complaints")
    text = _read(stranger)
    after = parsed(text)

    def told(found: dict[tuple[str, frozenset[tuple[str, str]]], float]) -> dict[object, float]:
        return {key: value for key, value in found.items() if "seconds" not in key[0]}

    assert told(after) == told(before)

    def managed(found: dict[tuple[str, frozenset[tuple[str, str]]], float]) -> float:
        return sum(
            v for (n, labels), v in found.items() if n.endswith("_count") and ("door", "manage") in labels
        )

    assert managed(after) == managed(before)
    assert "complaint" not in text
    assert "confidential" not in text


def test_it_costs_the_same_however_much_there_is_and_names_no_client(watched: Flask, visit: Visit) -> None:
    stranger = visit()
    first = stranger.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    for number in range(5):
        mailed(watched, subject=f"Nog {number}")
    later = stranger.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert len(later.statements) == len(first.statements)
    assert not re.search(r"@|lotte|leiden", later.html, re.IGNORECASE)


@given(st.text(), st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_whatever_a_label_holds_the_text_can_be_read_back(word: str, value: float) -> None:
    if "\r" in word:
        return
    found = parsed(written([Metric("projectie_x", "x", [({"word": word}, value)])]))
    ((_, labels),) = found
    ((_, read),) = labels
    assert re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], read) == word
