"""The commands of `flask --app app …`; each reads the same settings as the server and may run beside it."""

from flask import Flask

from projectie.commands import blobs, desk, fetch, mail, people, prepare, proof, running, seeding, texts, work


def init(app: Flask) -> None:
    """Add the commands."""
    for room in (running, prepare, work, people, desk, mail, blobs, fetch, seeding, proof, texts):
        room.add(app)
