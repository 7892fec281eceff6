"""Fetch the browser libraries again: `make vendor`, needed only to update them or to add an icon.

vendor.json names the packages, their integrity as the registry gives it, and the few files kept of each.
A package with other bytes than its integrity is refused, and nothing is written.
"""
# ruff: noqa: INP001 - a program beside what it fetches, not a package

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def fetch() -> None:
    """Write the files of every package, the icons as one sprite, and the sha256 of each into vendor.json."""
    manifest = json.loads((HERE / "vendor.json").read_text("utf-8"))
    files: dict[str, bytes] = {}
    for package in manifest["packages"]:
        inside = unpacked(f"{package['name']}@{package['version']}", package["integrity"])
        files |= {ours: inside[f"package/{theirs}"] for ours, theirs in package["files"].items()}
        if "icons" in package:
            drawings = {name: inside[f"package/icons/{name}.svg"].decode() for name in package["icons"]}
            files["icons.svg"] = sprite(drawings).encode()
    for name, content in files.items():
        (HERE / name).write_bytes(content)
    manifest["sha256"] = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    (HERE / "vendor.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


def unpacked(wanted: str, integrity: str) -> dict[str, bytes]:
    """Return the files of an npm package by name; end the program when its bytes are not the expected ones."""
    with tempfile.TemporaryDirectory() as folder:
        npm = shutil.which("npm") or sys.exit("npm is needed for this, and not found.")
        subprocess.run([npm, "pack", "--silent", wanted, "--pack-destination", folder], check=True)  # noqa: S603
        (archive,) = Path(folder).iterdir()
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != integrity:
            sys.exit(f"{wanted} is refused: its integrity is {found}, not the one in vendor.json.")
        with tarfile.open(archive) as tar:
            return {member.name: file.read() for member in tar if (file := tar.extractfile(member))}


def sprite(drawings: dict[str, str]) -> str:
    """Return one SVG with a symbol per drawing, for `<use href="…/icons.svg#i-name">`.

    Line, weight and colour are left to the stylesheet: what a symbol says itself, a page could not change.
    """
    symbols = (
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{shapes(drawing)}</symbol>'
        for name, drawing in drawings.items()
    )
    return "\n".join(('<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""))


def shapes(drawing: str) -> str:
    found = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    assert found, "a drawing without an svg element"
    return re.sub(r"\s*\n\s*", "", found[1])


if __name__ == "__main__":
    fetch()
