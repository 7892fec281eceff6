"""The Flask extensions, made once; create_app binds them."""

from functools import partial
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from werkzeug.local import LocalProxy

from projectie import config
from projectie.database import db

babel = Babel()
csrf = CSRFProtect()
htmx = HTMX()
login = LoginManager()
# The row of the browser says who it is; a visitor's cookie is not written for it.
login.session_protection = None


def offer_migrations(app: Flask) -> None:
    """Let who asks for Flask-Migrate have it: Alembic is large, and no page needs it."""
    app.extensions["migrate"] = LocalProxy(partial(_migrations, app))


def _migrations(app: Flask) -> Any:
    from flask_migrate import Migrate

    Migrate().init_app(app, db, directory=str(config.found("migrations")), render_as_batch=True)
    return app.extensions["migrate"]
