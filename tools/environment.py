"""Makes `.venv` from a lock file, with nothing but the standard library: `environment.py run|dev`.

A second call with the same lock does nothing. A half-made environment is made again. What an operator can
mend is one sentence.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / ".made-from"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
LEAST_FREE_BYTES = 1_500_000_000


def main() -> int:
    """Bring the environment up to date with the lock that was asked for; return the exit status."""
    kind = sys.argv[1] if len(sys.argv) == 2 and sys.argv[1] in LOCKS else "run"
    wanted = _fingerprint(LOCKS[kind])
    made = STAMP.read_text().split() if STAMP.exists() else []
    if wanted in made:
        return 0
    if FOLDER.exists() and not made:
        print("The environment in .venv is half made; making it again.")
        shutil.rmtree(FOLDER)
    return _make(LOCKS[kind], keep=made, wanted=wanted)


def _make(lock: Path, *, keep: list[str], wanted: str) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 this file meets whatever Python the machine has
        version = sys.version.split()[0]
        return _fail(f"Lapak needs Python 3.11 or newer; this is {version}. Try: make PYTHON=python3.11 run")
    if shutil.disk_usage(ROOT).free < LEAST_FREE_BYTES:
        return _fail("The disk has less than 1.5 GB free, which the environment needs. Free some space.")
    print(f"Installing what {lock.name} names into .venv (once; a minute or two) ...", flush=True)
    try:
        if not PYTHON.exists():
            venv.create(FOLDER, with_pip=True)
        STAMP.unlink(missing_ok=True)
        _pip("install", "--require-hashes", "-r", str(lock))
        _pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    except subprocess.CalledProcessError:
        return _fail(
            "Installing the dependencies failed (see above). "
            "Check the network and the free space, then run the same command again."
        )
    except OSError as failure:
        return _fail(f"The environment cannot be made: {failure.strerror or failure}.")
    STAMP.write_text("\n".join([*keep, wanted]))
    return 0


def _pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    subprocess.run(command, check=True, env={**os.environ, "PIP_NO_INPUT": "1"})  # noqa: S603 our own command


def _fingerprint(lock: Path) -> str:
    content = lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(content + sys.version.encode()).hexdigest()[:32]


def _fail(sentence: str) -> int:
    print(f"lapak: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
