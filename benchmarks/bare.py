"""The same HTML rendered bare: every text and attribute value of a page escaped and written by plain Jinja."""

import re
from collections.abc import Sequence

from jinja2 import Environment, Template

VALUE = re.compile(r'(?<==")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)')


def shape_of(html: str) -> str:
    """Return the tags alone, with a NUL where each value stood."""
    return VALUE.sub("\0", html)


def values_of(html: str) -> list[str]:
    """Return the values, as the template is given them."""
    return [_plain(value) for value in VALUE.findall(html)]


def written(shape: str) -> str:
    """Return the template of that shape: value n of `v` is escaped and written at the nth place."""
    pieces = shape.split("\0")
    return "".join(
        piece + (f"{{{{ v[{n}] }}}}" if n < len(pieces) - 1 else "") for n, piece in enumerate(pieces)
    )


def template_of(source: str) -> Template:
    """Return a template that escapes, as the desk's do."""
    return Environment(autoescape=True, keep_trailing_newline=True).from_string(source)


def whole_page(html: str) -> tuple[Template, Sequence[str]]:
    """Return the template of one whole page and its values."""
    return template_of(written(shape_of(html))), values_of(html)


def _plain(escaped: str) -> str:
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        escaped = escaped.replace(entity, letter)
    return escaped
