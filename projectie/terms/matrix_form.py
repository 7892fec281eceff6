"""What may be typed where the matrix of the terms is edited: services come and go, tiers change in name only (R2, R4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField

from projectie.forms import Form, offered
from projectie.terms.arrange import MOST_SERVICES, moved, with_service, without_service
from projectie.terms.draft import Draft
from projectie.terms.figures import LANGUAGES, Cell, Condition, Coverage, Matrix, Service, Tier
from projectie.terms.labels import CONDITIONS, COVERAGES, LANGUAGE_NAMES
from projectie.terms.rows import Deed, filled_pair, joined, keys_in, line, maybe_pair, pair

MOST_TIERS = 12
LONGEST_NAME, LONGEST_WORDS, LONGEST_NOTE = 80, 120, 400


@dataclass(frozen=True, slots=True)
class CellFields:
    """The fields of one cell, and what its tier is called."""

    tier: str
    coverage: Field
    condition: Field
    note_nl: Field
    note_en: Field


@dataclass(frozen=True, slots=True)
class ServiceFields:
    """The fields of one service."""

    key: str
    name_nl: Field
    name_en: Field
    cells: tuple[CellFields, ...]


class MatrixForm(Form):
    """The matrix, by the services and tiers that came with the form; `filled` and `posted` make one with its fields."""

    services: Sequence[str] = ()
    tiers: Sequence[str] = ()

    @property
    def row_keys(self) -> str:
        """The keys of the services, as they go along with the form."""
        return joined(self.services)

    @property
    def tier_keys(self) -> str:
        """The keys of the tiers, as they go along with the form."""
        return joined(self.tiers)

    def rows(self, language: str) -> list[ServiceFields]:
        """Return the fields of every service, in order."""
        return [
            ServiceFields(key, *self._both(f"matrix-services-{key}-name"), tuple(self._cells(key, language)))
            for key in self.services
        ]

    def tier_names(self) -> list[tuple[Field, Field]]:
        """Return the fields of what every tier is called."""
        return [self._both(f"matrix-tiers-{key}-name") for key in self.tiers]

    def legend(self) -> list[tuple[Any, tuple[Field, Field]]]:
        """Return what every coverage is, and the fields of the words a reader gets for it."""
        return [(words, self._both(f"matrix-legend-{coverage}")) for coverage, words in COVERAGES.items()]

    def put(self, draft: Draft, deed: Deed) -> Draft:
        """Return the draft with this matrix, after what the button asks for."""
        matrix = self.matrix(draft.terms.matrix.tiers)
        if deed.what == "add" and len(matrix.services) < MOST_SERVICES:
            return draft.with_matrix(with_service(matrix, pair(self, "new-name")))
        if deed.what == "remove":
            return draft.with_matrix(without_service(matrix, deed.key))
        steps = {"up": -1, "down": 1}.get(deed.what, 0)
        return draft.with_matrix(replace(matrix, services=moved(matrix.services, deed.key, steps)))

    def matrix(self, tiers: Sequence[Tier]) -> Matrix:
        """Return what was typed, for the tiers there are."""
        named = {key: pair(self, f"matrix-tiers-{key}-name") for key in self.tiers}
        legend = {coverage: maybe_pair(self, f"matrix-legend-{coverage}") for coverage in Coverage}
        pairs = product(self.services, (tier.key for tier in tiers if tier.key in self.tiers))
        cells = {(service, tier): self._cell(service, tier) for service, tier in pairs}
        return Matrix(
            services=tuple(Service(key, pair(self, f"matrix-services-{key}-name")) for key in self.services),
            tiers=tuple(Tier(tier.key, named.get(tier.key, tier.name)) for tier in tiers),
            cells={where: cell for where, cell in cells.items() if cell},
            legend={coverage: words for coverage, words in legend.items() if words},
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a footnote or a condition of nothing: a cell is kept by what it gives."""
        right = bool(super().validate(extra_validators))
        for service, tier in product(self.services, self.tiers):
            name = f"matrix-cells-{service}-{tier}"
            chosen = self[f"{name}-coverage"]
            if not chosen.data and (self[f"{name}-condition"].data or maybe_pair(self, f"{name}-note")):
                chosen.errors = [_("Choose what it gives before you explain it")]
                right = False
        return right

    def _cell(self, service: str, tier: str) -> Cell | None:
        name = f"matrix-cells-{service}-{tier}"
        coverage, condition = self[f"{name}-coverage"].data, self[f"{name}-condition"].data
        if coverage not in set(Coverage):
            return None
        known = Condition(condition) if condition in set(Condition) else None
        return Cell(Coverage(coverage), known, maybe_pair(self, f"{name}-note"))

    def _cells(self, service: str, language: str) -> Iterator[CellFields]:
        for tier in self.tiers:
            name = f"matrix-cells-{service}-{tier}"
            said = self[f"matrix-tiers-{tier}-name-{language}"].data or tier
            yield CellFields(
                said, self[f"{name}-coverage"], self[f"{name}-condition"], *self._both(f"{name}-note")
            )

    def _both(self, name: str) -> tuple[Field, Field]:
        return self[f"{name}-nl"], self[f"{name}-en"]


