# Everything a person or a machine does with this project. `make help` lists it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?= demo
SEED ?= 20250401
# Some images forbid Python to keep what it compiled: each process would compile everything again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help install demo serve test test-all coverage check format lock mutants bench docs auditor clean

help: ## List the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Made once: another Python laid over an environment would leave it with half of each.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(BIN)/daicho: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(BIN)/daicho requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

install: $(BIN)/daicho ## Create the environment and install the locked dependencies

demo: install ## Build a sample register afresh, pay a year, verify it, say what to read next; SERVE=1 serves its pages (PORT=8000)
	$(BIN)/daicho demo --dir $(DEMO) --fresh --seed $(SEED) $(if $(SERVE),--serve) $(if $(PORT),--port $(PORT))

serve: install ## Serve the sample register on http://127.0.0.1:8000 (PORT=8000)
	DAICHO_HOME=$(DEMO) $(BIN)/daicho serve $(if $(PORT),--port $(PORT))

test: $(VENV)/.dev ## Run the tests, with a real PostgreSQL that pip installs
	$(BIN)/python -m pytest -n 2 -m "not slow and not browser"

test-all: $(VENV)/.dev ## Everything of `make test`, the crash loops, and the pages in a browser (Chromium)
	$(BIN)/python -m pytest -n 2

coverage: $(VENV)/.dev ## Everything of `make test-all`, counting the lines and branches that ran
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

check: $(VENV)/.dev ## Lint, format, types, arrows, locks and generated documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m docs.generate --check

format: $(VENV)/.dev ## Format and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.dev ## Write the generated documents again
	$(BIN)/python -m docs.generate

mutants: $(VENV)/.dev ## Spoil the money core line by line in a copy (hours); says which mutants no test noticed
	rm -rf build/mutants && mkdir -p build/mutants
	cp -R contracts ledger api seeds tests docs pyproject.toml README.md build/mutants/
	cd build/mutants && nice $(abspath $(BIN))/mutmut run
	cd build/mutants && $(abspath $(BIN))/mutmut results

bench: $(VENV)/.dev ## Run every benchmark; each prints ratios measured in the same run
	@for file in benchmarks/bench_*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

auditor: install ## Build what auditors take along: build/daicho-audit.pyz and build/daicho-verifier.html
	$(BIN)/python -m ledger.jobs.auditor_file build/daicho-audit.pyz
	$(BIN)/python -m api.verifier.build build/daicho-verifier.html

lock: $(VENV)/.dev ## Resolve the dependencies again into the lock files
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q --group dev pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment, the sample and caches
	rm -rf $(VENV) $(DEMO) build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
