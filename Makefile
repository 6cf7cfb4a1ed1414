# Two commands: `make demo` and `make test`. Both set up all they need, below this folder.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
UV := .tools/bin/uv
BIN := .venv/bin
PACKAGES := contracts chassis commons services/directory services/events services/notify services/console cli lab
OURS := contracts chassis commons directory events notify console cli
COMPILE = $(UV) pip compile --quiet --python-version 3.11 --generate-hashes --no-header \
  --no-emit-index-url --no-emit-find-links $(OURS:%=--no-emit-package kith-%)
IMAGE := --python-platform linux --no-annotate --constraints requirements.lock
CODE := contracts chassis commons services cli lab tests bench docs/examples
# One process more than there are cores, four at most: tests on real servers wait for a third of their time, and a machine
# that is slow fails them with more. tests/conftest.py says what stays together.
PROCESSES := $(shell $(PYTHON) -c 'import os; print(min(4, 1 + (os.cpu_count() or 1)))')
TOGETHER := -n $(PROCESSES)
# Compiled modules are kept, whatever the shell says: without them each process takes three times as long to start.
export PYTHONDONTWRITEBYTECODE :=

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

setup: .venv/.ready ## Python environment with pinned, hashed packages; the tool is then .venv/bin/kith

$(UV): requirements-bootstrap.lock
	@echo "setup: uv, from PyPI into .tools"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Kith needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv .tools
	@.tools/bin/pip install --quiet --require-hashes -r requirements-bootstrap.lock
	@touch $@

.venv/.ready: $(UV) requirements.lock $(PACKAGES:%=%/pyproject.toml)
	@echo "setup: Python packages, pinned in requirements.lock, into .venv"
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(PACKAGES:%=-e ./%)
	@$(BIN)/python -m compileall -q $(PACKAGES:%=%/src) # what is compiled starts in half the time
	@touch $@

lock: $(UV) ## pin every package anew, with hashes: for work here, and for the images
	$(COMPILE) --universal --group test --group check pyproject.toml $(PACKAGES:%=%/pyproject.toml) -o requirements.lock
	$(COMPILE) $(IMAGE) $(patsubst %,%/pyproject.toml,$(filter-out cli lab,$(PACKAGES))) -o deploy/requirements-services.lock
	$(COMPILE) $(IMAGE) $(patsubst %,%/pyproject.toml,$(filter-out lab,$(PACKAGES))) -o deploy/requirements-node.lock
	$(COMPILE) --universal --no-annotate tests/clients/python/requirements.in -o tests/clients/python/requirements.lock

demo: setup ## run a federation of seven bodies and play the main story
	@$(BIN)/kith demo $(ARGS)

picture: setup ## draw docs/demo.svg, the picture in README.md, from a new run of the demo
	@mkdir -p reports
	@COLUMNS=104 $(BIN)/kith demo --once | tee reports/demo.txt
	@$(BIN)/python -m kith_lab.demo.picture < reports/demo.txt > docs/demo.svg

check: setup ## lint, types, import rules, unused dependencies, known vulnerabilities
	@$(MAKE) --no-print-directory --jobs=2 --output-sync types lint imports audit $(PACKAGES:%=unused/%)

types:
	@$(BIN)/mypy $(PACKAGES:%=%/src) tests docs/examples

lint:
	@$(BIN)/ruff check --quiet $(CODE)
	@$(BIN)/ruff format --quiet --check $(CODE)

imports:
	@$(BIN)/lint-imports

audit:
	@$(BIN)/python tests/supply/audit.py requirements.lock reports/audit.json

unused/%:
	@cd $* && $(CURDIR)/$(BIN)/deptry src

unit: setup ## the tests that need no server
	@$(BIN)/pytest -q -n auto --maxprocesses 4 tests/unit tests/contracts tests/architecture

test: check browser ## everything: checks, a browser, then all tests on real servers
	@rm -rf reports/trust reports/trust.json reports/browser reports/browser.json
	@$(BIN)/pytest $(TOGETHER) $(ARGS)

browser: setup ## find a Chromium for the tests of pages, or fetch one
	@PYTHONPATH=tests $(BIN)/python tests/supply/browser.py

trust: setup ## lies, leaks and break-ins, tried on real servers; writes reports/trust.json
	@rm -rf reports/trust reports/trust.json
	@$(BIN)/pytest $(TOGETHER) tests/trust $(ARGS)
	@cat reports/trust.json

figures: setup ## attacks on published counts of people; writes reports/suppression.json
	@PYTHONPATH=tests $(BIN)/python -m suppression.run $(ARGS)

seeded: setup ## small bugs, one at a time in a copy of the code: which test finds each; writes reports/seeded.json
	@$(BIN)/python tests/seeded/run.py $(ARGS)

sbom: setup ## what is in the image of a node, as CycloneDX; writes reports/sbom.json
	@rm -rf reports/image && mkdir -p reports/image
	@$(UV) build --quiet --all-packages --wheel --python $(BIN)/python --no-build-isolation --out-dir reports/image/wheels
	@$(UV) venv --quiet --python $(BIN)/python reports/image/venv
	@$(UV) pip install --quiet --python reports/image/venv --require-hashes -r deploy/requirements-node.lock
	@$(UV) pip install --quiet --python reports/image/venv --offline --no-deps --no-index \
	  --find-links reports/image/wheels $(OURS:%=kith-%)
	@$(BIN)/cyclonedx-py environment --pyproject cli/pyproject.toml --output-reproducible --no-validate \
	  --output-file reports/sbom.json reports/image/venv
	@rm -rf reports/image
	@$(BIN)/pytest -q -n 0 tests/supply/check_sbom.py

reference: setup ## pages of all messages, HTTP paths and refusals, to read offline: reports/reference
	@$(BIN)/kith contracts reference --to reports/reference

clients: setup ## clients in three languages, made and called; linters of the documents; needs npm and Go
	@$(BIN)/pytest -n 0 tests/clients/check_clients.py tests/clients/check_documents.py $(ARGS)

bench: setup ## what is fast, as ratios; writes bench/results
	@PYTHONPATH=tests $(BIN)/python -m bench.run $(ARGS)

clean: ## remove what set-up made (.venv, .tools); data stays in .kith
	rm -rf .venv .tools

.PHONY: help setup lock demo check types lint imports unit test browser audit sbom trust figures seeded reference clients bench clean
