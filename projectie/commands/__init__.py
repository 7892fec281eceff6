"""The commands of `flask --app app …`; each reads the same settings as the server and may run beside it.

A command is imported when somebody asks for it: a server that answers pages needs none of them.
"""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

ROOMS = {
    "ledger": ("ledger", "credits"),
    "invoices": ("invoice",),
    "running": ("settings", "access"),
    "prepare": ("prepare",),
    "work": ("worker", "tick"),
    "people": ("person", "orgs"),
    "desk": ("tickets", "board"),
    "blobs": ("blobs",),
    "importing": ("import",),
    "backup": ("backup",),
    "doctor": ("doctor",),
    "fetch": ("mail",),
    "complaints": ("complaints",),
    "seeding": ("demo", "seed"),
    "proof": ("integrity", "fingerprint"),
    "texts": ("texts",),
    "tables": ("db",),
    "consents": ("consents",),
}
_ROOM_OF = {name: room for room, names in ROOMS.items() for name in names}


class Commands(AppGroup):
    """The commands by name, without their code until one is asked for."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.name)
        self._app = app

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every name, in order."""
        return sorted({*super().list_commands(ctx), *_ROOM_OF})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name; its room is imported now."""
        if cmd_name in _ROOM_OF and cmd_name not in self.commands:
            import_module(f"{__name__}.{_ROOM_OF[cmd_name]}").add(self._app)
        return super().get_command(ctx, cmd_name)


def init(app: Flask) -> None:
    """Let the app know its commands."""
    app.cli = Commands(app)
