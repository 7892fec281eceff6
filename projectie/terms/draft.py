"""A draft of the terms: what was typed so far, right or not (R2).

It is kept in the shape of a version, so that it can be compared and shown; what could not be read as a
figure is kept beside it, as it was typed, and the figure stays what it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from projectie.terms.content import from_data, to_data
from projectie.terms.figures import Block, Figures, Matrix, Terms
from projectie.terms.problem import Problem
from projectie.terms.rules import problems

_UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a next version would say; `unread` holds by path what was typed where a figure belongs."""

    terms: Terms
    unread: Mapping[str, str] = field(default_factory=dict)

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong apart from what could not be read, in the order of the form."""
        return tuple(problem for problem in problems(self.terms) if problem.path not in self.unread)

    @property
    def is_ready(self) -> bool:
        """Whether it may be published."""
        return not self.unread and not problems(self.terms)

    def with_figures(self, figures: Figures, unread: Mapping[str, str]) -> "Draft":
        """Return the draft with other figures."""
        return Draft(replace(self.terms, figures=figures), unread)

    def with_matrix(self, matrix: Matrix) -> "Draft":
        """Return the draft with another matrix."""
        return replace(self, terms=replace(self.terms, matrix=matrix))

    def with_prose(self, prose: tuple[Block, ...]) -> "Draft":
        """Return the draft with other texts."""
        return replace(self, terms=replace(self.terms, prose=prose))


def draft_of(content: Mapping[str, Any]) -> Draft:
    """Return the draft in what is kept; raise UnreadableError when that is no draft."""
    data = dict(content)
    unread = data.pop(_UNREAD, {})
    return Draft(from_data(data), dict(unread))


def content_of(draft: Draft) -> dict[str, Any]:
    """Return what to keep of a draft; of one that is ready: the version itself."""
    return to_data(draft.terms) | ({_UNREAD: dict(draft.unread)} if draft.unread else {})
