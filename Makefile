# Loa's own doors: `make demo` to look, `make test` to try, `make check` before a commit.
# Every target sets up what it needs first; nothing has to be installed by hand but
# git, make and Python 3.11.

SHELL := /bin/bash
PYTHON ?= $(if $(wildcard /usr/bin/python3.11),/usr/bin/python3.11,python3)
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE ?=

.PHONY: demo test check test-browser soak bench lint catalogue lock clean

demo: $(VENV)/.run
	@tools/system-packages demo
	@$(BIN)/python tools/demo.py

test: $(VENV)/.dev
	@tools/system-packages test
	@$(BIN)/pytest -n 2 --dist loadgroup -m "not browser and not soak and not postgres"

check: lint test

lint: $(VENV)/.dev
	@tools/system-packages test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python tools/catalogue.py --check
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

test-browser: $(VENV)/.dev
	@tools/system-packages browser
	@$(BIN)/pytest -m browser tests/browser

soak: $(VENV)/.dev
	@tools/system-packages test
	@$(BIN)/pytest -m soak

bench: $(VENV)/.dev
	@tools/system-packages test
	@nice -n 5 $(BIN)/python -m bench

# Writes the Vietnamese catalogue anew from the sources and compiles it.
catalogue: $(VENV)/.dev
	$(BIN)/python tools/catalogue.py

# Resolves the locked versions, for Debian 12's own Python.
lock: $(VENV)/.dev
	for name in requirements requirements-dev; do \
	  $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url \
	    --no-emit-find-links --no-emit-trusted-host --output-file=$$name.txt $$name.in; done

$(VENV)/bin/python:
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || tools/system-packages venv
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements.txt
	@echo "Installing what Loa runs on…"
	@$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@echo "Installing what tests Loa…"
	@$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) var
