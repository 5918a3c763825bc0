# Everything a newcomer types. `make run` and `make test` bring what they need by themselves.
PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: help setup setup-dev run test check types-js format lock rehearse bench bench-% catalogues clean

help:            ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*##/ —/'

setup:           ## the environment and its locked dependencies
	@$(PYTHON) tools/environment.py run

setup-dev:
	@$(PYTHON) tools/environment.py dev

run: setup       ## the whole service with a demonstration branch on http://localhost:8000
	@$(BIN)/lapak run --port $(PORT)

test: setup-dev node_modules/.ready ## everything the tests need (a browser included), then all tests
	@$(BIN)/python tools/browser.py
	@$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

check: setup-dev ## format, lint, types, import direction, migrations; quick
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/lapak manage makemigrations --check --dry-run
	@$(MAKE) -s types-js

types-js: node_modules/.ready
	@$(BIN)/python -m tools.node typescript/bin/tsc --noEmit -p jsconfig.json

node_modules/.ready: package-lock.json
	@$(BIN)/python -m tools.node npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

format: setup-dev ## format and mend what can be mended by a machine
	@$(BIN)/ruff check -q --fix .
	@$(BIN)/ruff format -q .

lock:            ## compile the lock files anew from pyproject.toml
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-strip-extras --python-version 3.11 pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-strip-extras --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock

rehearse: setup  ## a branch day with robots, until paid; the last line is one JSON object
	@$(BIN)/python -m robots.rehearse

bench: bench-call bench-lifecycle bench-booking bench-roster ## every figure, each into build/bench/NAME.json

bench-%: setup-dev
	@$(BIN)/python tools/browser.py
	@$(BIN)/python -m bench.$*

clean:           ## forget the demonstration's data and everything built
	@rm -rf var build .mypy_cache .ruff_cache .pytest_cache
