# `make` alone prints this file's targets.
PYTHON ?= $(shell command -v python3 || command -v python)
PY := .venv/bin/python
PORT ?= 8080
INBOX_PORT ?= 8025
MINUTES ?=
export PORT INBOX_PORT
.DEFAULT_GOAL := help
.PHONY: slow-phone questionnaire-bench xss every-kind imports flood oracle help install run up down status code demo test lint bench import-bench contracts faults needle panel-bench rehearsal replay restore-drill clean

help: ## this list
	@printf 'Samråd, an open citizen panel for municipalities\n'
	@awk 'BEGIN {FS = ":.*?## "} /^#@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 4)} /^[a-z-]+:.*?## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

#@ Run it
install: ## install everything into this folder (the others do it by themselves)
	@test -n "$(PYTHON)" || { echo "samrad: Python 3.11 or newer is needed, and no python3 was found" >&2; exit 1; }
	@$(PYTHON) deploy/local/bootstrap.py $(EXTRA)

run: install ## start it all and stay in front; Ctrl-C stops it (PORT=8080 INBOX_PORT=8025)
	@exec $(PY) -m local run

up: install ## the same in the background; returns when everything is ready
	@$(PY) -m local up

down: ## stop what `make up` started
	@test -x $(PY) && $(PY) -m local down || { test ! -x $(PY) && echo "Nothing was running."; }

status: ## addresses, account and processes of what is running
	@$(PY) -m local status

code: ## a sign-in code for the staff account, for those without an authenticator app
	@$(PY) -m local code

demo: install ## fill a running system with a year in a panel's life
	@$(PY) -m local.demo

#@ Check it
test: EXTRA = --group deploy-check
test: install ## every test, on real servers of its own; browser journeys included
	@export PYTHONHASHSEED=$$($(PY) -c "print(hash('samrad') % 2**32)"); \
		exec $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)  # one seed: both workers must list the same tests

lint: EXTRA = --group deploy-check
lint: install ## style, format, types, and the deployment files
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy conftest.py shared services deploy/local tests
	@$(PY) -m pytest -q tests/guards/test_deploy.py

every-kind: install ## every kind of question with every mistake, in three languages: axe, keyboard, without scripts
	@EVERY=1 $(PY) -m pytest -s -p no:xdist tests/journeys/test_every_kind.py

needle: install ## search every byte at rest for planted names and addresses
	@$(PY) -m pytest -s tests/privacy/test_haystack.py tests/privacy/test_needle.py

restore-drill: install ## put backups back that are older than an erasure, and look whether anything can be read
	@$(PY) -m tests.privacy.restore

xss: install ## 500 hostile texts in every text of a survey, its answers and its files: nothing runs on any page
	@EVERYWHERE=1 $(PY) -m pytest -s tests/xss

#@ Measure it
bench: install ## completed answers per second beside two bare limits of the same run
	@$(PY) -m tests.load.bench

import-bench: install ## bring in a panel of 10,000, twice
	@$(PY) -m tests.load.import_bench

faults: install ## kill anything at any time and count every answer (MINUTES=60 for the long run)
	@$(PY) -m tests.faults.run $(if $(MINUTES),--minutes $(MINUTES))

panel-bench: install ## the directory of 100,000 members, and a new year for all of them
	@$(PY) -m tests.load.panel_bench

rehearsal: install ## 10,000 simulated people walk through 300 questions and through the demo surveys
	@$(PY) -m tests.load.rehearsal_bench

questionnaire-bench: install ## a survey of 300 questions in three languages: answered, written, taken in from four kinds of files
	@$(PY) -m pytest -s -p no:xdist tests/load/questionnaire_bench.py

editor-bench: install ## every edit of a survey of 300 questions in three languages, after 2,000 others
	@$(PY) -m pytest -s -p no:xdist tests/load/editor_bench.py

slow-phone: install ## pages of answering on a slow phone: when the largest thing is painted, and how many bytes came
	@$(PY) -m pytest -s -p no:xdist tests/load/slow_phone.py

replay: install ## drop every read model of membership and fill it anew from a whole life of facts
	@$(PY) -m tests.load.replay

flood: install ## 50,000 sign-ups from one network and from 500: mails, and what is left after 48 hours
	@SIGN_UPS=50000 $(PY) -m pytest -s tests/load/test_flood.py

oracle: install ## known and unknown addresses, a thousand of each: the same answer, in the same time
	@TRIES=1000 $(PY) -m pytest -s tests/privacy/test_oracle.py

imports: install ## every real definition of other tools: imported or refused, and what it lost
	@$(PY) -m tests.imports

engines: install ## rules on the server and in a browser, on 10,000 generated surveys with answers: the same
	@CASES=10000 $(PY) -m pytest -s services/surveys/tests/logic/test_engines.py

#@ Change it
contracts: install ## write shared/contracts anew from what the services announce
	@$(PY) -m runtime.contracts shared/contracts

clean: down ## delete all local state, and so every answer in it
	rm -rf .run
