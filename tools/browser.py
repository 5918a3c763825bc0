"""Brings a Chromium for the tests.

Of Debian's packages the headless shell is wanted: the same engine without the windows of a desktop browser,
at a third of the work for each page. Any other Chromium will do, and Playwright's own where downloads work.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PACKAGES = NAMES[:2]


def main() -> int:
    """Make sure a Chromium can be found; return the exit status."""
    if shutil.which(NAMES[0]) or _from_system() or chromium() or _from_playwright():
        return 0
    print(
        "lapak: no Chromium could be installed. Install the package `chromium` and try again.",
        file=sys.stderr,
    )
    return 1


def chromium() -> str | None:
    """Return the path of the machine's Chromium, or None where there is only Playwright's own or none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def _from_system() -> bool:
    """Install the first package there is; on a machine that is not ours alone, only if it has no Chromium."""
    if not shutil.which("apt-get") or (os.geteuid() != 0 and chromium()):
        return False
    print("Bringing Chromium for the browser tests ...", flush=True)
    return _apt("update", "-qq") and any(_apt("install", "-y", "-qq", name) for name in PACKAGES)


def _apt(*arguments: str) -> bool:
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return not subprocess.run([*root, "apt-get", *arguments], check=False, **quiet).returncode  # noqa: S603 our own command


def _from_playwright() -> bool:
    command = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603 our own command


if __name__ == "__main__":
    sys.exit(main())
