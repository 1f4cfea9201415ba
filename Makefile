# The two commands of the README, and a few for who develops here. What they do: docs/development.md.
#
# The programs in .venv are called as modules: the scripts beside them name their interpreter in the first line, which
# fails in a folder with a space in its name. For the same reason no path is absolute.

PYTHON ?= python3
PIN = uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --python-version 3.11 \
	--custom-compile-command "make requirements"

.PHONY: help run test bench db-shell requirements local-packages test-packages chromium

help:
	@echo 'make run           the portal on http://localhost:8000/; PORT= and DATABASE_URL= choose others'
	@echo 'make test          every check: format, lint, types, templates, migrations, deployment, tests'
	@echo 'make bench         requests per second and memory'
	@echo 'make db-shell      psql in the database of make run'
	@echo 'make requirements  choose and pin the newest packages that requirements/*.in allow'

run: local-packages
	@exec .venv/bin/python -m linkportal.local.run

# `check --deploy` reads the settings as production has them.
test: chromium test-packages
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m ruff check .
	.venv/bin/python -m mypy
	.venv/bin/python -m djlint --lint --quiet templates
	VAR_DIR=var/test .venv/bin/python manage.py makemigrations --check --dry-run
	VAR_DIR=var/test HTTPS=true SITE_URL=https://linkportal.example.no \
		.venv/bin/python manage.py check --deploy --fail-level WARNING
	.venv/bin/python -m pytest -n auto

bench: test-packages
	@.venv/bin/python -m tests.bench

db-shell: local-packages
	@.venv/bin/python manage.py dbshell

requirements:
	@command -v uv >/dev/null || { echo 'The packages are pinned with uv, which is not installed.' >&2; exit 1; }
	cd requirements && $(PIN) base.in -o base.txt && $(PIN) local.in -o local.txt && $(PIN) test.in -o test.txt

local-packages test-packages: %-packages:
	@command -v '$(PYTHON)' >/dev/null || { echo 'Python 3.11 or newer is needed, and there is no $(PYTHON).' >&2; exit 1; }
	@'$(PYTHON)' linkportal/local/install.py $*

chromium:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && apt-get update -q && \
		apt-get install -q -y --no-install-recommends chromium; } || \
		{ echo 'The browser tests need Chromium (on Debian, as root: apt-get install chromium).' >&2; exit 1; }
