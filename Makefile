# The commands of this project, each one short line. `make help` lists them.
.PHONY: help run server walk test check bench soak pictures goldens translations pins wheels clean
BIN = .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
SETUP = @sh build/setup_environment.sh

help: ## list these commands
	@sed -n 's/^\([a-z]*\):[^#]*## /make \1\t/p' Makefile

run: ## start TruthTime from source (everything it needs is set up first)
	$(SETUP) run
	@$(BIN)/truthtime

server: ## start the backend from source, with a PostgreSQL of its own and an access token (docs/api.md)
	$(SETUP) test
	@$(BIN)/truthtime-server dev

test: check ## what check does, then every test; the core must be covered to the last branch
	@$(BIN)/python -m pytest -n auto --dist worksteal --cov=truthtime_core --cov-branch --cov-report=term-missing --cov-fail-under=100

check: ## lint, format, types (for Windows and macOS as well), import contracts, known holes in what is pinned
	$(SETUP) test
	@$(BIN)/python build/check_sources.py
	@$(BIN)/python build/audit_pins.py

bench: ## measure against the limits of this machine
	$(SETUP) test
	@$(BIN)/python -m tests.bench

soak: ## the long-running proofs
	$(SETUP) test
	@TRUTHTIME_SOAK=1 $(BIN)/python -m pytest -m soak

pictures: ## every window in every state, into build/work/pictures; TARGETS=FOLDER lays a design beside them
	$(SETUP) test
	@$(BIN)/python -m tests.ui.pictures $(TARGETS)

goldens: ## renew the golden pictures, after looking at what changed
	$(SETUP) test
	@$(BIN)/python -m tests.ui.goldens

walk: ## renew the answers in docs/api.md, before somebody looks at what changed
	$(SETUP) test
	@TRUTHTIME_RENEW_WALK=1 $(BIN)/python -m pytest -q tests/server/test_walk.py; git diff --stat docs/api.md

translations: ## bring the catalogues up to date with the program's words, and say what is not translated
	$(SETUP) test
	@$(BIN)/python build/renew_translations.py

pins: ## renew requirements/*.txt from pyproject.toml
	$(SETUP) run
	@$(BIN)/python build/renew_pins.py

wheels: ## prove with pip that every pin installs on Windows and macOS (downloads a gigabyte)
	$(SETUP) test
	@$(BIN)/python build/check_pins.py

clean: ## remove everything that can be made again
	@rm -rf .venv build/work resources/translations/*.qm .coverage .hypothesis .schemathesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
