# Everything that is done to this project. `make` alone prints the list; the scripts are in .ci.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help setup serve dev release check test domain-test part e2e speed pictures usability manual demo-reset timings fuzz simulate bench

TARGET := $(or $(CARGO_TARGET_DIR),target)
ENV := set -euo pipefail; . target/env.sh;
# `web` is compiled for the browser only: with it, `app` would be built with both halves' features at once. What `domain-bench` needs
# would change features of crates that everything is built on.
HOST := --locked --workspace --exclude web --exclude domain-bench
DEMO ?= small
# The demo of a day is kept there, beside what the tests keep.
KEPT := $(TARGET)/tmp
SERVE := serve --data data --site target/site --second-factor when-enrolled --demo-if-empty --demo-size $(DEMO) --demo-kept $(KEPT)

help: ## prints this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## installs what building needs and is not there yet, and says why
	@.ci/setup build

serve: ## builds both halves and serves them with the demo, set-up included (DEMO=county: a county of 2,500 children beside it, DEMO=full: 6,000)
	@.ci/setup build
	@.ci/web dev
	@exec $(TARGET)/debug/server $(SERVE)

dev: ## the same, rebuilt and restarted on every change
	@.ci/setup build
	@.ci/watch

release: ## builds the optimised server and module, the module in pieces that are fetched when a page needs them (docs/adr/0040), packed
	@.ci/setup release
	@.ci/web release
	@ls -l target/site/pkg $(TARGET)/release/server

check: ## format, lints for both halves, licences and sources of dependencies, scripts
	@.ci/setup check
	@.ci/check

test: ## every test: unit, property, service, HTTP, documentation, end-to-end in Chromium
	@.ci/setup test
	@.ci/web dev
	@$(ENV) if cargo nextest --version >/dev/null 2>&1; then cargo nextest run $(HOST); else cargo test $(HOST) --tests -q; fi
	@$(ENV) cargo test $(HOST) --doc -q
	@$(MAKE) --no-print-directory e2e-only

SECONDS ?= 60
fuzz: ## damages what comes in from outside (numbers, workbooks, packages, uploads) for SECONDS=60 each, all at once
	@.ci/setup build
	@$(ENV) XUEJI_FUZZ_SECONDS=$(SECONDS) cargo test --locked -p registry --test service fuzz_ -- --nocapture

STEPS ?= 400
simulate: ## a random society against the real register; SEED=… STEPS=… shows one run again, SECONDS=1800 goes on that long
	@.ci/setup build
	@$(ENV) export XUEJI_SIMULATE_SEED=$(or $(SEED),$$RANDOM$$RANDOM); $(if $(SEED),,export XUEJI_SIMULATE_SECONDS=120;) \
	  $(if $(filter command%,$(origin SECONDS)),XUEJI_SIMULATE_SECONDS=$(SECONDS)) \
	  XUEJI_SIMULATE_STEPS=$(STEPS) cargo test $(HOST) --test simulate the_register -- --nocapture

domain-test: ## the rules of the regulation alone: seconds
	@$(MAKE) --no-print-directory part PART=domain

PART ?= store
part: ## the tests of one crate alone: PART=domain, store or blob
	@.ci/setup build
	@$(ENV) cargo test --locked -p $(PART) -q

e2e: ## the end-to-end tests alone, in Chromium
	@.ci/setup test
	@.ci/web dev
	@$(MAKE) --no-print-directory e2e-only

.PHONY: e2e-only
e2e-only:
	@$(ENV) cd end2end && npm test --silent

speed: release ## how soon a page is there at 1.6 Mbit/s and 150 ms with a quarter of the processor
	@.ci/setup test
	@$(ENV) cd end2end && XUEJI_PROFILE=release node run.js speed

pictures: ## takes the pictures anew that the pages are compared with, in end2end/pictures: look at them before they are committed
	@.ci/setup test
	@.ci/web dev
	@$(ENV) cd end2end && XUEJI_PICTURES=keep node run.js pictures

usability: ## walks the main tasks, counts what they cost and writes docs/usability.md
	@.ci/setup test
	@.ci/web dev
	@$(ENV) cd end2end && XUEJI_COUNTS=new node run.js tasks && node support/usability.js

manual: ## walks the manuals and takes their pictures anew into docs/manual/images
	@.ci/setup test
	@.ci/web dev
	@$(ENV) cd end2end && XUEJI_MANUAL=1 node run.js manual

demo-reset: ## throws data/ and every kept demo away and builds the demo again
	@.ci/setup build
	@.ci/web dev
	@echo "removing data/ with everything in it"
	@rm -rf data $(KEPT)/kept-*
	@$(TARGET)/debug/server demo --data data --demo-size $(DEMO)

PUPILS ?= 10000
bench: ## measures the release under load, each figure beside its floor: PUPILS=10000, PART=domain, bulk, take-over, promotion, pages, search, live or mixed
	@.ci/bench "$(if $(filter command%,$(origin PART)),$(PART),all)" "$(PUPILS)"

timings: ## measures rebuilds on this machine; `make timings FROM=nothing` the first build too
	@.ci/setup test
	@.ci/timings $(FROM)
