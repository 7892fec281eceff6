"""Where the bars of a chart stand: numbers in, places out; the drawing is templates/parts/chart.html. A pure rule."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, BELOW, ABOVE = 720, 220, 56, 26, 12
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: of which series (from 0), how much, and where."""

    series: int
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one label and where its word stands."""

    label: str
    x: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Groups of bars on a scale; `ticks` are the values of the lines and how far down each stands."""

    groups: tuple[Group, ...]
    ticks: tuple[tuple[int, float], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    foot: int = HEIGHT - BELOW


def chart(labels: Sequence[str], series: Sequence[Sequence[int]]) -> Chart:
    """Return the chart of so many series (none below zero) over those labels."""
    step = _step(max((value for each in series for value in each), default=0))
    top = step * 4
    scale = (HEIGHT - BELOW - ABOVE) / top
    room = (WIDTH - LEFT) / max(len(labels), 1)
    bar = room * 0.76 / max(len(series), 1)

    def placed(place: int, number: int) -> Bar:
        value = series[number][place]
        height = value * scale
        x = LEFT + room * (place + 0.12) + bar * number
        return Bar(
            number,
            value,
            round(x, 1),
            round(HEIGHT - BELOW - height, 1),
            round(bar * 0.86, 1),
            round(height, 1),
        )

    groups = (
        Group(
            label,
            round(LEFT + room * (place + 0.5), 1),
            tuple(placed(place, number) for number in range(len(series))),
        )
        for place, label in enumerate(labels)
    )
    ticks = tuple((step * each, round(HEIGHT - BELOW - step * each * scale, 1)) for each in range(5))
    return Chart(tuple(groups), ticks)


def _step(most: int) -> int:
    """Return the round distance between lines of which four hold the most."""
    size = 1
    while True:
        for each in _STEPS:
            if each * size * 4 >= most:
                return each * size
        size *= 10
