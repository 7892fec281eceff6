"""HTML from outside: made safe to show by nh3, and read as text."""

import re
from html import escape, unescape
from urllib.parse import unquote

import nh3

from projectie.mail.flat import flattened

_BLOCK_TAGS = {
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_TEXT_TAGS = {
    "a", "abbr", "b", "bdi", "big", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
}  # fmt: skip
TAGS = _BLOCK_TAGS | _TEXT_TAGS
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "*": {"dir", "lang"},
}
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={
        "script", "style", "title", "template", "iframe", "object", "svg", "math", "select", "noframes",
        "noembed", "xmp", "audio", "video", "canvas",
    },
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "cid"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)  # fmt: skip
_TAG = re.compile(r'<(?:img|a)\b(?:[^">]|"[^"]*")*>')
_ADDRESS = re.compile(r' (src|href)="([^"]*)"')
_DATA = re.compile(rb"""(?<=["'(=])\s?data:[^"'()<>\s]*""", re.IGNORECASE)
_STYLE_TAG = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE)
# A style that is surely closed: written so plainly that every parser reads it so, with text alone in it.
_CLOSED_STYLE = re.compile(
    r"""<(a|b|code|em|font|i|s|small|strong|u)(?:\s+[a-z-]+=(?:"[^"<]*"|[^\s"'<>=`]+))*\s?>[^<]*</\1>""",
    re.IGNORECASE,
)
_SHOWN_TEXT = re.compile(r"(?:^|>)(?:\s|&nbsp;)*(?:[^<\s&]|&(?!nbsp;))")
_MOST_TAGS = 10_000
_FEW_TAGS = 2_000
_MOST_STYLED = 1_200_000  # tags times unclosed text styles: each of these is opened anew in each block
_MOST_ENTITIES = 5_000
_MOST_GROWTH = 3_000_000  # characters


def without_data(markup: bytes) -> bytes:
    """Return HTML without images written into it: they are never shown, and hide the text behind them."""
    return _DATA.sub(b"", markup) if b"data:" in markup else markup


def sanitised(html: str) -> str:
    """Return the HTML with allowed tags and attributes only; empty where nothing shows.

    Links go to http, https and mailto, carry `rel` and say in `title` where they go. Images of
    the mail itself (`cid:`) stay; the address of any other stands in `data-src`, so that nothing
    is fetched before a person asks. Where a parser would choke, it is written flat first.
    """
    clean = _CLEANER.clean(flattened(html) if _is_heavy(html) else html)
    if len(clean) > _MOST_GROWTH:
        clean = _CLEANER.clean(flattened(html))
    clean = _TAG.sub(_addressed, clean).strip()
    return clean if "<img" in clean or _SHOWN_TEXT.search(clean) else ""


def _is_heavy(html: str) -> bool:
    tags = html.count("<")
    if tags > _MOST_TAGS or html.count("&") > _MOST_ENTITIES:
        return True
    if tags <= _FEW_TAGS:
        return False
    unclosed = len(_STYLE_TAG.findall(html)) - len(_CLOSED_STYLE.findall(html))
    return tags * unclosed > _MOST_STYLED


def from_text(text: str) -> str:
    """Return plain text as HTML that looks the same."""
    return f"<div>{escape(text, quote=False).replace(chr(10), '<br>')}</div>" if text.strip() else ""


def cids(clean: str) -> frozenset[str]:
    """Return the content ids that sanitised HTML shows images of."""
    if "cid:" not in clean:
        return frozenset()
    addresses = (unescape(found[2]) for found in _ADDRESS.finditer(clean))
    return frozenset(unquote(address[4:]) for address in addresses if address.startswith("cid:"))


def _addressed(tag: re.Match[str]) -> str:
    image = tag[0].startswith("<img")
    return _ADDRESS.sub(_image_address if image else _link_address, tag[0], count=1)


def _image_address(found: re.Match[str]) -> str:
    scheme = found[2].partition(":")[0].lower()
    if scheme == "cid":
        return f' src="cid:{found[2][4:]}"'
    return f' data-src="{found[2]}"' if scheme in {"http", "https"} else ""


def _link_address(found: re.Match[str]) -> str:
    goes = found[2].partition(":")[0].lower() in {"http", "https", "mailto"}
    return f'{found[0]} title="{found[2]}"' if goes else ""
