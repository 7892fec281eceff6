"""What a contract says of each service, as a letter lists it (R4, R25)."""

import pytest

from projectie.contracts.coverage import ClientFacts, Finding
from projectie.terms.placeholders import fillings
from projectie.terms.shipped import first_studio, first_terms
from projectie.tickets.contract_words import ContractWords, contract_in_words

TERMS = first_terms()


def _words(tier: str | None, language: str = "en", *, studio_mail: bool = True) -> ContractWords | None:
    said = fillings(TERMS.figures, first_studio(), language)
    return contract_in_words(TERMS.matrix, ClientFacts(tier, studio_mail), said, language)


def test_r25_every_service_of_the_matrix_has_a_line() -> None:
    words = _words("on_demand_plus", "nl")
    assert words is not None
    assert words.tier == "On Demand +"
    assert [line.service for line in words.lines] == [service.name.nl for service in TERMS.matrix.services]
    assert [line.finding for line in words.lines] == [
        Finding.COVERED,
        Finding.COVERED,
        Finding.COVERED,
        Finding.INCLUDED,
    ]


@pytest.mark.parametrize(
    ("supplies", "finding"), [(True, Finding.COVERED), (False, Finding.CONDITION_NOT_MET)]
)
def test_r04_a_condition_is_met_or_not_and_only_then_named(supplies: bool, finding: Finding) -> None:
    words = _words("on_demand", studio_mail=supplies)
    assert words is not None
    email = next(line for line in words.lines if line.service == "Email support")
    assert email.finding is finding
    assert ("Google Workspace" in email.note) is not supplies


def test_r04_under_an_sla_there_is_nothing_to_list() -> None:
    words = _words("sla")
    assert words is not None
    assert words.per_sla


@pytest.mark.parametrize("tier", [None, "gone"])
def test_without_a_contract_there_are_no_words(tier: str | None) -> None:
    assert _words(tier) is None
