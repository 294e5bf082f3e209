# make demo: the whole of it on the example vault. make test: everything that needs no root. See README.md.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PLUGINS := $(wildcard plugins/vaultsync-*)

.PHONY: demo test coverage test-clients nightly golden check bench bench-plot bursts soak docs clean

demo: $(VENV)/installed
	$(BIN)/vaultsync demo

test: $(VENV)/plugins
	$(BIN)/pytest -n auto

# How much of vaultsync the tests reach: all of the pure rooms, and nearly all of the rest. It takes twice as long.
coverage: $(VENV)/plugins
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto tests --ignore tests/testing
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/coverage report --fail-under=100 --include='*/vaultsync/model/*,*/vaultsync/notes/*,*/vaultsync/people/*,*/vaultsync/planning/*,*/vaultsync/calendar/*'

# Debian packages, node and servers on loopback: installs what it needs, and so wants root once.
test-clients: $(VENV)/clients
	VENV=$(VENV) bash tests/clients/setup.sh
	$(BIN)/pytest -m clients

nightly: $(VENV)/plugins
	$(BIN)/pytest -n auto --hypothesis-profile=nightly

# Writes the golden files anew; read what git says changed before you commit it.
golden: $(VENV)/test
	VAULTSYNC_GOLDEN=write $(BIN)/pytest tests/golden
	PATH="$$PWD/$(BIN):$$PATH" $(BIN)/python tests/docs/console.py

check: $(VENV)/check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sphinx-build -q -W --keep-going -n docs docs/_build/html

docs: $(VENV)/check
	$(BIN)/sphinx-build -W --keep-going -n docs docs/_build/html

# BENCH="--people 1000 --only agenda" makes it short.
bench: $(VENV)/bench
	$(BIN)/python benchmarks/bench.py --json build/bench.json $(BENCH)

# The figures and the picture of the documentation. SIZES="1000 2500" makes it short.
SIZES ?= 1000 2500 5000 10000 25000 50000
bench-plot: $(VENV)/bench
	$(BIN)/python benchmarks/bench.py --people $(SIZES) --json docs/explanation/costs.json
	$(BIN)/python benchmarks/plot.py

bursts: $(VENV)/bench
	$(BIN)/python benchmarks/bursts.py $(BURSTS)

soak: $(VENV)/bench
	$(BIN)/python benchmarks/soak.py $(SOAK)

FORCE:

clean:
	rm -rf $(VENV) build dist docs/_build .coverage* vaultsync-demo

$(BIN)/pip:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip

# The wheel is what is tested: a file that it forgets is missed here, not by a user.
$(VENV)/installed: $(BIN)/pip FORCE
	@if [ ! -e $@ ] || [ -n "$$(find src example_vault pyproject.toml README.md LICENSE -newer $@ -print -quit)" ]; then \
	  set -e; rm -rf build/wheel; \
	  $(BIN)/pip wheel --quiet --no-deps --wheel-dir build/wheel .; \
	  $(BIN)/pip install --quiet build/wheel/*.whl; \
	  $(BIN)/pip install --quiet --no-deps --force-reinstall build/wheel/*.whl; \
	  touch $@; \
	fi

$(VENV)/test: $(VENV)/installed pyproject.toml
	$(BIN)/pip install --quiet --group test
	touch $@

# The packages in plugins/, installed as their users install them, with what their tests need.
$(VENV)/plugins: $(VENV)/test FORCE
	@if [ ! -e $@ ] || [ -n "$$(find $(PLUGINS) $(VENV)/test -newer $@ -not -path '*/tests/*' -print -quit)" ]; then \
	  set -e; \
	  $(BIN)/pip install --quiet $(foreach plugin,$(PLUGINS),./$(plugin) --group $(plugin)/pyproject.toml:dev); \
	  $(BIN)/pip install --quiet --no-deps --force-reinstall $(PLUGINS:%=./%); \
	  touch $@; \
	fi

$(VENV)/bench: $(VENV)/installed pyproject.toml
	$(BIN)/pip install --quiet --group bench
	touch $@

$(VENV)/clients: $(VENV)/test pyproject.toml
	$(BIN)/pip install --quiet --group clients
	touch $@

$(VENV)/check: $(VENV)/plugins pyproject.toml
	$(BIN)/pip install --quiet --group check --group docs
	touch $@
