# standpunkt. `make` or `make help` lists what there is to do.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup report test lint repro bench bench-shipped line-model corpus readme walkthrough sweep accessibility screenshot search lock \
  clean

# The interpreter for the virtual environment: PYTHON=…, or the first of these that is there.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
SITE = $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

setup: $(READY) ## make .venv from requirements.lock (again when the lock changed)

# environment.pth lets an un-activated .venv/bin/dvc find its own `python`, and pins threads and processor features, which
# change the last bits of sums.
$(READY): requirements.lock pyproject.toml environment.pth
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "error: $(PYTHON) is not Python 3.11 to 3.13; call make PYTHON=/path/to/python3.11"; exit 1; }
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@echo "installing the locked dependencies …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@cp environment.pth "$(SITE)/standpunkt_environment.pth"
	@touch $@

report: repro ## run the pipeline on the embedded corpus and say where the report is
	@$(BIN)/standpunkt summary

repro: $(READY) ## run what has changed (dvc repro)
	@$(BIN)/dvc repro

# A file of tests stays with one process: modules share what they have set up.
test: lint ## lint, type-check and run the tests
	@$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: $(READY) ## ruff and mypy
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy

search: $(READY) ## try parameters on validation rows (TASK=stance TRIALS=30), write the best to params.yaml
	@$(BIN)/standpunkt search $(or $(TASK),$(error which task? make search TASK=stance)) --trials $(or $(TRIALS),30)

bench: $(READY) ## compare with peers on real corpora (STANDPUNKT_CORPORA=folder)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes \
	  --requirement benchmarks/requirements.lock || echo "some peers could not be installed; their rows say so"
	@$(BIN)/python benchmarks/classification.py
	@$(BIN)/python benchmarks/quotes.py
	@$(BIN)/python benchmarks/cleaning/benchmark.py --outlets

bench-shipped: $(READY) ## a quick look at the shipped line models, on pages they were fitted to; writes no file
	@$(BIN)/python benchmarks/cleaning/benchmark.py --shipped

line-model: $(READY) ## fit the line models that come with the package (STANDPUNKT_CORPORA=folder)
	@$(BIN)/python benchmarks/cleaning/fit.py

corpus: $(READY) ## render the embedded corpus from its sources
	@$(BIN)/python data/corpora/embedded/render.py

readme: $(READY) ## write the scores and the graph of stages into README.md
	@$(BIN)/python docs/readme.py

walkthrough: $(READY) ## run the experiment of docs/experiments.md in a clone and write its output into the page
	@$(BIN)/python docs/experiment.py

sweep: $(READY) ## try a grid, one experiment a combination (GRID="topic.C=0.2,0.5 topic.balanced=true,false")
	@$(BIN)/dvc exp run --queue $(foreach one,$(or $(GRID),$(error which grid? make sweep GRID="topic.C=0.2,0.5")),-S '$(one)')
	@$(BIN)/dvc exp run --run-all --jobs 1
	@echo "the experiments: $(BIN)/dvc exp show; one beside what is committed: $(BIN)/standpunkt compare HEAD NAME"

accessibility: $(READY) ## check the pages with axe-core (from npm, the only target that needs it)
	@npm install --prefix .venv/axe --no-save --silent --no-audit --no-fund axe-core@4.14.1
	@AXE_CORE=.venv/axe/node_modules/axe-core/axe.min.js $(BIN)/pytest tests/reporting/test_accessibility.py

screenshot: $(READY) ## the picture in README, made by headless Chromium
	@$(BIN)/python docs/screenshot.py

lock: ## resolve both requirements.lock anew (needs uv)
	@uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet --output-file requirements.lock
	@uv pip compile benchmarks/requirements.in --no-deps --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet --output-file benchmarks/requirements.lock

clean: ## remove what was built: environment, stage outputs, DVC's cache; reports stay
	@rm -rf .venv .dvc/cache .dvc/tmp data/cache data/ingested data/clean data/features data/split \
	  models .mypy_cache .ruff_cache .pytest_cache
