"""`python -m smile_simulator`."""

import sys

from smile_simulator.cli import main

if __name__ == "__main__":
    sys.exit(main())
