# Sets up what it needs in .venv by itself. `make` lists what there is.

HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
TYPESCRIPT := 7.0
ESBUILD := 0.28
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NODE := $(BIN)/node

# A stamp stands for a finished set-up; it is older than its requirements when they have changed.
RUNTIME := $(VENV)/.ready-to-serve
DEV := $(VENV)/.ready-to-test
PYTORCH := 2.13.0
TORCH := $(VENV)/.torch-$(PYTORCH)
BRIDGES := $(VENV)/bridges/.ready-$(PYTORCH)
TSC := $(VENV)/.typescript-$(TYPESCRIPT)
LOCKING := $(VENV)/.ready-to-lock
BUNDLER := $(VENV)/.esbuild-$(ESBUILD)

JS := $(shell find static/js -name "*.js")
JS_TESTS := $(shell find tests/static -name "*.test.js")

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help lecture serve test test-exports test-oracles test-bridges test-js lint lint-js bench load drills work look fuzz views lock sbom texts clean python openapi

help: ## list these targets
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-13s %s\n", $$1, $$2 }'

serve: $(RUNTIME) ## serve on http://127.0.0.1:8000 (HOST=0.0.0.0 PORT=... for a classroom network)
	@echo 'Chalkgraph: http://$(HOST):$(PORT)  (Ctrl-C stops it)'
	@if test -x $(NODE); then $(MAKE) -s --no-print-directory $(BUNDLER) || true; fi
	@exec $(BIN)/python -m gunicorn --workers $(WORKERS) --bind '$(HOST):$(PORT)' $(ARGS) 'app:create_app()'

test: $(DEV) $(BUNDLER) ## run every test, the browser's too (ARGS='-k jacobian' for some of pytest's)
	@sh tests/browser/install_chromium.sh
	$(BIN)/python -m pytest $(ARGS)
	@$(MAKE) -s --no-print-directory test-js

test-js: $(DEV) ## run JavaScript's tests alone
ifneq ($(JS_TESTS),)
	$(NODE) --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --test --test-timeout=300000 \
	    --test-reporter=spec $(JS_TESTS)
endif

test-exports: $(DEV) ## run the tests of exports that need LaTeX, LibreOffice, poppler, PyTorch (as far as there are)
	$(BIN)/python -m tests.heavy $(ARGS)

test-oracles: $(DEV) $(TORCH) ## compare every operation with PyTorch too (installs its CPU build)
	$(BIN)/python -m pytest -m oracles tests/graph_engine/test_oracles.py tests/app/pasted $(ARGS)

test-bridges: $(BRIDGES) ## open models of PyTorch, JAX, micrograd and ONNX (brings them into .venv/bridges)
	$(VENV)/bridges/bin/python -m pytest -n 0 -m bridges tests/app/bridges $(ARGS)

lint: $(DEV) ## check style and types, Python's and JavaScript's
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	@$(MAKE) -s --no-print-directory lint-js

lint-js: $(DEV) $(if $(JS),$(TSC)) ## check the types of JavaScript alone
ifneq ($(JS),)
	$(NODE) $(VENV)/node/node_modules/typescript/bin/tsc --noEmit --allowJs --checkJs --strict \
	    --target es2023 --lib es2023,dom,dom.iterable --module preserve $(JS)
endif

openapi: $(DEV) ## write options and mistakes into docs/openapi.yaml, from their tables
	$(BIN)/python -m tests.openapi

lecture: $(DEV) ## write docs/lecture.md, from the talk
	$(BIN)/python -m tests.lecture

bench: $(DEV) ## measure speed
	$(BIN)/python -m benchmarks $(ARGS)

load: $(DEV) ## measure how many can use a server of this machine at once
	$(BIN)/python -m benchmarks.load $(ARGS)

drills: $(DEV) ## kill workers, end the server, fill the disk while a class follows; count what it loses
	$(BIN)/python -m benchmarks.drills $(ARGS)

work: $(DEV) ## measure what requests within all limits cost (ARGS='--only softmax' for some)
	$(BIN)/python -m benchmarks.work $(ARGS)

look: $(DEV) ## take pictures of every page into look/
	@sh tests/browser/install_chromium.sh
	$(BIN)/python -m tests.look $(ARGS)

fuzz: $(DEV) ## try odd programs, links and requests at every door for an hour (ARGS='--seconds 60')
	$(BIN)/python -W ignore -m tests.fuzz --seconds 3600 $(ARGS)

views: $(DEV) ## open every lesson in every combination of view options once (about ten minutes)
	$(BIN)/python -W ignore -m tests.fuzz --views $(ARGS)

lock: $(LOCKING) ## write requirements.lock: every package of the server, its version and hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --no-emit-index-url --upgrade requirements.txt -o requirements.lock

sbom: $(LOCKING) ## write build/sbom.json: what the server is made of, as CycloneDX
	@mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
	    --output-reproducible --output-file build/sbom.json

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
$(shell test -x $(BIN)/python || rm -f $(VENV)/.ready-* $(VENV)/.typescript-* $(VENV)/.esbuild-* $(VENV)/.torch-*)

$(BIN)/python:
	@found=$$($(MAKE) -s --no-print-directory python) && \
	echo "Setting up $(VENV) with $$found (about a minute, the first time) ..." && \
	"$$found" -m venv --clear $(VENV)

# The locked versions by their hashes; where the lock has no file for this machine, what there is.
$(RUNTIME): requirements.txt requirements.lock $(BIN)/python
	@$(PIP) install --require-hashes -r requirements.lock || { \
	    echo "requirements.lock has nothing for this machine; taking requirements.txt"; \
	    $(PIP) install -r requirements.txt; }
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@$(PIP) install -r requirements-dev.txt
	@touch $@

$(LOCKING): $(DEV)
	@$(PIP) install 'uv>=0.13' 'cyclonedx-bom>=7.5'
	@touch $@

$(TORCH): $(DEV)
	@rm -f $(VENV)/.torch-*
	@$(PIP) install torch==$(PYTORCH)
	@touch $@

# An environment of its own: what a server runs in stays as it was. The stamp is of both.
$(BRIDGES): requirements.txt pyproject.toml $(BIN)/python
	@test -x $(VENV)/bridges/bin/python || $(BIN)/python -m venv $(VENV)/bridges
	@rm -f $(VENV)/bridges/.ready-*
	@$(VENV)/bridges/bin/python -m pip --disable-pip-version-check --quiet install -r requirements.txt \
	    'pytest>=9.2' 'pytest-xdist>=3.8' 'pytest-timeout>=2.4' 'hypothesis>=6.170' 'nbclient>=0.11' \
	    'ipykernel>=7.4' torch==$(PYTORCH) 'jax>=0.8' 'onnx>=1.19' 'micrograd>=0.1'
	@touch $@

$(TSC): $(DEV)
	@rm -f $(VENV)/.typescript-*
	@$(BIN)/npm install --prefix $(VENV)/node --no-save --no-audit --no-fund --ignore-scripts \
	    --loglevel=error typescript@$(TYPESCRIPT)
	@touch $@

$(BUNDLER):
	@rm -f $(VENV)/.esbuild-*
	@$(BIN)/npm install --prefix $(VENV)/bundler --no-save --no-audit --no-fund --ignore-scripts \
	    --fetch-retries=0 --fetch-timeout=20000 --loglevel=error esbuild@$(ESBUILD)
	@touch $@
