"""Commands that run and describe the desk."""

import click
from flask import Flask, current_app

from projectie import doors
from projectie.commands.answers import say
from projectie.config import Settings
from projectie.settings import SETTINGS

SECRET = (
    "SECRET_KEY", "MOLLIE_API_KEY", "DATABASE_URL", "SMTP_URL", "IMAP_URL", "IMAP_URL_URGENT", "IMAP_URL_INFO",
    "BLOB_URL", "MAIL_OAUTH_CLIENT_SECRET", "MAIL_OAUTH_REFRESH_TOKEN", "OIDC_CLIENT_SECRET", "METRICS_TOKEN",
)  # fmt: skip


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(settings)
    app.cli.add_command(access)


@click.command("settings")
def settings() -> None:
    """List every setting: name, value in use (secrets hidden), default, meaning."""
    used: Settings = current_app.config["SETTINGS"]
    for setting in SETTINGS:
        value = getattr(used, setting.name.lower())
        shown = "(hidden)" if setting.name in SECRET and value else value
        if setting.name == "BLOB_URL" and not value:
            shown = used.blob_dir
        click.echo(
            f"{setting.name}\n    {setting.meaning}\n    default: {setting.default or '(empty)'}; now: {shown or '(empty)'}"
        )


@click.command("access")
@click.option("--json", "as_json", is_flag=True, help="as JSON, made from what the code enforces")
def access(as_json: bool) -> None:
    """Say for every route which roles the guard lets in."""
    table = doors.access(current_app)
    if as_json:
        say(table)
        return
    for endpoint, entry in table.items():
        click.echo(f"{endpoint:40} {', '.join(entry['roles'])}")
