"""What is measured on a page in a real browser (experience.md 2.6): each returns what is wrong, nothing when all is well."""

from playwright.sync_api import Page

# Boxes one can press, but for links within a text, which its line height bounds (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((one) => {
  const inline = one.matches("a") && getComputedStyle(one).display === "inline";
  if (inline || one.matches("[type=hidden], .skip, .visually-hidden") || !one.checkVisibility()) return false;
  const named = one.matches("[type=radio], [type=checkbox]") && one.labels?.[0]?.checkVisibility() ? one.labels[0] : one;
  const boxes = [one, named].map((part) => part.getBoundingClientRect()).filter(({width}) => width);
  return boxes.length && !boxes.some(({width, height}) => width >= 23.9 && height >= 23.9);
}).map((one) => one.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => ["", "::before", "::after"].some((part) => {
  const {animationDuration, transitionDuration} = getComputedStyle(one, part);
  return /[1-9]/.test(animationDuration + transitionDuration);
})).map((one) => one.outerHTML.slice(0, 120))"""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    + "p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
}"""
CLIPPED = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const {overflowX, overflowY} = getComputedStyle(one);
  if (!one.checkVisibility() || one.matches("input") || one.clientWidth < 3 || one.closest(".visually-hidden, svg, select")) return false;
  const cut = (how, inside, room) => ["hidden", "clip"].includes(how) && inside > room + 1;
  return cut(overflowX, one.scrollWidth, one.clientWidth) || cut(overflowY, one.scrollHeight, one.clientHeight);
}).map((one) => one.outerHTML.slice(0, 120))"""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Where the focus is: that it can be seen, that nothing lies over it, and its ring.
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const rung = [one, one.closest(".card")].filter(Boolean).some((ringed) => {
    const {outlineStyle, outlineWidth} = getComputedStyle(ringed);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const ring = rung || one.type === "date"; // of its parts the browser rings each
  const box = one.getClientRects()[0] ?? {left: 0, top: 0, width: 0, height: 0};
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const there = document.elementFromPoint(x, y);
  const seen = box.width > 0 && x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight;
  const free = there && (one.contains(there) || there.contains(one) || [...(one.labels ?? [])].some((label) => label.contains(there)));
  return {id: one.id, ok: Boolean(seen && free && ring), what: one.outerHTML.slice(0, 100) + JSON.stringify({seen, free: Boolean(free), ring})};
}"""
# Text that would not read on white paper, once backgrounds are gone.
PALE = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("main *")].filter((one) => texts(one) && one.checkVisibility()
    && 1.05 / (light(getComputedStyle(one).color) + 0.05) < 4.5).map((one) => one.outerHTML.slice(0, 120));
}"""


def stops(page: Page, most: int) -> list[str]:
    """Go through the page by Tab; return the stops that are not to be seen as they should."""
    wrong = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        if not stop["ok"]:
            wrong.append(stop["what"])
    return wrong
