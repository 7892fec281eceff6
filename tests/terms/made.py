"""Terms made for a test: version 1 with a figure, a cell or a text changed; and any terms at all."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from projectie.terms.content import from_data, to_data
from projectie.terms.figures import Block, Cell, Coverage, Terms, Text
from projectie.terms.shipped import first_studio, first_terms
from projectie.terms.studio import StudioFacts

FIRST: Terms = first_terms()
STUDIO: StudioFacts = first_studio()

_words = st.text(alphabet=st.sampled_from("ab {}*_[]()<&>\n-.,é_credit_price1²"), max_size=40)
texts = st.builds(Text, nl=_words, en=_words)


def with_figures(**figures: Any) -> Terms:
    return replace(FIRST, figures=replace(FIRST.figures, **figures))


def with_cell(service: str, tier: str, cell: Cell | None) -> Terms:
    cells = dict(FIRST.matrix.cells) | ({(service, tier): cell} if cell else {})
    if cell is None:
        del cells[service, tier]
    return replace(FIRST, matrix=replace(FIRST.matrix, cells=cells))


def with_legend(coverage: Coverage, words: Text) -> Terms:
    return replace(FIRST, matrix=replace(FIRST.matrix, legend=dict(FIRST.matrix.legend) | {coverage: words}))


def with_prose(*blocks: Block) -> Terms:
    return replace(FIRST, prose=blocks)


def with_body(nl: str, en: str) -> Terms:
    return with_prose(Block("part", Text("Titel", "Title"), Text(nl, en)))


@st.composite
def drafts(draw: st.DrawFn) -> Terms:
    """Any terms that can be read: odd figures, cells that are missing, prose of any make."""
    data = to_data(FIRST)
    for name, value in data["figures"].items():
        if isinstance(value, int):
            data["figures"][name] = draw(st.integers(-5, 5) | st.integers(-(2**31) + 1, 2**31 - 1))
        elif isinstance(value, list):
            data["figures"][name] = draw(st.lists(st.integers(-2, 9), max_size=8))
    for service in draw(st.sets(st.sampled_from(sorted(data["matrix"]["cells"])))):
        del data["matrix"]["cells"][service]
    terms = from_data(data)
    blocks = st.builds(Block, key=st.sampled_from(["one", "two", "Not a key", ""]), title=texts, body=texts)
    return replace(terms, prose=tuple(draw(st.lists(blocks, max_size=4))))
