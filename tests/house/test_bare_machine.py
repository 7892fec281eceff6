"""`python3 app.py` for real: a tiny house with a library of its own, set up without a network."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = {
    "dotenv.py": "import os\n\ndef load_dotenv(file):\n    os.environ['SAID'] = file.read_text()\n",
    ".env": "hello",
    "projectie/__init__.py": "create_app = dict\n",
    "projectie/setting_values.py": "class SettingsError(Exception):\n    pass\n",
    "projectie/commands/__init__.py": "",
    "projectie/commands/serve.py": "import os, tiny\n\ndef serve():\n    print('serving with tiny', tiny.VERSION, os.environ['SAID'])\n    return 4\n",
}
INSTALLS = "Projectie installs its libraries in .venv; this takes a minute.\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a folder with app.py, a desk that needs the library tiny, and the lock that names it."""
    shutil.copy(ROOT / "app.py", tmp_path)
    for name, text in HOUSE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    lock(tmp_path, 1)
    return tmp_path


def lock(house: Path, version: int) -> None:
    """Lock that version of tiny, and put its wheel where pip looks."""
    wheel = house / f"tiny-{version}.0-py3-none-any.whl"
    info = f"tiny-{version}.0.dist-info"
    files = {
        "tiny.py": f"VERSION = {version}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = (
        "".join(f"{name},{_recorded(text)}\n" for name, text in files.items()) + f"{info}/RECORD,,\n"
    )
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (house / "requirements.lock").write_text(f"tiny=={version}.0 \\\n    --hash=sha256:{digest}\n")


def _recorded(text: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    return f"sha256={digest},{len(text)}"


def start(house: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PROJECTIE_"))
    }
    environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(house), "PIP_CONFIG_FILE": os.devnull}
    command = [sys.executable, str(house / "app.py"), *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def test_two_starts_at_once_set_up_once_and_a_new_lock_with_another_wheel_behind_it_is_refused(
    house: Path,
) -> None:
    both = [start(house), start(house)]
    answers = sorted(process.communicate()[0] for process in both)
    assert answers == [f"{INSTALLS}serving with tiny 1 hello\n", "serving with tiny 1 hello\n"]
    assert [process.returncode for process in both] == [4, 4]

    lock(house, 2)
    (house / "tiny-2.0-py3-none-any.whl").write_bytes(b"something else")
    refused = start(house)
    assert refused.communicate()[1].endswith("see the lines above, then try again.\n")
    assert refused.returncode == 1
    assert not (house / ".venv" / "projectie.stamp").exists()
