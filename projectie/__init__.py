"""Projectie: the support desk of a small web and print studio. `create_app` only assembles."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from projectie import (
    commands,
    compression,
    confidential,
    config,
    context,
    doors,
    errors,
    extensions,
    headers,
    language,
    logs,
    rooms,
    templating,
    translations,
    weight,
)
from projectie.database import db
from projectie.mail.blob_stores import store_by
from projectie.people.lifetimes import LONGEST
from projectie.watching import requests as requests_counted


def create_app(settings: config.Settings | None = None) -> Flask:
    """Return the desk for these settings (by default those of the environment); raise SettingsError."""
    settings = settings or config.load()
    logs.init(settings.log_level)
    app = Flask(__name__, template_folder=config.found("templates"), static_folder=config.found("static"))
    app.config.from_mapping(_flask_config(settings))
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.trusted_proxies, settings.trusted_proxies)  # type: ignore[method-assign]
    confidential.init(app)
    app.jinja_environment = templating.Environment
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["projectie.blobs"] = store_by(settings)
    db.init_app(app)
    extensions.offer_migrations(app)
    extensions.login.init_app(app)
    extensions.htmx.init_app(app)
    extensions.babel.init_app(app, locale_selector=language.select_locale)
    errors.init(app)
    requests_counted.init(app)
    app.before_request(doors.guard)
    extensions.csrf.init_app(app)
    language.init(app)
    templating.init(app)
    context.init(app)
    headers.init(app)
    compression.init(app)
    weight.init(app)
    rooms.open_all()
    doors.hang(app)
    commands.init(app)
    return app


def _flask_config(settings: config.Settings) -> dict[str, object]:
    loopback = settings.base_host in {"127.0.0.1", "localhost", "::1"}
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings),
        "TRUSTED_HOSTS": [settings.base_host, *(("localhost", "127.0.0.1", "[::1]") if loopback else ())],
        "SESSION_COOKIE_NAME": "__Host-projectie" if settings.secure else "projectie",  # of this host alone
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure,
        "PERMANENT_SESSION_LIFETIME": max(LONGEST.values()),  # the row of the browser says when it is over
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,  # a form left open overnight still works
        "MAX_CONTENT_LENGTH": 32 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,  # addresses of static files carry their hash
        "BABEL_DEFAULT_LOCALE": "nl_NL",
        "BABEL_TRANSLATION_DIRECTORIES": str(translations.compiled(settings.data_dir)),
    }


def _engine_options(settings: config.Settings) -> dict[str, object]:
    if settings.database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": 5}}
    return {"pool_pre_ping": True, "pool_size": 20, "max_overflow": settings.threads}
