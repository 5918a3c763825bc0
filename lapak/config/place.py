"""Where this installation keeps its data and secrets: from the environment, or made for a demonstration."""

import base64
import json
import os
import secrets
from pathlib import Path

from lapak.config.problems import SetupProblem


def data_dir() -> Path:
    """Return the folder for all that is kept (LAPAK_DATA, else `var` beside the package); made if absent."""
    path = Path(os.environ.get("LAPAK_DATA") or Path(__file__).resolve().parents[2] / "var").absolute()
    path.mkdir(parents=True, exist_ok=True)
    return path


def in_production() -> bool:
    """Return whether this process runs with the production settings."""
    return os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production")


def setting(name: str, default: str) -> str:
    """Return an environment variable or its default."""
    return os.environ.get(name) or default


def required(name: str) -> str:
    """Return an environment variable; SetupProblem with a sentence for the operator when it is not set."""
    value = os.environ.get(name)
    if not value:
        raise SetupProblem(f"{name} is not set. A production start needs it; see docs/running.md.")
    return value


def secret(name: str) -> str:
    """Return a secret from the environment; outside production one is made once and kept in the data folder.

    In production a secret that a demonstration made is refused with SetupProblem.
    """
    made = _made_secrets()
    if in_production():
        value = required(name)
        if value in made.values():
            raise SetupProblem(f"{name} is a demonstration secret. Make your own; see docs/running.md.")
        return value
    return os.environ.get(name) or made[name]


def database_url() -> str:
    """Return DATABASE_URL, or the address of the embedded server once `lapak` has started it."""
    return os.environ.get("DATABASE_URL") or os.environ.get("LAPAK_EMBEDDED_URL") or "postgresql:///postgres"


def _made_secrets() -> dict[str, str]:
    path = data_dir() / "demonstration-secrets.json"
    if path.exists():
        return dict(json.loads(path.read_text()))
    if in_production():
        return {}
    made = {
        "LAPAK_SECRET_KEY": secrets.token_urlsafe(48),
        "LAPAK_IDENTITY_KEY": secrets.token_urlsafe(32),
        "LAPAK_DOCUMENT_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(json.dumps(made))
    partial.chmod(0o600)
    try:
        os.link(partial, path)  # the first process wins; the others read what it made
    except FileExistsError:
        return dict(json.loads(path.read_text()))
    finally:
        partial.unlink()
    return made
