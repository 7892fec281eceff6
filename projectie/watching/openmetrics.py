"""Figures as OpenMetrics text, which monitors read. A pure rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure, or several told apart by labels; a counter only rises."""

    name: str
    help: str
    samples: Sequence[tuple[Labels, float]]
    kind: str = "gauge"


@dataclass(frozen=True, slots=True)
class Histogram:
    """How long things took: by labels, how many took at most so many seconds, and all of them together."""

    name: str
    help: str
    bounds: Sequence[float]
    series: Sequence[tuple[Labels, Sequence[int], float]] = field(
        default_factory=tuple
    )  # counts rise, the last is all


def written(metrics: Iterable[Metric | Histogram]) -> str:
    """Return them as text; a figure that is not known is left out."""
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric)) + "# EOF\n"


def _lines(metric: Metric | Histogram) -> Iterable[str]:
    kind = metric.kind if isinstance(metric, Metric) else "histogram"
    yield f"# TYPE {metric.name} {kind}"
    if metric.name.endswith("_seconds"):
        yield f"# UNIT {metric.name} seconds"
    yield f"# HELP {metric.name} {_escaped(metric.help)}"
    if isinstance(metric, Metric):
        name = metric.name + ("_total" if kind == "counter" else "_info" if kind == "info" else "")
        yield from (f"{name}{_labels(labels)} {_number(value)}" for labels, value in metric.samples)
        return
    for labels, counts, total in metric.series:
        edges = (*(_number(bound) for bound in metric.bounds), "+Inf")
        for edge, count in zip(edges, counts, strict=True):
            yield f"{metric.name}_bucket{_labels({**labels, 'le': edge})} {count}"
        yield f"{metric.name}_count{_labels(labels)} {counts[-1]}"
        yield f"{metric.name}_sum{_labels(labels)} {_number(total)}"


def _labels(labels: Labels) -> str:
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{inside}}}" if inside else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.6g}"
