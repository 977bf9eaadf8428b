# One place for the routine of a developer. PYTHON may name another interpreter.
PYTHON ?= .venv/bin/python

.PHONY: setup check test corpus-check compare bench

setup:
	python3 -m venv .venv
	$(PYTHON) -m pip install --quiet -e ".[dev]"

check:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m training.lint
	$(PYTHON) -m pytest

test:
	$(PYTHON) -m pytest

corpus-check:
	$(PYTHON) -m training.lint

compare:
	$(PYTHON) -m training.compare

bench:
	$(PYTHON) -m benchmarks
