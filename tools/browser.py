"""Brings a Chromium for the tests: the system's package, or Playwright's own where downloads work."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Make sure a Chromium can be found; return the exit status."""
    if any(shutil.which(name) for name in NAMES):
        return 0
    print("Bringing Chromium for the browser tests ...", flush=True)
    for attempt in (_from_system, _from_playwright):
        if attempt():
            return 0
    print(
        "lapak: no Chromium could be installed. Install the package `chromium` and try again.",
        file=sys.stderr,
    )
    return 1


def _from_system() -> bool:
    if not shutil.which("apt-get"):
        return False
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {"stdout": subprocess.DEVNULL}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        if subprocess.run([*root, *command], check=False, **quiet).returncode:  # noqa: S603 our own command
            return False
    return bool(shutil.which("chromium"))


def _from_playwright() -> bool:
    command = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603 our own command


if __name__ == "__main__":
    sys.exit(main())
