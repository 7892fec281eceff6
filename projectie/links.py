"""Addresses in letters: from BASE_URL alone, whatever host a request claimed, and without any request at all."""

from typing import Any

from flask import current_app

from projectie.config import Settings


def link_to(endpoint: str, **values: Any) -> str:
    """Return the whole address of a page; a page in two languages is given its `language`.

    It is for reading only: what a letter links to is opened by GET, so it changes nothing (R35).
    """
    settings: Settings = current_app.config["SETTINGS"]
    paths = current_app.url_map.bind("localhost")  # the host is not asked for
    return settings.base_url + paths.build(endpoint, values, method="GET")
