# A thin alias for the daily commands; `python3 app.py` and `python3 app.py test` need no make.

BIN = .venv/bin
COMPILE = uv pip compile --universal --generate-hashes --no-annotate --no-header --no-emit-index-url pyproject.toml

.PHONY: run test check lint types texts laws bench screenshots lock vendor

run:
	python3 app.py

test:
	python3 app.py test

check: lint types texts laws

lint: $(BIN)/ruff
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint templates --lint

types: $(BIN)/ruff
	$(BIN)/mypy
	$(BIN)/mypy app.py static/vendor/fetch.py

texts: $(BIN)/ruff
	$(BIN)/flask --app app texts

laws: $(BIN)/ruff
	$(BIN)/pytest tests/house

bench: $(BIN)/ruff
	$(BIN)/python benchmarks/run.py

screenshots: $(BIN)/ruff
	$(BIN)/python -m tests.screenshots

# Needs uv. Development is locked on the very versions of production.
lock:
	$(COMPILE) --extra postgres --extra server -o requirements.lock
	$(COMPILE) --all-extras --constraint requirements.lock -o requirements-dev.lock

# Needs npm.
vendor:
	python3 static/vendor/fetch.py

# The development tools are installed by the first test run.
$(BIN)/ruff: requirements-dev.lock
	python3 app.py test --version
	touch $@
