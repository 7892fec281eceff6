"""The embedded server holds the streams of fifty browsers and goes on answering (issue 2, Server)."""

import time
from pathlib import Path

from flask import Flask

from projectie.clock.now import now
from projectie.database import transaction
from projectie.live.announce import announce
from tests.process import Browser, Desk, Stream, running
from tests.town import PASSWORD, Town


def test_fifty_streams_all_hear_a_change_of_another_process_and_pages_answer_meanwhile(
    app: Flask, town: Town, tmp_path: Path
) -> None:
    url = app.config["SETTINGS"].database_url
    with running(tmp_path, DATABASE_URL=url) as desk:
        staff, client, stranger = (
            Browser(desk).sign_in(who.email, PASSWORD) for who in (town.daan, town.lotte, town.abby)
        )
        streams = [staff.listen() for _ in range(40)] + [client.listen() for _ in range(10)]
        kept_out = stranger.listen()
        assert {stream.status for stream in streams} == {200}
        assert [staff.get("/nl/")[0] for _ in range(20)] == [200] * 20

        with transaction() as session:
            announce(session, at=now(), kind="ticket", of=1042, organisation=town.leiden.id, by=town.lotte.id)
            announce(session, at=now(), kind="ticket", of=1043, organisation=town.abroad.id)
        heard = [stream.event() for stream in streams]

        assert [one["data"] for one in heard[:40]] == ['{"number": 1042, "own": false}'] * 40
        assert [one["data"] for one in heard[40:]] == ['{"number": 1042, "own": true}'] * 10
        assert kept_out.event()["data"] == '{"number": 1043, "own": false}'
        assert staff.get("/healthz")[0] == 200
        _end_with_open_streams(desk, [*streams, kept_out])


def _end_with_open_streams(desk: Desk, streams: list[Stream]) -> None:
    desk.end()
    for stream in streams:
        stream.close()
    assert desk.process.returncode == 0
    assert desk.close()[1] == ""  # waitress would say that threads are still running, after five seconds


def test_above_the_cap_a_browser_is_asked_to_poll_and_pages_still_answer(
    app: Flask, town: Town, tmp_path: Path
) -> None:
    url = app.config["SETTINGS"].database_url
    with running(tmp_path, DATABASE_URL=url, STREAMS="2", THREADS="18") as desk:
        browser = Browser(desk).sign_in(town.daan.email, PASSWORD)
        streams = [browser.listen() for _ in range(3)]
        assert [stream.status for stream in streams] == [200, 200, 503]
        assert streams[2].answer.headers["Retry-After"] == "20"
        assert browser.get("/events/recent?after=0") == (200, '{"events":[],"last":0,"reset":false}\n')
        streams[0].close()
        _until_a_place_is_free(browser)
        for stream in streams[1:]:
            stream.close()


def _until_a_place_is_free(browser: Browser) -> None:
    """A browser that hung up frees its thread within moments, not at the second heartbeat."""
    for _ in range(70):
        stream = browser.listen()
        stream.close()
        if stream.status == 200:
            return
        time.sleep(0.1)
    raise AssertionError("the place of a browser that hung up was not freed")
