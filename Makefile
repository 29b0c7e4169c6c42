# `make demo` runs it, `make test` proves it. Each makes what it needs, once.
# Developers besides: `make lint`, `make bench`, `make lock`.

PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
MANAGE := $(PY) manage.py
SHELL := /bin/bash

# What a shell exports for a server of its own stays out of the demo and the tests.
# Nor may one have every process compile all its modules anew.
unexport PYTHONDONTWRITEBYTECODE
unexport DJANGO_SETTINGS_MODULE $(shell sed -n 's/^\#\{0,1\} *\([A-Z_]*\)=.*/\1/p' .env.example)

.DEFAULT_GOAL := demo
.PHONY: demo demo-reset test coverage lint checks bench lock
.DELETE_ON_ERROR:


# --- the environment, from the hashed lock ---

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Section 11 needs Python 3.11 or later as $(PYTHON)." \
	         "If it has another name, say so: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make virtual environments." \
	         "On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Building .venv: under a minute, once."
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt | .venv/bin/pip
	@$(PY) -m pip install --disable-pip-version-check -q --require-hashes -r requirements.txt
	@touch $@

.venv/.development: requirements-dev.txt .venv/.runtime
	@$(PY) -m pip install --disable-pip-version-check -q --require-hashes \
	  -r requirements.txt -r requirements-dev.txt
	@touch $@


# --- the demo: its database, evidence and key are all in .demo ---

DEMO_DIR := $(CURDIR)/.demo
IN_DEMO = DJANGO_SETTINGS_MODULE=section11.settings DEMO=1 DATA_DIR="$(DEMO_DIR)" SITE_URL="http://127.0.0.1:$(PORT)" \
  SECRET_KEY="$$(cat "$(DEMO_DIR)/secret-key")"
define NOT_RUNNING
if kill -0 "$$(cat .demo/server.pid 2>/dev/null)" 2>/dev/null; then \
  echo "The demo is running already: stop it first (Ctrl+C where it runs)."; exit 1; fi
endef
# One process for all three: starting Django is most of what a second run does.
define PREPARE
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("load_demo")
endef
export PREPARE

demo: .venv/.runtime .demo/secret-key
	@$(NOT_RUNNING)
	@$(PY) -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", $(PORT)))' 2>/dev/null || \
	  { echo "Port $(PORT) cannot be used on this machine: something else has it." \
	         "Stop that, or choose another: make demo PORT=8001"; exit 1; }
	@$(IN_DEMO) $(PY) -c "$$PREPARE"
	@echo
	@echo "Section 11 is at http://127.0.0.1:$(PORT)  (Ctrl+C stops it; make demo-reset starts over)"
# The worker is started by the shell that becomes the server, and ends when that does.
	@$(IN_DEMO) nice $(MANAGE) run_worker --beside $$$$ & \
	  $(IN_DEMO) exec .venv/bin/gunicorn section11.wsgi --bind 127.0.0.1:$(PORT) \
	  --workers 2 --threads 4 --preload --pid "$(DEMO_DIR)/server.pid" --log-level warning

demo-reset: .venv/.runtime .demo/secret-key
	@$(NOT_RUNNING)
	@rm -rf .demo/section11.sqlite3* .demo/evidence
	@$(IN_DEMO) $(PY) -c "$$PREPARE"
	@echo
	@echo "The demo is as new. Start it: make demo"

.demo/secret-key: | .venv/.runtime
	@mkdir -p .demo
	@umask 077; $(PY) -c 'import secrets; print(secrets.token_urlsafe(64))' > $@


# --- the proof ---

# Chromium and PostgreSQL: where they are missing those tests say what to install, and skip; with
# CI set they fail. The whole suite on SQLite is last, so its summary is the last line; it has one
# worker more than cores, for a test that drives a browser waits for it.
WORKERS := $(shell echo $$(($$(nproc 2>/dev/null || echo 1) + 1)))
test: .venv/.development lint checks
	@$(PY) tests/postgresql.py $(PY) -m pytest -q -n 2 -m database
	@$(PY) -m pytest -n $(WORKERS) -rs

# What the tests reach. Apart from `make test`, for it takes half as long again.
coverage: .venv/.development
	@$(PY) -m pytest -q -n 2 --cov --cov-report=term:skip-covered

# Code in the docs is laid out for reading: ruff leaves it alone.
SOURCES := manage.py section11 surveys challenge tests

lint: .venv/.development
	@.venv/bin/ruff format --check --quiet $(SOURCES) || \
	  { .venv/bin/ruff format --diff --quiet $(SOURCES); exit 1; }
	@.venv/bin/ruff check --quiet $(SOURCES)
	@.venv/bin/djlint --lint --quiet templates

checks: .venv/.development
	@DEBUG=1 SECRET_KEY=checks DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	@SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	  ALLOWED_HOSTS=section11.example SITE_URL=https://section11.example \
	  EMAIL_URL=smtp+tls://mail.example:587 DATA_DIR=/nonexistent \
	  $(MANAGE) check --deploy --fail-level WARNING

bench: .venv/.development
	@$(PY) -m tests.bench

lock: .venv/.development
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links -o requirements.txt requirements.in
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links -o requirements-dev.txt requirements-dev.in
