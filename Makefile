# What is done with this project, one word each. `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
UV_VERSION := 0.13.9
LOCKED := $(VENV)/requirements.sha256
COMPILE := $(UV) pip compile pyproject.toml --universal --generate-hashes --no-annotate --no-header --quiet

# $(call system,the test that it is here,Debian's packages,what is missing without it)
define system
@if ! { $(1); } >/dev/null 2>&1; then \
    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
        echo "Installing $(2) ($(3))"; \
        apt-get update -qq </dev/null || true; \
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) </dev/null >/dev/null; \
    else \
        echo "$(3): not here. Please install it (Debian: apt-get install $(2)), then try again." >&2; \
        exit 1; \
    fi; \
fi
endef

PANGO := $(PY) -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' \
    libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0
WRITER := [ -e "$$(dirname "$$(readlink -f "$$(command -v soffice)")")/libswlo.so" ]
BROWSER := command -v chromium || command -v chromium-browser || command -v google-chrome
VENV_MODULE := [ -x $(PY) ] || python3 -c "import ensurepip"

.PHONY: help setup install demo demo-reset test test-fast bench bench-nation check lock messages

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

setup: install ## everything the demonstration needs, its data included
	@$(PY) manage.py prepare

demo: setup ## the whole portal on this machine: http://127.0.0.1:8000/ (HOST=… PORT=…)
	@exec setpriv --pdeathsig TERM $(PY) -m coquang.supervisor

demo-reset: ## forgets everything entered into the demonstration
	@mkdir -p var
	@flock --timeout 3 var/users.lock flock --timeout 3 var/keeper.lock \
	    rm -rf var/pg var/pg.new var/valkey var/papers var/evidence var/announcement.txt \
	    || { echo "The demonstration is in use: stop it first (Ctrl-C where it runs)." >&2; exit 1; }
	@echo "The demonstration is empty. make demo builds it anew."

test: install ## all tests, in two processes (ARGS=… goes to pytest)
	$(call system,$(BROWSER),chromium,the browser of the browser tests)
	$(call system,command -v pdftotext,poppler-utils,the reader of printed papers)
	$(call system,$(WRITER),libreoffice-writer-nogui,LibreOffice Writer for Word documents)
	@$(PY) manage.py compile_messages
	@$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

test-fast: install ## the tests without browser and without broken servers
	@$(PY) manage.py compile_messages
	@$(PY) -m pytest -n 2 --dist loadfile -m "not browser and not slow" $(ARGS)

bench: install ## measures the goals of docs/benchmarks.md; ends with an error when one is not reached
	@$(PY) manage.py compile_messages
	@$(PY) -m tests.benchmarks

bench-nation: install ## what grows with a country, at 10,599 wards: 12.7 million figures, some 8 GB for a while
	@$(PY) manage.py compile_messages
	@$(PY) -m tests.benchmarks nation

check: install ## style, types, floors, templates, migrations, deployment, lock files
	@echo "ruff check";         $(PY) -m ruff check .
	@echo "ruff format";        $(PY) -m ruff format --check .
	@echo "mypy";               $(PY) -m mypy
	@echo "import-linter";      $(PY) $(VENV)/bin/lint-imports
	@echo "djade";              find templates -name '*.html' -print0 | xargs -0 -r $(VENV)/bin/djade --check
	@echo "djlint";             $(PY) -m djlint templates --lint --quiet
	@echo "makemigrations";     $(PY) manage.py makemigrations --check --dry-run
	@echo "check --deploy";     COQUANG_MODE=production SECRET_KEY="$$(head -c 48 /dev/urandom | base64)" \
	    ALLOWED_HOSTS=portal.example DATABASE_URL=postgres://web@localhost/coquang \
	    DATABASE_OWNER_URL=postgres://owner@localhost/coquang REDIS_URL=redis://localhost/0 \
	    $(PY) manage.py check --deploy --fail-level WARNING
	@echo "lock files";         ! grep -nE 'https?://|file:' requirements/*.txt
	@if git rev-parse --git-dir >/dev/null 2>&1; then ! git ls-files | grep -E '(^|/)(uv\.lock|pylock.*\.toml)$$'; fi

lock: install ## the lists of pinned packages, after pyproject.toml has changed
	@$(COMPILE) --output-file requirements/base.txt
	@$(COMPILE) --extra s3 --constraint requirements/base.txt --output-file requirements/s3.txt
	@$(COMPILE) --group dev --constraint requirements/base.txt --output-file requirements/dev.txt

messages: install ## the translations, from .po to .mo
	@$(PY) manage.py compile_messages

install: $(PY) # packages and system libraries, skipped when nothing has changed
	@sha256sum --check --status $(LOCKED) 2>/dev/null || { \
	    echo "Installing the pinned packages"; \
	    { [ -x $(UV) ] || $(PY) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); } \
	        && $(UV) pip sync --quiet --python $(PY) --require-hashes requirements/dev.txt \
	        || $(PY) -m pip install --quiet --require-hashes --requirement requirements/dev.txt; \
	    sha256sum requirements/dev.txt > $(LOCKED); \
	}
	$(call system,$(PANGO),libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0,Pango for printed papers)

$(PY):
	@python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	    || { echo "This needs python3 from 3.11 to 3.13; here it is $$(python3 --version 2>&1)." >&2; exit 1; }
	$(call system,$(VENV_MODULE),python3-venv,the module venv of Python)
	@python3 -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
