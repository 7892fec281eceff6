"""What a manager sees of the difference with the version in force (R2)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from projectie.terms.difference import Change, Kind, Span, difference, words_apart
from projectie.terms.figures import Block, Cell, Condition, Coverage, Service, Terms, Text
from tests.terms.made import FIRST, drafts, with_cell, with_figures, with_legend, with_prose

EXTRA = Block("extra", Text("Extra", "Extra"), Text("Nog iets.", "One more thing."))


def test_r02_the_same_terms_do_not_differ() -> None:
    assert difference(FIRST, FIRST) == ()


def test_r02_a_changed_figure_is_one_change_with_its_unit() -> None:
    assert difference(FIRST, with_figures(credit_price_cents=2500)) == (
        Change(
            "figures.credit_price_cents",
            Kind.CHANGED,
            Text("€\xa022,50", "€22.50"),
            Text("€\xa025,00", "€25.00"),
        ),
    )


def test_r02_a_changed_cell_is_shown_in_the_words_of_its_legend() -> None:
    (change,) = difference(FIRST, with_cell("plugin_updates", "on_demand", Cell(Coverage.NOT_COVERED)))
    assert change == Change(
        "matrix.cells.plugin_updates.on_demand.coverage",
        Kind.CHANGED,
        Text("Op aanvraag, tegen credits", "On request, paid with credits"),
        Text("Nee", "No"),
    )


def test_r02_a_changed_footnote_and_a_changed_legend_are_changes_of_their_own() -> None:
    note = Text("Als dat zo is.", "If that is so.")
    cell = Cell(Coverage.CONDITION, Condition.STUDIO_MAIL, note)
    (change,) = difference(FIRST, with_cell("email", "on_demand", cell))
    assert (change.path, change.new) == ("matrix.cells.email.on_demand.note", note)
    (change,) = difference(FIRST, with_legend(Coverage.NOT_COVERED, Text("Helaas", "Sorry")))
    assert change.path == "matrix.legend.not_covered"


def test_r02_an_added_and_a_removed_block() -> None:
    added = difference(FIRST, with_prose(*FIRST.prose, EXTRA))
    assert added == (
        Change("prose.extra.title", Kind.ADDED, None, EXTRA.title),
        Change("prose.extra.body", Kind.ADDED, None, EXTRA.body),
    )
    removed = difference(with_prose(*FIRST.prose, EXTRA), FIRST)
    assert removed == tuple(Change(change.path, Kind.REMOVED, change.new, None) for change in added)


def test_r02_a_new_order_is_a_change() -> None:
    one, two, three = (Block(key, Text(key, key), Text(key, key)) for key in ("one", "two", "three"))
    (change,) = difference(with_prose(one, two), with_prose(two, one))
    assert (change.path, change.kind) == ("prose.order", Kind.CHANGED)
    assert (change.old, change.new) == (Text("one · two", "one · two"), Text("two · one", "two · one"))
    assert all(
        change.kind is Kind.ADDED for change in difference(with_prose(one, two), with_prose(one, three, two))
    )


def test_r02_a_removed_part_is_shown_where_it_stood() -> None:
    one, two, three, four = (Block(key, Text(key, key), Text(key, key)) for key in ("a", "b", "c", "d"))
    changes = difference(
        with_prose(one, two, three), with_prose(one, four, replace(three, body=Text("x", "y")))
    )
    assert [change.path for change in changes] == [
        "prose.b.title",
        "prose.b.body",
        "prose.d.title",
        "prose.d.body",
        "prose.c.body",
    ]


def test_r02_a_new_service_comes_with_its_cells() -> None:
    matrix = FIRST.matrix
    service = Service("radio", Text("Radio", "Radio"))
    cells = dict(matrix.cells) | {("radio", tier.key): Cell(Coverage.COVERED) for tier in matrix.tiers}
    new = replace(FIRST, matrix=replace(matrix, services=(*matrix.services, service), cells=cells))
    assert [change.path for change in difference(FIRST, new)] == [
        "matrix.services.radio.name",
        "matrix.cells.radio.on_demand.coverage",
        "matrix.cells.radio.on_demand_plus.coverage",
        "matrix.cells.radio.sla.coverage",
    ]


def test_r02_words_that_differ_are_marked_on_their_side() -> None:
    sides = words_apart("Credits verlopen niet.", "Credits verlopen nooit, echt.")
    assert sides.old == (
        Span(Kind.SAME, "Credits verlopen"),
        Span(Kind.REMOVED, " niet"),
        Span(Kind.SAME, "."),
    )
    assert sides.new == (
        Span(Kind.SAME, "Credits verlopen"),
        Span(Kind.ADDED, " nooit, echt"),
        Span(Kind.SAME, "."),
    )


def test_r02_a_placeholder_is_one_word() -> None:
    sides = words_apart("Binnen {grace}.", "Binnen {grace_days}.")
    assert Span(Kind.REMOVED, " {grace}") in sides.old


def test_r02_a_long_and_repetitive_text_is_compared_too() -> None:
    sides = words_apart("een twee drie vier " * 5_000, "een vijf drie zes " * 5_000)
    assert "".join(span.text for span in sides.new) == "een vijf drie zes " * 5_000


def test_r02_sides_of_an_added_part_are_all_new() -> None:
    sides = Change("prose.extra.title", Kind.ADDED, None, EXTRA.title).sides("en")
    assert (sides.old, sides.new) == ((), (Span(Kind.ADDED, "Extra"),))


@given(st.text(max_size=60), st.text(max_size=60))
def test_r02_spans_joined_are_the_texts(old: str, new: str) -> None:
    sides = words_apart(old, new)
    assert "".join(span.text for span in sides.old) == old
    assert "".join(span.text for span in sides.new) == new
    assert [span for span in sides.old if span.kind is Kind.SAME] == [
        span for span in sides.new if span.kind is Kind.SAME
    ]


@given(drafts(), drafts())
def test_r02_any_two_drafts_can_be_compared_and_the_other_way_round_is_its_mirror(
    one: Terms, two: Terms
) -> None:
    there, back = difference(one, two), difference(two, one)
    assert {(c.path, c.old, c.new) for c in there} == {(c.path, c.new, c.old) for c in back}
    assert difference(one, one) == ()
