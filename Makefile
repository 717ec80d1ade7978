# Verbs of the project. `make` lists them.
.DEFAULT_GOAL := help
VENV := .venv
PYTHON := $(VENV)/bin/python
YIYUAN := $(VENV)/bin/yiyuan
unexport PYTHONDONTWRITEBYTECODE  # each test process would translate all tests anew

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.installed: pyproject.toml uv.lock
	@test -x $(PYTHON) || python3 -m venv $(VENV)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/bin/uv sync --frozen --quiet --inexact --compile-bytecode
	@$(PYTHON) -m compileall -q yiyuan
	@touch $@

setup: $(VENV)/.installed  ## install everything into .venv

demo: setup  ## the demo city on http://127.0.0.1:8000 (YIYUAN_PORT); Ctrl-C ends it
	@exec $(YIYUAN) demo

run: setup  ## an empty installation
	@exec $(YIYUAN) serve

lint: setup
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

types: setup
	@$(VENV)/bin/mypy yiyuan

contracts: setup
	@$(VENV)/bin/lint-imports --no-cache

migrations: setup
	@DJANGO_SETTINGS_MODULE=yiyuan.config.settings YIYUAN_HOME=var/test $(PYTHON) -W ignore -m django makemigrations --check --dry-run

static: setup
	@$(MAKE) --no-print-directory -j2 --output-sync lint types contracts migrations
	@$(PYTHON) tools/licences.py >/dev/null

check: static  ## lint, types, contracts, migrations, licences, fast tests
	@$(PYTHON) -m pytest -q -n 2

city: setup
	@$(PYTHON) -m pytest -q -m 'scenario or browser or volume' -p no:randomly --durations=8 tests/scenarios/city

installations: setup
	@nice -n 10 $(PYTHON) -m pytest -q -n 3 --dist loadfile -m 'scenario or browser or volume' -p no:randomly --durations=8 tests/scenarios/installations

test: static  ## every test: fast ones, roles of every kind at every door, journeys against the real processes, the browser
	@tools/debian.sh chromium fonts-noto-cjk mariadb-server openssh-server
	@command -v java >/dev/null || tools/debian.sh default-jre-headless
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/bin/uv sync --frozen --quiet --inexact --extra spark --extra link
	@$(PYTHON) -m pytest -q -n 2 -m 'not scenario and not volume and not browser'
	@$(MAKE) --no-print-directory -j2 --output-sync city installations

matrix: setup  ## every role at every door (make test asks three of each answer)
	@$(PYTHON) -m pytest -q -n 2 -m complete --matrix-whole tests/matrix/test_permissions.py

bench: setup  ## measure the figures the documents name
	@tools/debian.sh wrk mariadb-server
	@$(PYTHON) -m benches

mutants: setup  ## take behaviours away one by one and count what the tests notice (hours; WORDS=sharing for a part)
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/bin/uv sync --frozen --quiet --inexact --group mutants
	@$(PYTHON) -m tools.mutants $(WORDS)

shots: setup  ## photograph every main page of the demo into var/shots
	@tools/debian.sh chromium fonts-noto-cjk
	@$(PYTHON) -m tools.shots_of_demo

trace: setup  ## write which test proves which requirement
	@$(PYTHON) -m pytest --collect-only -q --trace-write -m ''

fix: setup  ## mend what ruff can mend
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

licences: setup  ## licences of all dependencies
	@$(PYTHON) tools/licences.py

.PHONY: help setup demo run lint types contracts migrations static check city installations test matrix bench mutants shots trace fix licences
