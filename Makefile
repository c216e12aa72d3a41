# Each target sets up what it needs: python3 (3.11+, with venv), make and git suffice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check bare docs bench lock clean

## run: describe, generate, check and deploy every system, dev and prod, on the emulator
run: $(READY)
	$(BIN)/cfngen generate
	$(BIN)/cfngen lint
	@mkdir -p build/outputs
	@for file in params/*/*.json; do \
		system=$$(basename $$(dirname $$file)); env=$$(basename $$file .json); \
		echo "$(BIN)/cfngen deploy $$system $$env --local"; \
		$(BIN)/cfngen deploy $$system $$env --local \
			> build/outputs/$$system-$$env.txt || exit $$?; \
	done
	@for file in params/*/*.json; do \
		name=$$(basename $$(dirname $$file))-$$(basename $$file .json); \
		echo; echo "Outputs of $$name:"; cat build/outputs/$$name.txt; \
	done

## test: run the test suite
test: $(READY)
	$(BIN)/pytest -q -n auto

## check: format, lint, types, generated files and templates, as CI gates on them
check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/cfngen generate --check
	$(BIN)/python docs/reference.py --check
	$(BIN)/cfngen params check
	$(BIN)/cfn-lint
	@for file in params/*/*.json; do \
		root=templates/$$(basename $$(dirname $$file))/root.json; \
		echo "$(BIN)/cfn-lint $$root --parameter-files $$file"; \
		$(BIN)/cfn-lint $$root --parameter-files $$file || exit $$?; \
	done

## bare: install as a user does, without what only developers need, and use it
bare:
	rm -rf $(VENV)-bare
	$(PYTHON) -m venv $(VENV)-bare
	$(VENV)-bare/bin/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt .
	$(VENV)-bare/bin/cfngen --help
	$(VENV)-bare/bin/cfngen generate --check
	$(VENV)-bare/bin/cfngen lint

## docs: regenerate the reference pages and the JSON Schema
docs: $(READY)
	$(BIN)/python docs/reference.py

## bench: time and memory of the commands, beside what they are measured against
bench: $(READY)
	$(BIN)/python benchmarks/speed.py

## lock: write down the versions that this environment has
lock: $(READY)
	$(BIN)/pip freeze --exclude-editable > constraints.txt

clean:
	rm -rf $(VENV) $(VENV)-bare build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): setup.cfg pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"cfngen needs Python 3.11 or newer; say PYTHON=python3.12, for instance")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --editable '.[dev]'
	@touch $(READY)
