"""What the desk reads of a request: where it does not ask for something, another answer cannot come of it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, request
from flask_htmx import HTMX
from werkzeug.datastructures import ImmutableMultiDict

BY_NAME = ("get", "getlist", "__getitem__", "__contains__")
WHOLE = ("items", "lists", "values", "listvalues", "to_dict", "keys", "copy", "__iter__")


def names_read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the names read behind question marks from now on; who reads all of them reads each."""
    read: set[str] = set()

    def noting(method: str) -> Callable[..., Any]:
        def noted(self: Any, *values: Any, **more: Any) -> Any:
            read.update(values[:1] if method in BY_NAME else dict.keys(self))
            return getattr(ImmutableMultiDict, method)(self, *values, **more)

        return noted

    noting_all = {method: noting(method) for method in (*BY_NAME, *WHOLE)}
    storage = type("Noting", (ImmutableMultiDict,), noting_all)
    monkeypatch.setattr(app.request_class, "parameter_storage_class", storage)
    return read


def htmx_asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses at which the desk asked, from now on, whether it was htmx that wants the page."""
    asked: list[str] = []

    def ask(_htmx: HTMX) -> bool:
        asked.append(request.path)
        return request.headers.get("HX-Request") == "true"

    monkeypatch.setattr(HTMX, "__bool__", ask)
    return asked
