"""The prose as a reader gets it: figures filled in, Markdown made into HTML that is safe to show.

A placeholder is a token of the Markdown itself: what is filled in is never read as Markdown or HTML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import nh3
from markupsafe import Markup

from projectie.terms.figures import Terms
from projectie.terms.placeholders import PLACEHOLDER, Filling, fillings
from projectie.terms.studio import StudioFacts

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a"}
_SCHEMES = {"https", "mailto", "tel"}


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the prose in one language, ready to show."""

    key: str
    title: str  # plain text
    html: Markup


def parts(terms: Terms, studio: StudioFacts, language: str) -> tuple[Part, ...]:
    """Return the whole prose in that language (`nl` or `en`), in order."""
    said = fillings(terms.figures, studio, language)
    return tuple(
        Part(block.key, fill(block.title.in_(language), said), html(block.body.in_(language), said))
        for block in terms.prose
    )


def fill(text: str, said: Mapping[str, Filling]) -> str:
    """Return plain text with its placeholders filled in; one that is not known stays as it stands."""
    return PLACEHOLDER.sub(lambda found: said[found[1]].text if found[1] in said else found[0], text)


def html(markdown: str, said: Mapping[str, Filling]) -> Markup:
    """Return safe HTML of that Markdown: paragraphs, lists, stress and links; all else is plain text."""
    rendered = _markdown().render(markdown, {"said": said})
    clean = nh3.clean(rendered, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES)
    return Markup(clean)  # noqa: S704 (nh3 let only the tags above through)


def _placeholder(state: "StateInline", silent: bool) -> bool:
    found = PLACEHOLDER.match(state.src, state.pos, state.posMax)
    if not found or found[1] not in state.env["said"]:
        return False
    if not silent:
        _push(state, state.env["said"][found[1]])
    state.pos = found.end()
    return True


def _push(state: "StateInline", filling: Filling) -> None:
    if filling.href and not state.linkLevel:
        state.push("link_open", "a", 1).attrs = {"href": quote(filling.href, safe=":/@+,;=&?")}
        state.push("text", "", 0).content = filling.text
        state.push("link_close", "a", -1)
    else:
        state.push("text", "", 0).content = filling.text


@lru_cache(maxsize=1)
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # large, and most pages show no prose

    markdown = MarkdownIt("zero", {"html": False})
    markdown.enable(["list", "newline", "escape", "emphasis", "link", "autolink", "entity"])
    markdown.inline.ruler.push("placeholder", _placeholder)
    return markdown
