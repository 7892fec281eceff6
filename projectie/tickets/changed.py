"""What stops a deed on a ticket that was changed since its form was shown."""


class Changed(Exception):  # noqa: N818 (a refusal that the page words)
    """The ticket changed since the form was shown; nothing was overwritten. Carries its version now."""

    def __init__(self, version: int) -> None:
        super().__init__("changed since")
        self.version = version
