"""`flask db …`: what Flask-Migrate offers to look at and move the tables."""

from flask import Flask
from flask_migrate.cli import db


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(db)
