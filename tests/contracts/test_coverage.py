from itertools import product

import pytest

from projectie.contracts.coverage import (
    ClientFacts,
    Consequence,
    Deviation,
    Finding,
    Verdict,
    consequence_of,
    coverage_of,
)
from projectie.terms.figures import Cell, Condition, Coverage, Matrix, Service, Text, Tier

YES, SLA = Cell(Coverage.COVERED), Cell(Coverage.PER_SLA)
MAIL = Cell(
    Coverage.CONDITION, Condition.STUDIO_MAIL, Text("als wij de mail leveren", "if we supply the mail")
)
ROWS = {
    "website": (YES, YES, SLA),
    "mail": (MAIL, MAIL, SLA),
    "print": (YES, YES, SLA),
    "updates": (Cell(Coverage.ON_REQUEST), Cell(Coverage.INCLUDED), SLA),
    "hosting": (Cell(Coverage.NOT_COVERED), Cell(Coverage.CONDITION), SLA),
}
TIERS = ("on_demand", "plus", "sla")
MATRIX = Matrix(
    tuple(Service(key, Text(key, key)) for key in ROWS),
    tuple(Tier(key, Text(key, key)) for key in TIERS),
    {
        (service, tier): cell
        for service, cells in ROWS.items()
        for tier, cell in zip(TIERS, cells, strict=True)
    },
)


@pytest.mark.parametrize(
    ("service", "tier", "finding", "consequence"),
    [
        ("website", "on_demand", "covered", "credits"),
        ("website", "plus", "covered", "credits"),
        ("website", "sla", "per_sla", "sla"),
        ("print", "on_demand", "covered", "credits"),
        ("print", "sla", "per_sla", "sla"),
        ("updates", "on_demand", "on_request", "credits"),
        ("updates", "plus", "included", "free"),
        ("updates", "sla", "per_sla", "sla"),
        ("hosting", "on_demand", "not_covered", "none"),
    ],
)
@pytest.mark.parametrize("supplies_mail", [True, False])
def test_r04_the_cell_says_what_the_contract_covers(
    service: str, tier: str, finding: str, consequence: str, supplies_mail: bool
) -> None:
    verdict = coverage_of(MATRIX, service, ClientFacts(tier, supplies_mail))
    assert verdict == Verdict(Finding(finding), Consequence(consequence), MATRIX.cells[service, tier])


@pytest.mark.parametrize("tier", ["on_demand", "plus"])
def test_r04_mail_is_supported_only_if_the_studio_supplies_it(tier: str) -> None:
    met = coverage_of(MATRIX, "mail", ClientFacts(tier, studio_supplies_mail=True))
    not_met = coverage_of(MATRIX, "mail", ClientFacts(tier, studio_supplies_mail=False))
    assert met == Verdict(Finding.CONDITION_MET, Consequence.CREDITS, MAIL)
    assert not_met == Verdict(Finding.CONDITION_NOT_MET, Consequence.NONE, MAIL)


def test_r04_a_condition_that_names_nothing_is_met() -> None:
    verdict = coverage_of(MATRIX, "hosting", ClientFacts("plus", studio_supplies_mail=False))
    assert verdict.finding is Finding.CONDITION_MET


@pytest.mark.parametrize("tier", [None, "gone"])
@pytest.mark.parametrize("service", ["website", None])
def test_r04_without_a_contract_nothing_is_known(tier: str | None, service: str | None) -> None:
    verdict = coverage_of(MATRIX, service, ClientFacts(tier, studio_supplies_mail=True))
    assert verdict == Verdict(Finding.NO_CONTRACT, Consequence.NONE, None)


@pytest.mark.parametrize("service", [None, "gone"])
def test_r04_without_a_service_nothing_is_known(service: str | None) -> None:
    verdict = coverage_of(MATRIX, service, ClientFacts("plus", studio_supplies_mail=True))
    assert verdict == Verdict(Finding.NO_SERVICE, Consequence.NONE, None)


def test_r04_every_kind_of_cell_has_a_verdict() -> None:
    for coverage, supplies_mail in product(Coverage, (True, False)):
        cell = Cell(coverage, Condition.STUDIO_MAIL if coverage is Coverage.CONDITION else None)
        matrix = Matrix(MATRIX.services, MATRIX.tiers, {("website", "plus"): cell})
        assert coverage_of(matrix, "website", ClientFacts("plus", supplies_mail)).cell == cell


def test_r04_staff_decide_otherwise_with_a_reason() -> None:
    verdict = coverage_of(MATRIX, "hosting", ClientFacts("on_demand", studio_supplies_mail=False))
    assert consequence_of(verdict, None) is Consequence.NONE
    assert consequence_of(verdict, Deviation(Consequence.CREDITS, "Agreed by phone")) is Consequence.CREDITS


def test_r04_deciding_otherwise_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        Deviation(Consequence.FREE, " ")
