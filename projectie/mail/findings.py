"""What went wrong while one mail was read, gathered as reading goes on."""

from projectie.mail.letter import Problem


class Findings:
    """Each problem once, in the order met."""

    def __init__(self) -> None:
        """Begin with none."""
        self._met: dict[Problem, None] = {}

    def add(self, *problems: Problem) -> None:
        """Note problems."""
        self._met.update(dict.fromkeys(problems))

    def all(self) -> tuple[Problem, ...]:
        """Return every problem met, each once."""
        return tuple(self._met)
