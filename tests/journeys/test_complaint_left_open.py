"""A complaint that stands open on a manager's screen: it goes blank in time, and whoever it is about leaves it (R27)."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from projectie.clock.now import now
from projectie.complaints import handling
from projectie.complaints.handling import Handler
from projectie.complaints.reading import OPEN_FOR
from projectie.database import transaction
from projectie.people.models import Role
from tests import town as towns
from tests.browsers import Browse
from tests.complaints.scene import WORD, filed
from tests.town import Town

pytestmark = pytest.mark.browser


def test_r27_an_open_page_goes_blank_in_time_and_is_left_by_whoever_is_shut_out(
    app: Flask, town: Town, browse: Browse
) -> None:
    if "postgresql" in app.config["SQLALCHEMY_DATABASE_URI"]:
        return
    number = filed().number
    with transaction() as session:
        other = towns._person(session, "noor@projectie.example", "Noor", Role.MANAGER).id
    page = browse("mara")
    page.goto(f"/manage/complaints/{number}")
    page.click("#open")
    page.locator("#seen").get_by_text(WORD).first.wait_for()
    page.fill("#note", "half getypt")
    with time_machine.travel(now() + OPEN_FOR + timedelta(seconds=1)):
        page.get_by_text("De klacht is vanzelf dichtgegaan").first.wait_for()
        assert WORD not in page.content()
        page.get_by_role("button", name="Notitie toevoegen").click()
        page.fill("#password", towns.PASSWORD)
        page.click("#open")
        page.locator("#seen").get_by_text(WORD).first.wait_for()
        assert page.input_value("#note") == "half getypt"
        handling.shut_out(number, town.mara.id, Handler(other, "Noor", now()))
        page.wait_for_url("**/manage/complaints")
        assert WORD not in page.content()