def filled(draft: Draft) -> MatrixForm:
    """Return the form with what the draft says."""
    matrix = draft.terms.matrix
    said: dict[str, str] = {}
    for service in matrix.services:
        said |= filled_pair(f"matrix-services-{service.key}-name", service.name)
    for tier in matrix.tiers:
        said |= filled_pair(f"matrix-tiers-{tier.key}-name", tier.name)
    for coverage in Coverage:
        said |= filled_pair(f"matrix-legend-{coverage}", matrix.legend.get(coverage))
    for (service_key, tier_key), cell in matrix.cells.items():
        name = f"matrix-cells-{service_key}-{tier_key}"
        said |= {f"{name}-coverage": cell.coverage, f"{name}-condition": cell.condition or ""}
        said |= filled_pair(f"{name}-note", cell.note)
    keys = [service.key for service in matrix.services], [tier.key for tier in matrix.tiers]
    return _form(*keys)(formdata=None, data=said)


def posted() -> MatrixForm:
    """Return the form that was sent, with the rows it had."""
    return _form(keys_in("rows", MOST_SERVICES), keys_in("tiers", MOST_TIERS))()


def _form(services: Sequence[str], tiers: Sequence[str]) -> type[MatrixForm]:
    parts: dict[str, Any] = {"services": tuple(services), "tiers": tuple(tiers)}
    for language in LANGUAGES:
        name = LANGUAGE_NAMES[language]
        parts[f"new-name-{language}"] = line(name, language, LONGEST_NAME)
        for service in services:
            parts[f"matrix-services-{service}-name-{language}"] = line(name, language, LONGEST_NAME)
        for tier in tiers:
            parts[f"matrix-tiers-{tier}-name-{language}"] = line(name, language, LONGEST_NAME)
        for coverage in Coverage:
            parts[f"matrix-legend-{coverage}-{language}"] = line(name, language, LONGEST_WORDS)
        for service, tier in product(services, tiers):
            footnote = _l("Footnote, %(language)s", language=name)
            parts[f"matrix-cells-{service}-{tier}-note-{language}"] = line(footnote, language, LONGEST_NOTE)
    for service, tier in product(services, tiers):
        parts[f"matrix-cells-{service}-{tier}-coverage"] = _choice(
            _l("What it gives"), _l("Choose…"), COVERAGES
        )
        parts[f"matrix-cells-{service}-{tier}-condition"] = _choice(
            _l("On condition that"), _l("No condition"), CONDITIONS
        )
    return type("MatrixForm", (MatrixForm,), parts)


def _choice(label: Any, nothing: Any, words: Mapping[Any, Any]) -> Any:
    choices = offered({"": nothing, **{key.value: name for key, name in words.items()}})
    return SelectField(label, choices=choices, default="", validate_choice=False)
