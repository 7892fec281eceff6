"""The laws of the house: what a room may know, how large a thing may be, and what may never be written."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = [p for p in sorted((ROOT / "projectie").rglob("*.py")) if "versions" not in p.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
PURE = re.compile(
    r"/tickets/column_figures\.py$"
    r"|/planning/(capacity|outlook|proposal|breaking)\.py$|(rules|priority|phrasing|suggestion|pace|similar|lane|promises|position|coverage|undo|fate|reopening|thanks|money|difference)\.py$"
    r"|/clock/(?!now)"
    r"|/credits/(chain|crossing|lasting)\.py$"
    r"|/privacy/(mentions|obstacles)\.py$"
    r"|/projectie/chart\.py$"
    r"|/calls/(slots|remembering|zones)\.py$"
    r"|/whispers/telltale\.py$"
    r"|/projectie/(device|cells|payment_code)\.py$"
    r"|/people/(lifetimes|rights|billing|password_rule|known_passwords)\.py$"
    r"|/accounts/(stages|codes)\.py$"
    r"|/search/(words|asked|expression|snippet)\.py$"
    r"|/reports/(period|figures)\.py$"
    r"|/watching/openmetrics\.py$"
    r"|/commands/backup/manifest\.py$"
    r"|/invoices/(vat|shortage|totals|standing|rates|ubl|network)\.py$"
    r"|/bonds/owing\.py$"
    r"|/exports/csv_rules\.py$"
    r"|/work/typed\.py$"
    r"|/complaints/(clocks|yearly|case)\.py$"
    r"|/urgent/chain\.py$"
)
KNOWN_CIRCLES: set[frozenset[str]] = set()

# A room may import from the rooms in its row (and from itself); whatever is not a room is the ground floor.
MAY_KNOW = {
    "clock": {"terms"},
    "mail": set(),
    "live": {"people"},
    "terms": {"clock", "people"},
    "people": {"terms", "clock", "mail"},
    "accounts": {"people", "mail", "terms", "clock"},
    "alerts": {"live", "people", "terms", "clock"},
    "contracts": {"people", "terms", "clock"},
    "credits": {"tickets", "mail", "people", "terms", "clock"},
    "topups": {"credits", "tickets", "mail", "live", "people", "terms", "clock"},
    "snippets": {"people", "clock"},
    "tickets": {"alerts", "mail", "live", "people", "contracts", "snippets", "terms", "clock"},
    "invoices": {
        "topups",
        "credits",
        "tickets",
        "alerts",
        "mail",
        "live",
        "people",
        "contracts",
        "terms",
        "clock",
    },
    "work": {
        "calls",
        "credits",
        "planning",
        "tickets",
        "alerts",
        "mail",
        "live",
        "people",
        "contracts",
        "terms",
        "clock",
    },
    "search": {"tickets", "people", "clock", "terms"},
    "urgent": {
        "work",
        "invoices",
        "credits",
        "planning",
        "tickets",
        "alerts",
        "mail",
        "live",
        "people",
        "contracts",
        "terms",
        "clock",
    },
    "planning": {"tickets", "alerts", "mail", "live", "people", "contracts", "terms", "clock"},
    "outages": {"tickets", "alerts", "mail", "live", "people", "contracts", "terms", "clock"},
    "calls": {"planning", "tickets", "alerts", "mail", "live", "people", "contracts", "terms", "clock"},
    "calendar_feed": {"calls", "tickets", "people", "terms", "clock"},
    "recurring": {"planning", "tickets", "alerts", "mail", "live", "people", "contracts", "terms", "clock"},
    "uploads": {"tickets", "alerts", "mail", "live", "people", "terms", "clock"},
    "whispers": {"tickets", "alerts", "mail", "live", "people", "terms", "clock"},
    "imports": {"credits", "tickets", "contracts", "alerts", "mail", "live", "people", "terms", "clock"},
    "privacy": {
        "urgent",
        "calls",
        "requests",
        "bonds",
        "proofs",
        "imports",
        "accounts",
        "alerts",
        "calendar_feed",
        "credits",
        "invoices",
        "outages",
        "planning",
        "recurring",
        "snippets",
        "topups",
        "uploads",
        "whispers",
        "work",
        "tickets",
        "contracts",
        "mail",
        "live",
        "people",
        "terms",
        "clock",
    },
    "bonds": {"tickets", "alerts", "mail", "live", "people", "terms", "clock"},
    "proofs": {"uploads", "tickets", "alerts", "mail", "live", "people", "terms", "clock"},
    "exports": {"search", "bonds", "tickets", "mail", "people", "contracts", "terms", "clock"},
    "requests": {
        "urgent",
        *("home", "work", "credits", "proofs", "uploads", "tickets", "alerts", "mail", "live"),
        *("people", "contracts", "terms", "clock"),
    },
    "complaints": {"mail", "live", "people", "terms", "clock", "tickets"},
    "watching": {"credits", "tickets", "mail", "people", "terms", "clock"},
    "reports": {"home", "work", "credits", "tickets", "contracts", "mail", "people", "terms", "clock"},
    "home": {
        "credits",
        "topups",
        "bonds",
        "proofs",
        "work",
        "urgent",
        "search",
        "recurring",
        "outages",
        "calendar_feed",
        "planning",
        "alerts",
        "tickets",
        "contracts",
        "people",
        "terms",
        "clock",
        "mail",
        "live",
    },
}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "projectie" else ""


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_knows_only_the_rooms_below_it(path: Path) -> None:
    room = path.relative_to(ROOT).parts[1] if len(path.relative_to(ROOT).parts) > 2 else ""
    known = MAY_KNOW.get(room)
    if known is None:
        return
    for module in _imports(path):
        other = _room(module)
        assert other == room or other not in MAY_KNOW or other in known, (
            f"{room} may not know {other}: {module}"
        )
        assert other != "commands", f"only the top assembles commands: {module}"


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_pure_rules_know_no_flask_no_database_and_no_clock(path: Path) -> None:
    if not PURE.search(str(path)):
        return
    for module in _imports(path):
        assert not module.startswith(("flask", "projectie.database", "projectie.clock.now")), module
        assert not module.startswith("sqlalchemy"), module


def test_complaints_are_known_to_commands_and_the_list_of_tables_alone() -> None:
    readers = {p.relative_to(ROOT).as_posix() for p in CODE if any(".complaints" in m for m in _imports(p))}
    outside = {r for r in readers if not r.startswith(("projectie/complaints/", "projectie/commands/"))}
    assert outside <= {"projectie/models.py", "projectie/rooms.py"}


def test_only_pages_asks_whether_a_request_is_htmx() -> None:
    readers = {
        p.name
        for p in CODE
        if "HX-Request" in p.read_text(encoding="utf-8")
        or any(m == "projectie.extensions.htmx" for m in _imports(p))
    }
    assert readers <= {"pages.py", "extensions.py", "__init__.py"}


def test_only_one_place_reads_the_clock() -> None:
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        if path.name not in {"now.py", "logs.py"}:
            assert not re.search(r"datetime\.now\(|utcnow\(|date\.today\(|time\.time\(", text), path


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_has_one_subject_and_a_view_reads_as_a_sentence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert sum(1 for line in text.splitlines() if line.strip()) <= 220, "two subjects?"
    assert path.stem not in {"utils", "helpers", "common", "services", "misc"}
    tree = ast.parse(text)
    assert path.name == "__init__.py" or ast.get_docstring(tree), "a file says what it is about"
    door = path.stem in {"public", "portal", "desk", "manage"} or path.stem.endswith(
        ("_desk", "_public", "_portal", "_manage")
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            size = (node.end_lineno or 0) - node.lineno + 1
            assert size <= (25 if door else 60), f"{node.name}: {size} lines"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_holds_no_script_no_style_and_no_query(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"\son[a-z]+=|hx-on|js:|\sstyle=|<style", text), path
    assert not re.search(r"hx-trigger=\"[^\"]*\[", text), "a filter in a trigger needs eval"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
    assert "session." not in text.replace("db.session.", "session."), path
    lines = [line for line in text.splitlines() if line.strip()]
    most = 60 if path.name.startswith("_") else 120
    assert len(lines) <= most, f"{len(lines)} lines"


def test_rooms_have_no_circles() -> None:
    graph = {p: {q for m in _imports(p) for q in _files(m)} - {p} for p in CODE}
    for start in graph:
        assert not _reaches(graph, start, start, set()), (
            f"{start.relative_to(ROOT)} imports itself by a way round"
        )


def _files(module: str) -> Iterator[Path]:
    path = ROOT / Path(*module.split("."))
    for candidate in (path.with_suffix(".py"), path.parent.with_suffix(".py")):
        if candidate.exists() and candidate.is_relative_to(ROOT / "projectie"):
            yield candidate
            return


def _reaches(graph: dict[Path, set[Path]], at: Path, goal: Path, seen: set[Path]) -> bool:
    for following in graph.get(at, ()):
        if following == goal:
            return True
        if following not in seen:
            seen.add(following)
            if _reaches(graph, following, goal, seen):
                return True
    return False
