# Each target sets up what it needs: python3 (3.11+, with venv), make and git suffice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
AUDIT := .venv-audit

.PHONY: run test check bare audit docs bench lock clean

## run: generate, check and deploy every system, dev and prod, each on the emulator
run: $(READY)
	$(BIN)/cfngen generate
	$(BIN)/cfngen check
	@rm -rf build/run && mkdir -p build/run
	@for file in params/*/*.json; do \
		system=$$(basename $$(dirname $$file)); env=$$(basename $$file .json); \
		told=build/run/$$system-$$env; \
		echo "$(BIN)/cfngen deploy $$system $$env --local"; \
		$(BIN)/cfngen deploy $$system $$env --local >$$told.txt 2>$$told.log \
			|| { code=$$?; cat $$told.log; exit $$code; }; \
		sed 's/^/  /' $$told.txt; \
	done
	@echo "The events of each are in build/run."

## test: run the test suite
test: $(READY)
	$(BIN)/pytest -q -n auto --dist loadfile

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
	$(VENV)-bare/bin/cfngen check nextjs

## audit: read every system with checkov, as dev and as prod make it
audit: $(READY) $(AUDIT)/.ready
	$(BIN)/python audit/audit.py $(AUDIT)/bin/checkov

## docs: regenerate the reference pages and the JSON Schema
docs: $(READY)
	$(BIN)/python docs/reference.py

## bench: time and memory of the commands, beside what they are measured against
bench: $(READY)
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/gate.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/prove.py

## lock: write down the versions that this environment has
lock: $(READY)
	$(BIN)/pip freeze --exclude-editable > constraints.txt

clean:
	rm -rf $(VENV) $(VENV)-bare $(AUDIT) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): setup.cfg pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"cfngen needs Python 3.11 or newer; say PYTHON=python3.12, for instance")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --editable '.[dev]'
	@touch $(READY)

$(AUDIT)/.ready: audit/requirements.txt
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check \
		--requirement audit/requirements.txt
	@touch $@
