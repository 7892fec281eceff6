"""VAT as a rule: where the client is and what the register knows decide (R24)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from projectie.invoices.rates import Rate, percent_on
from projectie.invoices.totals import Line, LineKind, rows_of, taxed
from projectie.invoices.vat import STANDS, Checked, Treatment, decide, go_together
from projectie.terms.shipped import first_terms

DAY = date(2026, 11, 23)  # a Monday
DE = "DE999990002"
FIGURES = first_terms().figures


@pytest.mark.parametrize(
    ("country", "number", "checked", "treatment"),
    [
        ("NL", "", None, Treatment.DOMESTIC),
        ("NL", "NL000099998B57", Checked("NL000099998B57", DAY), Treatment.DOMESTIC),
        ("DE", DE, Checked(DE, DAY), Treatment.REVERSE_CHARGE),
        ("DE", DE, Checked(DE, DAY - STANDS), Treatment.REVERSE_CHARGE),
        ("DE", DE, Checked(DE, DAY - STANDS - timedelta(1)), Treatment.EU_UNPROVEN),  # too long ago
        ("DE", DE, Checked("DE111111125", DAY), Treatment.EU_UNPROVEN),  # another number was found
        ("DE", DE, None, Treatment.EU_UNPROVEN),  # not found, or not asked
        ("DE", "", None, Treatment.EU_UNPROVEN),
        ("GR", "", None, Treatment.EU_UNPROVEN),
        ("GB", "GB999999918", Checked("GB999999918", DAY), Treatment.OUTSIDE_EU),
        ("US", "", None, Treatment.OUTSIDE_EU),
    ],
)
def test_r24_where_the_client_is_decides_and_a_number_only_when_it_was_found(
    country: str, number: str, checked: Checked | None, treatment: Treatment
) -> None:
    decision = decide("NL", country, number, checked, DAY)
    assert decision.treatment is treatment
    assert decision.charges is (treatment in {Treatment.DOMESTIC, Treatment.EU_UNPROVEN})


def test_r24_rates_are_data_by_date() -> None:
    assert percent_on(Rate.GENERAL, FIGURES, DAY) == FIGURES.vat_percent
    assert [percent_on(Rate.REDUCED, FIGURES, day) for day in (date(2018, 12, 31), date(2019, 1, 1))] == [
        6,
        9,
    ]


def line(quantity: int, cents: int, rate: Rate = Rate.GENERAL) -> Line:
    percent = percent_on(rate, FIGURES, DAY)
    plain = Line(LineKind.EUROS, "x", quantity, cents, rate, 0, "", DAY, DAY)
    return taxed(plain, Treatment.DOMESTIC, percent)


def test_r24_vat_is_reckoned_per_rate_over_the_document_half_up() -> None:
    (row,) = rows_of([line(1, 2250)] * 3)
    assert (row.base, row.vat) == (6750, 1418)  # 14.175; line by line it would be 14.19
    assert rows_of([line(5, 2250)])[0].vat == 2363
    assert [
        (row.percent, row.base, row.vat) for row in rows_of([line(1, 2250), line(1, 10_000, Rate.REDUCED)])
    ] == [
        (21, 2250, 473),
        (9, 10_000, 900),
    ]


@given(
    some.lists(
        some.tuples(some.integers(1, 500), some.integers(0, 99_999), some.sampled_from(Rate)), max_size=6
    )
)
def test_r24_a_credit_note_undoes_an_invoice_to_the_cent(typed: list[tuple[int, int, Rate]]) -> None:
    lines = [line(*each) for each in typed]
    undone = rows_of(each.undone() for each in lines)
    assert [(row.percent, -row.base, -row.vat) for row in undone] == [
        (row.percent, row.base, row.vat) for row in rows_of(lines)
    ]


@pytest.mark.parametrize(
    ("treatment", "work", "goods"),
    [
        (Treatment.DOMESTIC, "S", "S"),
        (Treatment.EU_UNPROVEN, "S", "S"),
        (Treatment.REVERSE_CHARGE, "AE", "K"),
        (Treatment.OUTSIDE_EU, "O", "G"),
    ],
)
def test_r24_work_and_goods_have_their_own_reason_and_where_no_vat_is_charged_no_rate_counts(
    treatment: Treatment, work: str, goods: str
) -> None:
    of_work, of_goods = (replace(line(1, 100, Rate.REDUCED), goods=sent) for sent in (False, True))
    given = [taxed(each, treatment, 9) for each in (of_work, of_goods)]
    assert [each.category for each in given] == [work, goods]
    assert {each.percent for each in given} == ({9} if work == "S" else {0})
    assert go_together([work, goods]) is (treatment is not Treatment.OUTSIDE_EU)
    assert go_together([work]), "alone it always can"


def test_a_line_comes_back_as_it_was_kept() -> None:
    assert Line.of(line(3, 250).data()) == line(3, 250)
