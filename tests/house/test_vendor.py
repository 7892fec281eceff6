"""What browsers get from others lies in the repository, byte for byte as its registry published it."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
MANIFEST = json.loads((VENDOR / "vendor.json").read_text("utf-8"))
ICONS = set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', (VENDOR / "icons.svg").read_text("utf-8")))


@pytest.mark.parametrize(("name", "digest"), MANIFEST["sha256"].items())
def test_a_vendored_file_is_unchanged_since_it_was_fetched(name: str, digest: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, f"{name}: run make vendor"


def test_nothing_lies_beside_the_vendored_files() -> None:
    present = {
        path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*.*") if "__pycache__" not in path.parts
    }
    assert present == {*MANIFEST["sha256"], "vendor.json", "fetch.py"}


@pytest.mark.parametrize("package", MANIFEST["packages"], ids=lambda package: package["name"])
def test_a_package_has_a_version_an_integrity_and_its_licence_text(package: dict[str, str]) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"])
    assert package["licence"]
    (licence,) = [name for name in package["files"] if name.endswith(".LICENSE.txt")]
    assert "Permission" in (VENDOR / licence).read_text("utf-8")


def test_the_sprite_holds_the_named_icons_and_nothing_that_runs_or_calls_home() -> None:
    (named,) = [package["icons"] for package in MANIFEST["packages"] if "icons" in package]
    sprite = (VENDOR / "icons.svg").read_text("utf-8")
    assert set(named) == ICONS
    assert set(re.findall(r"<([a-z]+)", sprite)) <= {
        "svg", "symbol", "path", "rect", "circle", "line", "polyline", "polygon", "ellipse",
    }  # fmt: skip
    assert not re.search(r"\son\w+=|href=", sprite)


def test_every_icon_a_template_or_script_names_is_in_the_sprite() -> None:
    sources = [*(ROOT / "templates").rglob("*.*"), *(ROOT / "static").glob("*.js")]
    named = {icon for source in sources for icon in _icons_in(source.read_text("utf-8"))}
    assert named <= ICONS, f"add to vendor.json and run make vendor: {sorted(named - ICONS)}"


def _icons_in(text: str) -> list[str]:
    return re.findall(r"""(?:\bicon\(\s*["']|icons\.svg#i-)([a-z0-9-]+)""", text)
