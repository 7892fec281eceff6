"""What the worker does for invoices: the monthly run, once; and VAT numbers, looked up over a real line (R20, R24)."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from pytest_httpserver import HTTPServer
from sqlalchemy import select

from projectie.database import db, transaction
from projectie.invoices.models import Invoice, InvoiceLetter, VatAnswer, VatCheck
from projectie.invoices.monthly import run_month
from projectie.invoices.vat_checks import check_numbers
from projectie.invoices.vies import look_up
from tests.invoices.money import DE, balance, blobs, charged, ready
from tests.town import Town

FIRST = datetime(2026, 11, 30, 23, 5, tzinfo=UTC)  # 00:05 of 1 December in Leiden, a Tuesday
BEFORE = FIRST - timedelta(minutes=10)


def _keys() -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Invoice.key).order_by(Invoice.id)))


def test_r20_what_was_short_at_the_end_of_the_month_is_invoiced_and_mailed_once(
    app: Flask, town: Town
) -> None:
    ready(town)
    charged(town.leiden, 4, "work", BEFORE)
    assert run_month(blobs(), BEFORE) == 0, "the month goes on"
    assert [run_month(blobs(), FIRST + timedelta(hours=hour)) for hour in range(3)] == [1, 0, 0]
    assert _keys() == [f"monthly:{town.leiden.id}:2026-11"]
    assert len(db.session.scalars(select(InvoiceLetter)).all()) == 1
    charged(town.leiden, 2, "later", FIRST + timedelta(days=1))
    assert run_month(blobs(), FIRST + timedelta(days=2)) == 0, "that is for the next month"
    assert run_month(blobs(), datetime(2027, 1, 1, 9, tzinfo=UTC)) == 1
    assert _keys()[1] == f"monthly:{town.leiden.id}:2026-12"


def test_r20_a_client_without_an_address_is_left_until_it_is_there(app: Flask, town: Town) -> None:
    charged(town.leiden, 4, "work", BEFORE)
    assert run_month(blobs(), FIRST) == 0
    assert balance(town.leiden) == -4
    ready(town)
    assert run_month(blobs(), FIRST + timedelta(days=3)) == 1


ANSWERS = [
    ({"valid": True, "requestIdentifier": "WAPI1"}, 200, (VatAnswer.VALID, "WAPI1")),
    ({"valid": False, "requestIdentifier": ""}, 200, (VatAnswer.INVALID, "")),
    ({"actionSucceed": False, "errorWrappers": [{"error": "INVALID_INPUT"}]}, 400, (VatAnswer.INVALID, "")),
    ({"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}, 500, (VatAnswer.UNKNOWN, "")),
    (["odd"], 200, (VatAnswer.UNKNOWN, "")),
]


@pytest.mark.parametrize(("said", "status", "found"), ANSWERS)
def test_r24_the_register_is_asked_over_the_line(
    httpserver: HTTPServer, said: object, status: int, found: tuple[VatAnswer, str]
) -> None:
    asked = {"countryCode": "DE", "vatNumber": DE[2:]}
    asked |= {"requesterMemberStateCode": "NL", "requesterNumber": "000099998B57"}
    httpserver.expect_request("/check-vat-number", method="POST", json=asked).respond_with_json(said, status)
    answer = look_up(httpserver.url_for("").rstrip("/"), DE, "NL000099998B57")
    assert (answer.answer, answer.receipt) == found


def test_r24_no_line_is_no_answer() -> None:
    assert look_up("http://127.0.0.1:9", DE, "").answer is VatAnswer.UNKNOWN


def test_r24_a_number_is_asked_for_once_a_month_and_after_silence_within_the_hour(
    app: Flask, town: Town, httpserver: HTTPServer
) -> None:
    ready(town)
    url, day, minute = httpserver.url_for("").rstrip("/"), timedelta(days=1), timedelta(minutes=1)
    httpserver.expect_ordered_request("/check-vat-number").respond_with_data("busy", 503)
    httpserver.expect_ordered_request("/check-vat-number").respond_with_json({"valid": True})
    httpserver.expect_ordered_request("/check-vat-number").respond_with_json({"valid": False})
    asked = [
        check_numbers(url, FIRST + after)
        for after in (minute, 2 * minute, 70 * minute, day, 31 * day, 32 * day)
    ]
    assert asked == [1, 0, 1, 0, 1, 0]
    answers = db.session.scalars(select(VatCheck.answer).order_by(VatCheck.id)).all()
    assert answers == [VatAnswer.UNKNOWN, VatAnswer.VALID, VatAnswer.INVALID]
    with transaction() as session:
        assert session.scalar(select(VatCheck.number).limit(1)) == DE
    assert check_numbers("", FIRST) == 0, "switched off"
