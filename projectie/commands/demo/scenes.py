"""Every step of every story, at its moment and in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from projectie.clock.workdays import Calendar, working_days_between
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
    begun, earlier = ago(now, first.ago, calendar), 0
    if story.weekend:  # what follows begins on the first working day after
        saturday = saturday_before(begun, calendar)
        earlier = _working_days(saturday, begun, calendar)
        begun = saturday
    yield Scene(begun, story, first, 0)
    for number, step in enumerate(others, 1):
        yield Scene(ago(now, step.ago + earlier, calendar), story, step, number)


def _working_days(since: datetime, until: datetime, calendar: Calendar) -> int:
    first, last = (local(moment, calendar.zone).date() for moment in (since, until))
    return working_days_between(first, last, calendar)
