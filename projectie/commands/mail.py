"""Commands about mail."""

from flask import Flask


def add(app: Flask) -> None:
    """Add the commands."""
    del app
