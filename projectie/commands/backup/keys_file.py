"""The keys of a desk in a file of their own, never in a backup; those of complaints in neither (R27)."""

import json
import os
from contextlib import suppress
from pathlib import Path

from projectie.commands.backup.failing import RefusedError
from projectie.config import Settings

_SIGNING = "secret.key"


def write_keys(path: Path, settings: Settings) -> None:
    """Write every key in use to a file that its owner alone may read."""
    keys = {_SIGNING: settings.secret_key}
    keys |= {each.name: each.read_text("ascii").strip() for each in _kept(settings) if each.name != _SIGNING}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump({"projectie": "keys", "keys": keys}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def read_keys(path: Path) -> dict[str, str]:
    """Return the keys in such a file; raise RefusedError when it is none."""
    with suppress(ValueError, KeyError, TypeError, AttributeError):
        keys = json.loads(path.read_text("utf-8"))["keys"]
        if all(_is_key(name) and isinstance(key, str) and key.isascii() for name, key in keys.items()):
            return dict(keys)
    raise RefusedError(f"{path} is no file of keys, or it is damaged.")


def put_keys(keys: dict[str, str], settings: Settings) -> None:
    """Put the keys in their places."""
    for name, key in keys.items():
        fresh = settings.data_dir / f"{name}.restoring"
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(settings.data_dir / name)


def _kept(settings: Settings) -> list[Path]:
    return [each for each in sorted(settings.data_dir.glob("*.key")) if _is_key(each.name)]


def _is_key(name: str) -> bool:
    return Path(name).name == name and name.endswith(".key") and "complaint" not in name
