# Two commands are all that a newcomer needs: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PARLEY_HOME ?= data
export PARLEY_HOME
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run ui test lint bench drill setup clean

run: setup $(PARLEY_HOME)/prefect/prefect.db  ## the main job on the shipped sample newsroom
	@$(BIN)/parley ingest --sample $(if $(DAY),--day $(DAY))

ui: setup  ## the Prefect UI over the runs made so far
	@PREFECT_HOME=$(abspath $(PARLEY_HOME))/prefect PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1 $(BIN)/prefect server start

test: setup $(VENV)/.duckdb-clients
	@$(BIN)/pytest

drill: setup  ## the long forms of the tests that kill and starve
	@$(BIN)/pytest --drill -rP -k 'kill or drill or rough' tests/integration

bench: setup  ## every benchmark, each as a ratio to something measured in the same run
	@for bench in bench/*.py; do case $$bench in *scoring.py|*quality.py|*generated.py) continue;; esac; echo "== $$bench"; PYTHONPATH=. $(BIN)/python -m bench.$$(basename $$bench .py); done

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Parley needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	@echo "Setting up $(VENV): about a minute, once."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --constraint constraints.txt --editable '.[dev,dask,lake]'
	@touch $@

$(PARLEY_HOME)/prefect/prefect.db: | setup
	@mkdir -p $(@D)
	@PREFECT_HOME=$(abspath $(@D)) $(BIN)/prefect server database upgrade --yes >/dev/null

# The oldest and the newest DuckDB that may open what we publish, each apart from the one that we run on.
$(VENV)/.duckdb-clients: | setup
	@$(PIP) --no-deps --target $(VENV)/duckdb-1.2 'duckdb==1.2.*'
	@$(PIP) --no-deps --upgrade --target $(VENV)/duckdb-newest duckdb
	@touch $@

clean:
	@rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
