"""Every step of every story, at its moment and in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from projectie.clock.workdays import Calendar
from projectie.clock.zone import local
from projectie.commands.demo.moments import ago, saturday_before
from projectie.commands.demo.story import Step, Story


@dataclass(frozen=True, slots=True)
class Scene:
    """One step of one story, at its moment."""

    at: datetime
    story: Story
    step: Step
    number: int

    @property
    def key(self) -> str:
        """What no other step has."""
        return f"{self.story.key} {self.number}"


def scenes(told: Iterable[Story], now: datetime, calendar: Calendar) -> list[Scene]:
    """Return every step of every story in the order of their moments."""
    found = [scene for story in told for scene in _scenes(story, now, calendar)]
    return sorted(found, key=lambda scene: scene.at)


def _scenes(story: Story, now: datetime, calendar: Calendar) -> Iterator[Scene]:
    first, *others = story.steps
    begun = ago(now, first.ago, calendar)
    earlier = (
        local(begun, calendar.zone).weekday() if story.weekend else 0
    )  # what follows begins on the Monday
    yield Scene(saturday_before(begun, calendar) if story.weekend else begun, story, first, 0)
    for number, step in enumerate(others, 1):
        yield Scene(ago(now, step.ago + earlier, calendar), story, step, number)
