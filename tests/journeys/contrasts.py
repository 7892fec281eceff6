"""axe on a screen, and of its slowest rule each combination of colours once.

Three quarters of axe's time is its rule about contrast. What that says of a text hangs on the colour, size and weight
of the text and on what lies behind it, and those few combinations come back on every screen. So each text of each
screen is looked up, and axe is asked about those whose combination it has not passed yet. Where something else than the
elements around it may lie behind a text, the screen is part of its combination. Only what axe passed is known;
what it could not tell is asked again.
"""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

CONTRAST = "color-contrast"
# Notes of every text on the page its combination; returns them.
COMBINED = """(screen) => {
  const PLAIN = [["backgroundImage", "none"], ["opacity", "1"], ["filter", "none"], ["mixBlendMode", "normal"],
    ["backgroundClip", "border-box"]];
  const clear = (colour) => /[,/] ?0\\)$/.test(colour), whole = (colour) => /^rgb\\(|^color\\([^/]+\\)$/.test(colour);
  const known = new Map();
  const behind = (one) => {
    if (!one) return {key: "", loose: false};
    if (known.has(one)) return known.get(one);
    const above = behind(one.parentElement), style = getComputedStyle(one), {backgroundColor: colour, position} = style;
    const more = PLAIN.map(([name, plain]) => style[name] === plain ? "" : style[name]).join("");
    const moved = position !== "static" && position !== "relative";
    const answer = {key: above.key + (clear(colour) ? "" : colour) + more,
      loose: !(whole(colour) && !more) && (moved || above.loose)};
    known.set(one, answer);
    return answer;
  };
  const typed = "input:not([type=hidden]), select, textarea";
  const spoken = (one) => one.matches(typed) || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  window.combined = new Map([...document.querySelectorAll("body, body *")].filter((one) => spoken(one) && one.checkVisibility()).map((one) => {
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(one), {key, loose} = behind(one);
    return [one, [color, fontSize, fontWeight, textShadow, key, loose ? screen : ""].join(" ")];
  }));
  return [...new Set(window.combined.values())];
}"""
# Asks axe about the texts of these combinations; returns what it refused and which combinations it passed.
ASKED = """async (asked) => {
  const wanted = new Set(asked), include = [];
  for (const [one, combination] of window.combined) if (wanted.has(combination)) include.push(one);
  const {violations, passes} = await axe.run({include}, {runOnly: ["color-contrast"], elementRef: true});
  const passed = passes.flatMap(({nodes}) => nodes).map(({element}) => window.combined.get(element)).filter(Boolean);
  for (const {nodes} of violations) for (const node of nodes) delete node.element;
  return {violations, passed: [...new Set(passed)]};
}"""


@dataclass(slots=True)
class Eyes:
    """axe, and the combinations of colours it has passed."""

    passed: set[str] = field(default_factory=set)
    _pages: set[Page] = field(default_factory=set)

    def on(self, page: Page) -> Page:
        """Return a page that holds axe, wherever it goes from now on."""
        if page not in self._pages:
            page.add_init_script(AXE_SCRIPT)
            self._pages.add(page)
        return page

    def wrong(self, page: Page, screen: str, rules: dict[str, Any]) -> str:
        """Return what axe finds wrong by these rules and in its contrasts, empty when nothing."""
        options = {"runOnly": rules, "rules": {CONTRAST: {"enabled": False}}, "resultTypes": ["violations"]}
        found = AxeResults(page.evaluate("(options) => axe.run(options)", options))
        return "".join(_told(each) for each in (found, self._contrasts(page, screen)))

    def _contrasts(self, page: Page, screen: str) -> AxeResults:
        asked = set(page.evaluate(COMBINED, screen)) - self.passed
        answer = page.evaluate(ASKED, list(asked)) if asked else {"violations": [], "passed": []}
        self.passed.update(answer["passed"])
        return AxeResults(answer)


def _told(results: AxeResults) -> str:
    return str(results.generate_report()) if results.violations_count else ""
