"""HTML of a mail as a reader opens it: where links go is seen, nothing is fetched unasked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.mail.html import cids, sanitised
from projectie.mail.showing import host_of, shown
from tests.mail.test_markup import _MARKUP

OWN = {"logo@x.example": "/desk/attachments/7"}


def _shown(markup: str, *, fetch: bool = False) -> str:
    return shown(sanitised(markup), OWN, fetch=fetch).html


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ('<a href="https://evil.example/x">bank.nl</a>', "evil.example"),
        ('<a href="https://bank.nl@evil.example/">https://bank.nl/</a>', "evil.example"),
        ('<a href="https://evil.example/x">https://bank.nl</a>', "evil.example"),
        ('<a href="https://evil.example/x"><b>hier</b></a>', "evil.example"),
        ('<a href="https://b\u00e4nk.example/x">hier</a>', "xn--bnk-qla.example"),
        ('<a href="mailto:bo@x.example?subject=a">Bo</a>', "bo@x.example"),
        ('<a href="https://x.example/"><img src="cid:logo@x.example"></a>', "x.example"),
    ],
)
def test_a_link_says_where_it_goes(link: str, says: str) -> None:
    page = _shown(link)
    assert f'</a> <span class="goes-to" dir="ltr">{says}</span>' in page
    assert 'target="_blank"' in page
    assert 'rel="noopener noreferrer nofollow"' in page


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://bakkerij.example">bakkerij.example</a>',
        '<a href="https://bakkerij.example/a?b=c">https://bakkerij.example/a?b=c</a>',
        '<a href="mailto:bo@x.example">bo@x.example</a>',
        '<a href="javascript:alert(1)">klik</a>',
        '<a href="data:text/html,x">klik</a>',
    ],
)
def test_a_link_that_says_so_itself_or_goes_nowhere_says_nothing_more(link: str) -> None:
    assert "goes-to" not in _shown(link)


def test_images_that_came_along_are_shown_and_others_wait() -> None:
    markup = '<img src="cid:logo@x.example"><img src="http://t.example/p.png" alt="Logo"><img src="https://u.example/1" width=1><img src="cid:weg">'
    held = shown(sanitised(markup), OWN)
    assert held.html == '<img alt="" src="/desk/attachments/7"><span class="held-back">Logo</span>'
    assert held.elsewhere == ("t.example", "u.example")
    asked = _shown(markup, fetch=True)
    assert 'src="https://t.example/p.png" referrerpolicy="no-referrer"' in asked
    assert "http://" not in asked


@given(_MARKUP, st.booleans())
def test_any_markup_is_shown_and_fetches_nothing_unasked(markup: str, fetch: bool) -> None:
    clean = sanitised(markup)
    page = shown(clean, dict.fromkeys(cids(clean), "/own"), fetch=fetch)
    assert fetch or 'src="http' not in page.html
    assert "cid:" not in page.html or "cid:" in clean
    assert (
        "hx-" not in page.html.replace("&lt;", "") or "hx-" not in markup.lower() or "<p hx" not in page.html
    )


@given(st.text())
def test_any_address_leads_somewhere_or_nowhere(address: str) -> None:
    host_of(address)
    host_of(f"https://{address}")
