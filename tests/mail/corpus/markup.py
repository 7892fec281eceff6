"""HTML: what stays, what goes, and how it reads as text."""

from typing import Any

from tests.mail.corpus.case import Case, case, head

_OPEN = "<p>Hallo, dit is niet goed.</p>"
_TEXT = "Hallo, dit is niet goed."


def _html(name: str, markup: str, clean: str | None, text: str, **expected: Any) -> Case:
    raw = f"{head(name)}MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{markup}\n"
    return case(name, raw, **({"body_html": clean, "body_text": text, "reply_text": text} | expected))


def _gone(name: str, markup: str) -> Case:
    """Return a letter of which only the text around `markup` may stay."""
    return _html(name, _OPEN + markup, _OPEN, _TEXT)


def _link(href: str, shown: str = "hier") -> str:
    return f'<a href="{href}" title="{href}" rel="noopener noreferrer nofollow">{shown}</a>'


def attacks() -> list[Case]:
    """Return letters whose HTML wants to do something."""
    return [
        _gone("html-script", "<script>alert(1)</script>"),
        _gone("html-script-capitals", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>"),
        _html("html-script-split", _OPEN + "<scr<script>ipt>alert(1)</script>", f"{_OPEN}ipt&gt;alert(1)", f"{_TEXT}\n\nipt>alert(1)"),
        _gone("html-style", "<style>body{background:url(https://evil.example/x)}</style>"),
        _gone("html-iframe", '<iframe src="https://evil.example/"></iframe>'),
        _gone("html-object", '<object data="https://evil.example/"><p>x</p></object>'),
        _gone("html-svg", '<svg onload="alert(1)"><circle/></svg>'),
        _gone("html-math", '<math><mtext><img src="x" onerror="alert(1)"></mtext></math>'),
        _gone("html-link-and-meta", '<link rel=stylesheet href="https://evil.example/x.css"><meta http-equiv=refresh content=0>'),
        _gone("html-base", '<base href="https://evil.example/">'),
        _gone("html-comment", "<!--[if mso]><p>alleen Outlook</p><![endif]-->"),
        _html("html-form", f'<form action="https://evil.example/"><input name=pw type=password>{_OPEN}<button>ok</button></form>',
              f"{_OPEN}ok", f"{_TEXT}\n\nok"),
        _html("html-on-attributes", '<p onclick="alert(1)" onmouseover=alert(1)>Hallo, dit is niet goed.</p>', _OPEN, _TEXT),
        _html("html-hx-attributes", '<p hx-get="/x" data-hx-post="/y" hx-on:click="z" data-x=1>Hallo, dit is niet goed.</p>', _OPEN, _TEXT),
        _html("html-style-class-id", '<p style="position:fixed" class="board" id="main">Hallo, dit is niet goed.</p>', _OPEN, _TEXT),
        _html("html-javascript-link", '<p>Hallo, klik niet <a href="javascript:alert(1)">hier</a>.</p>',
              '<p>Hallo, klik niet <a rel="noopener noreferrer nofollow">hier</a>.</p>', "Hallo, klik niet hier."),
        _html("html-javascript-hidden", '<p>Hallo, klik niet <a href="&#106;ava&#10;script:alert(1)">hier</a>.</p>',
              '<p>Hallo, klik niet <a rel="noopener noreferrer nofollow">hier</a>.</p>', "Hallo, klik niet hier."),
        _html("html-data-link", '<p>Hallo, klik niet <a href="data:text/html,x">hier</a>.</p>',
              '<p>Hallo, klik niet <a rel="noopener noreferrer nofollow">hier</a>.</p>', "Hallo, klik niet hier."),
        _html("html-relative-link", '<p>Hallo, klik niet <a href="/desk/board">hier</a>.</p>',
              '<p>Hallo, klik niet <a rel="noopener noreferrer nofollow">hier</a>.</p>', "Hallo, klik niet hier."),
        _html("html-mutation", f'{_OPEN}<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
              f'{_OPEN}&lt;p title="<img>"&gt;', f'{_TEXT}\n\n<p title="">'),
    ]  # fmt: skip


def pictures_and_links() -> list[Case]:
    """Return letters with images and links."""
    src = "https://track.example/p.gif"
    return [
        _html("html-remote-image", f'<p>Hallo, dit is het <img src="{src}" width="1" height="1" alt="logo"></p>',
              f'<p>Hallo, dit is het <img data-src="{src}" width="1" height="1" alt="logo"></p>', "Hallo, dit is het [logo]"),
        _html("html-remote-image-no-scheme", '<p>Hallo, dit is het <img src="//track.example/p.gif"></p>', "<p>Hallo, dit is het <img></p>", "Hallo, dit is het"),
        _html("html-image-srcset", f'<p>Hallo, dit is het <img srcset="{src} 2x" src="cid:a@b"></p>',
              '<p>Hallo, dit is het <img src="cid:a@b"></p>', "Hallo, dit is het"),
        _html("html-image-data-src-of-sender", '<p>Hallo, dit is het <img data-src="https://evil.example/"></p>',
              "<p>Hallo, dit is het <img></p>", "Hallo, dit is het"),
        _html("html-image-written-in", '<p>Hallo, dit is het <img src="data:image/png;base64,iVBORw0KGgo="></p>',
              "<p>Hallo, dit is het <img></p>", "Hallo, dit is het"),
        _html("html-background", f'<table background="{src}"><tr><td background="{src}">Hallo, dit is niet goed.</td></tr></table>',
              "<table><tbody><tr><td>Hallo, dit is niet goed.</td></tr></tbody></table>", _TEXT),
        _html("html-link", '<p>Hallo, dit is niet goed, zie <a href="https://x.example/a?b=1&amp;c=2" target=_blank>hier</a></p>',
              f"<p>Hallo, dit is niet goed, zie {_link('https://x.example/a?b=1&amp;c=2')}</p>",
              "Hallo, dit is niet goed, zie hier <https://x.example/a?b=1&c=2>"),
        _html("html-link-is-its-text", '<p>Hallo, dit is niet goed: <a href="https://x.example/">x.example</a></p>',
              f"<p>Hallo, dit is niet goed: {_link('https://x.example/', 'x.example')}</p>", "Hallo, dit is niet goed: x.example"),
        _html("html-link-lies", '<p>Hallo, dit is niet de bank: <a href="https://evil.example/">bank.example</a></p>',
              f"<p>Hallo, dit is niet de bank: {_link('https://evil.example/', 'bank.example')}</p>",
              "Hallo, dit is niet de bank: bank.example <https://evil.example/>"),
        _html("html-link-mailto", '<p>Hallo, dit is niet goed: <a href="mailto:bo@x.example">Bo</a></p>',
              f"<p>Hallo, dit is niet goed: {_link('mailto:bo@x.example', 'Bo')}</p>", "Hallo, dit is niet goed: Bo"),
    ]  # fmt: skip


def as_text() -> list[Case]:
    """Return letters of HTML only, to be read as text."""
    return [
        _html("html-paragraphs", "<html><head><title>niet dit</title></head><body><p>Hallo,</p><p>Dit is <b>niet</b>\n  goed.</p></body></html>",
              "<p>Hallo,</p><p>Dit is <b>niet</b>\n  goed.</p>", "Hallo,\n\nDit is niet goed."),
        _html("html-breaks", "Hallo,<br>dit is niet goed.<br/><br>Groet", "Hallo,<br>dit is niet goed.<br><br>Groet",
              "Hallo,\ndit is niet goed.\n\nGroet"),
        _html("html-divs", "<div>Hallo,</div><div><br></div><div>dit is niet goed</div>",
              "<div>Hallo,</div><div><br></div><div>dit is niet goed</div>", "Hallo,\n\ndit is niet goed"),
        _html("html-lists", "<p>Dit is niet goed:</p><ul><li>de knop</li><li>het menu</li></ul><ol><li>een</li><li>twee</li></ol>",
              "<p>Dit is niet goed:</p><ul><li>de knop</li><li>het menu</li></ul><ol><li>een</li><li>twee</li></ol>",
              "Dit is niet goed:\n\n- de knop\n- het menu\n\n1. een\n2. twee"),
        _html("html-table", "<table><tr><th>Wat</th><th>Hoe</th></tr><tr><td>de knop</td><td>is niet goed</td></tr></table>",
              "<table><tbody><tr><th>Wat</th><th>Hoe</th></tr><tr><td>de knop</td><td>is niet goed</td></tr></tbody></table>",
              "Wat  Hoe\nde knop  is niet goed"),
        _html("html-pre", "<p>Dit is niet goed:</p><pre>regel 1\n  regel 2</pre>", "<p>Dit is niet goed:</p><pre>regel 1\n  regel 2</pre>",
              "Dit is niet goed:\n\nregel 1\n  regel 2"),
        _html("html-entities", "<p>Dit is niet goed: caf&eacute; &amp; &euro;&nbsp;5 &lt;b&gt; &#8212;</p>",
              "<p>Dit is niet goed: café &amp; €&nbsp;5 &lt;b&gt; —</p>", "Dit is niet goed: café & €\xa05 <b> —"),
        _html("html-quote", "<p>Ja, dat is het.</p><blockquote><p>Is het goed?</p><blockquote>Eerder</blockquote></blockquote>",
              "<p>Ja, dat is het.</p><blockquote><p>Is het goed?</p><blockquote>Eerder</blockquote></blockquote>",
              "Ja, dat is het.\n\n> Is het goed?\n>\n>> Eerder", reply_text="Ja, dat is het."),
        _html("html-broken", "<p>Hallo, <b>dit is <i>niet</b> goed", "<p>Hallo, <b>dit is <i>niet</i></b><i> goed\n</i></p>",
              "Hallo, dit is niet goed"),
        _html("html-nothing-to-show", "<html><body><p> </p><div>&nbsp;</div></body></html>", None, "", language=None),
        _html("html-nul", "<p>Hallo, dit\0 is niet <scr\0ipt>goed.</p>", "<p>Hallo, dit is niet </p>", "Hallo, dit is niet"),
        _html("html-control-characters", "<p>Hallo, \x1b[31mdit is niet goed.</p>", "<p>Hallo, [31mdit is niet goed.</p>", "Hallo, [31mdit is niet goed."),
        _html("html-right-to-left", '<p dir="rtl" lang="ar">مرحبا، الموقع لا يعمل.</p>', '<p dir="rtl" lang="ar">مرحبا، الموقع لا يعمل.</p>',
              "مرحبا، الموقع لا يعمل.", language=None),
    ]  # fmt: skip


CASES = [*attacks(), *pictures_and_links(), *as_text()]
