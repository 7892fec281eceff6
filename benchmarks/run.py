"""`make bench`: every figure the issues ask for, as ratios in one run."""

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

NAMES = (
    "board",
    "ticket",
    "placement",
    "placement_together",
    "drop",
    "search",
    "intake",
    "imap",
    "large_mail",
    "promises",
    "process",
    "ledger",
    "booking",
)


def main() -> int:
    """Print the figures; return 1 when a goal is missed and --strict is given."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("names", nargs="*", choices=[*NAMES, []], help="which; all by default")
    wanted.add_argument("--folder", type=Path, help="keep the seeded desks here, for the next run")
    wanted.add_argument("--strict", action="store_true", help="exit 1 when a goal is missed")
    given = wanted.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in given.names or NAMES:
            for figure in import_module(f"benchmarks.{name}").figures(folder):
                print(figure.line(), flush=True)
                missed += not figure.met
    return int(bool(missed and given.strict))


if __name__ == "__main__":
    raise SystemExit(main())
