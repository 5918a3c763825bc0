"""What every journey in a browser shares."""

from playwright.sync_api import expect

# Patience, not a promise about speed: both cores of a small machine may be busy with other tests.
PATIENCE_MS = 20_000

expect.set_options(timeout=PATIENCE_MS)
