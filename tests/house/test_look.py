"""The look keeps its promises: light, sober, readable in both themes (experience.md 4, 5.3, 5.4)."""

import gzip
import re
from pathlib import Path

import pytest

from projectie.config import found
from projectie.slimming import lean, slim

STYLE = (found("static") / "style.css").read_text("utf-8")
RULES = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
TOKENS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", RULES)
}
PAPERS = ("bg", "surface", "sunk")
INKS = ("ink", "muted", "brand", "focus", "ok", "p1", "p2", "p3", "p4", "on-demand", "on-demand-plus", "sla")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_stylesheet_is_at_most_12_kb_compressed() -> None:
    assert len(gzip.compress(slim(STYLE).encode(), 9)) <= 12_000


def test_what_browsers_get_of_it_means_the_same() -> None:
    kept = "a :is(b, c) > d { margin: calc(1px + 2px) }"
    assert slim(f"/* why */\n{kept} /* here */\n  e::after {{ content: 'x  ,  /* y */' }}") == (
        "a :is(b,c)>d{margin:calc(1px + 2px)}e::after{content:'x  ,  /* y */'}"
    )
    assert slim(slim(STYLE)) == slim(STYLE)
    assert RULES.count("{") == slim(STYLE).count("{")


SCRIPTS = sorted(found("static").glob("*.js"))
BOARD = ("live.js", "keys.js", "board.js")  # what a board loads before anybody asks for more


@pytest.mark.parametrize("asked", [r"main:(not\()?:?has\(", r"\.desk:has\(", r"body:has\("])
def test_no_rule_asks_what_is_in_a_whole_page(asked: str) -> None:
    """It would be asked again for each card that moves, with the styles of all others: a page says it by a class."""
    assert not re.search(asked, RULES)


def test_the_board_needs_little_script_before_anybody_asks_for_more() -> None:
    scripts = [lean((found("static") / name).read_text("utf-8")) for name in BOARD]
    assert sum(len(gzip.compress(script.encode(), 9)) for script in scripts) <= 8_000


def test_what_browsers_get_of_a_script_means_the_same() -> None:
    written = """
    // why
    const fill = (text, n = -1) => text.replace(/ \\{ (\\w+) \\/ \\}/g, "a  ,  //b" + `${ n } : c`); // so
    /* here */
    return fill;
    """
    assert lean(written) == (
        'const fill=(text,n=-1)=>text.replace(/ \\{ (\\w+) \\/ \\}/g,"a  ,  //b"+`${ n } : c`);\nreturn fill;'
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_written_so_that_their_layout_can_be_left_out(script: Path) -> None:
    """No text of several lines or within another, a pattern right behind its parenthesis."""
    for line in script.read_text("utf-8").splitlines():
        code = re.sub(r"\s*//.*", "", line)
        assert line.count("`") % 2 == 0, line
        assert not re.search(r"`[^`]*\$\{[^}`]*`[^`]*`", code), line
        assert not line.endswith("\\"), line
        assert not re.search(r"[-+] [-+]|[=:?!&|,]\s*/[^/*]|return /|<!--", code), line
    dense = lean(script.read_text("utf-8"))
    assert lean(dense) == dense


@pytest.mark.parametrize("word", ["box-shadow", "text-shadow", "gradient(", "@import", "url(", "filter:"])
def test_paper_and_ink_need_no(word: str) -> None:
    assert word not in RULES


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("paper", PAPERS)
def test_every_ink_reads_on_every_paper(theme: str, paper: str) -> None:
    for ink in INKS:
        assert contrast(TOKENS[ink][theme], TOKENS[paper][theme]) >= 6, f"{ink} on {paper}, {theme}"
    assert contrast(TOKENS["line"][theme], TOKENS[paper][theme]) >= 3, f"line on {paper}, {theme}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_ink_reads_on_its_own_tint_and_on_fills(theme: str) -> None:
    for ink in ("p1", "p2", "p3", "p4"):
        assert contrast(TOKENS[ink][theme], TOKENS[f"{ink}-bg"][theme]) >= 4.5, f"{ink}, {theme}"
        assert contrast(TOKENS["ink"][theme], TOKENS[f"{ink}-bg"][theme]) >= 6, f"ink on {ink}-bg, {theme}"
    for fill in ("brand", "sla"):
        assert contrast(TOKENS["on-fill"][theme], TOKENS[fill][theme]) >= 4.5, f"{fill}, {theme}"
