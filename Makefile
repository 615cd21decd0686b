# Sets up what it needs in .venv by itself. `make` lists what there is.

HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
TYPESCRIPT := 7.0
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NODE := $(BIN)/node

# A stamp stands for a finished set-up; it is older than its requirements when they have changed.
RUNTIME := $(VENV)/.ready-to-serve
DEV := $(VENV)/.ready-to-test
PYTORCH := 2.13.0
TORCH := $(VENV)/.torch-$(PYTORCH)
TSC := $(VENV)/.typescript-$(TYPESCRIPT)

JS := $(wildcard static/js/*.js static/js/*/*.js)
JS_TESTS := $(wildcard tests/static/*.test.js)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test test-exports test-oracles lint bench look texts clean python

help: ## list these targets
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-13s %s\n", $$1, $$2 }'

serve: $(RUNTIME) ## serve on http://127.0.0.1:8000 (HOST=0.0.0.0 PORT=... for a classroom network)
	@echo 'Chalkgraph: http://$(HOST):$(PORT)  (Ctrl-C stops it)'
	@exec $(BIN)/python -m gunicorn -k gevent --workers $(WORKERS) --bind '$(HOST):$(PORT)' \
	    --graceful-timeout 5 --no-control-socket --log-level warning $(ARGS) 'app:create_app()'

test: $(DEV) ## run every test, the browser's too (ARGS='-k jacobian' for some of pytest's)
	@sh tests/browser/install_chromium.sh
	$(BIN)/python -m pytest $(ARGS)
ifneq ($(JS_TESTS),)
	$(NODE) --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --test --test-reporter=spec $(JS_TESTS)
endif

test-exports: $(DEV) ## run the tests of exports that need LaTeX, LibreOffice, poppler, PyTorch (as far as there are)
	$(BIN)/python -m tests.heavy $(ARGS)

test-oracles: $(DEV) $(TORCH) ## compare every operation with PyTorch too (installs its CPU build)
	$(BIN)/python -m pytest -m oracles tests/graph_engine/test_oracles.py $(ARGS)

lint: $(DEV) $(if $(JS),$(TSC)) ## check style and types, Python's and JavaScript's
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
ifneq ($(JS),)
	$(NODE) $(VENV)/node/node_modules/typescript/bin/tsc --noEmit --allowJs --checkJs --strict \
	    --target es2023 --lib es2023,dom,dom.iterable --module preserve $(JS)
endif

bench: $(DEV) ## measure speed
	$(BIN)/python -m benchmarks $(ARGS)

look: $(DEV) ## take pictures of every page into look/
	@sh tests/browser/install_chromium.sh
	$(BIN)/python -m tests.look $(ARGS)

texts: $(RUNTIME) ## bring the catalogues of the other languages up to date with the texts in the code
	$(BIN)/python -m app.texts

clean: ## remove all that these targets made, .venv too
	rm -rf $(VENV) look build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Set-up -----------------------------------------------------------------------------------

# Prints the Python to use: $PYTHON, else the newest one that runs, is new enough and can make a venv.
python:
	@suits() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }; \
	complete() { "$$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }; \
	bare=; \
	for candidate in $${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do \
	    suits "$$candidate" || continue; \
	    if complete "$$candidate"; then command -v "$$candidate"; exit 0; fi; \
	    bare=$${bare:-$$candidate}; \
	done; \
	if [ -n "$$bare" ]; then \
	    echo "$$bare cannot make a virtual environment. On Debian and Ubuntu:" >&2; \
	    echo "    sudo apt install $$("$$bare" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >&2; \
	else \
	    version=$$("$${PYTHON:-python3}" --version 2>/dev/null); \
	    echo "Chalkgraph needs Python 3.11 or newer; $${PYTHON:-python3} is $${version:-not one that runs}." \
	        "On Debian 12, Ubuntu 24.04 and newer:" >&2; \
	    echo "    sudo apt install python3 python3-venv" >&2; \
	    echo "or name one: make ... PYTHON=/path/to/python3.12" >&2; \
	fi; \
	exit 1

# A .venv whose Python is gone is made anew, so nothing in it is ready.
$(shell test -x $(BIN)/python || rm -f $(VENV)/.ready-* $(VENV)/.typescript-* $(VENV)/.torch-*)

$(BIN)/python:
	@found=$$($(MAKE) -s --no-print-directory python) && \
	echo "Setting up $(VENV) with $$found (about a minute, the first time) ..." && \
	"$$found" -m venv --clear $(VENV)

$(RUNTIME): requirements.txt $(BIN)/python
	@$(PIP) install -r requirements.txt
	@touch $@

$(DEV): requirements.txt requirements-dev.txt $(BIN)/python
	@$(PIP) install -r requirements-dev.txt
	@touch $(RUNTIME) $@

$(TORCH): $(DEV)
	@rm -f $(VENV)/.torch-*
	@$(PIP) install torch==$(PYTORCH)
	@touch $@

$(TSC): $(DEV)
	@rm -f $(VENV)/.typescript-*
	@$(BIN)/npm install --prefix $(VENV)/node --no-save --no-audit --no-fund --ignore-scripts \
	    --loglevel=error typescript@$(TYPESCRIPT)
	@touch $@
