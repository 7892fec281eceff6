"""The column of the matrix a client has, in words (R4)."""

import pytest

from projectie.contracts.column import column_of, tier_names
from projectie.contracts.coverage import ClientFacts, Finding
from projectie.terms.shipped import first_terms

MATRIX = first_terms().matrix


@pytest.mark.parametrize("tier", [tier.key for tier in MATRIX.tiers])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_r4_every_service_has_a_line_with_words(tier: str, language: str) -> None:
    lines = column_of(MATRIX, ClientFacts(tier, studio_supplies_mail=True), language)
    assert [line.service for line in lines] == [service.name.in_(language) for service in MATRIX.services]
    assert all(line.says.strip() for line in lines)


@pytest.mark.parametrize(
    ("supplied", "finding"), [(True, Finding.CONDITION_MET), (False, Finding.CONDITION_NOT_MET)]
)
def test_r4_a_condition_is_met_or_not_by_the_clients_record(supplied: bool, finding: Finding) -> None:
    lines = column_of(MATRIX, ClientFacts("on_demand", studio_supplies_mail=supplied), "nl")
    conditional = [line for line in lines if line.note]
    assert [line.finding for line in conditional] == [finding]


@pytest.mark.parametrize("tier", [None, "gone"])
def test_r4_without_a_contract_of_these_terms_there_is_no_column(tier: str | None) -> None:
    assert column_of(MATRIX, ClientFacts(tier, studio_supplies_mail=True), "en") == ()


def test_tiers_are_named_in_the_readers_language() -> None:
    assert list(tier_names(MATRIX, "en")) == [tier.key for tier in MATRIX.tiers]
