# carereach: `make` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
CARGO ?= cargo
NPM ?= npm
BIN := target/debug/carereach
# The binary as the process tests have it: built with the features of the tests' own libraries, so that a run of all tests compiles once.
BUILD_TESTED := $(CARGO) test --locked --no-run --test process
PAGE_SOURCES := $(shell find web/src web/public web/index.html -type f 2>/dev/null) web/vite.config.ts web/tsconfig.json

.PHONY: help setup run dev demo test test-rust test-postgres test-schema test-page test-browser lint fmt bless bench web release ci clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

demo: web ## build everything and open a sample city on http://127.0.0.1:8080
	@echo "== building the binary (the first time takes minutes: the libraries are compiled once)"
	$(CARGO) build --locked
	@echo "== starting the sample city"
	$(BIN) demo $(DEMO)

run: web ## build everything and serve the registry carereach.db
	$(CARGO) build --locked
	$(BIN) serve

dev: ## serve the page from its sources with hot reload; run `make run` beside it
	cd web && $(NPM) run dev

setup: ## install what the tests need: chromium, a Chinese font, GDAL's tools, PostgreSQL, nginx (Debian), schemathesis (PyPI)
	@./.ci/setup

test: setup test-rust test-postgres test-schema test-page test-browser ## everything: Rust on both databases, the API's document, the page in real Chromium
	@echo "== all tests passed"

test-rust: web ## Rust: unit, property, API, process and house tests
	@echo "== Rust tests"
	$(CARGO) fmt --check
	$(CARGO) test --locked
	@echo "== signing in by OpenID Connect"
	$(CARGO) test --locked --features oidc --test oidc

test-postgres: web ## the tests of storage and API again, on PostgreSQL
	@echo "== storage and API tests on PostgreSQL"
	CAREREACH_TEST_DATABASE=postgres $(CARGO) test --locked --test storage --test api --test backup --test imports

test-schema: web ## schemathesis over the OpenAPI document, on the built binary
	@echo "== schemathesis"
	$(BUILD_TESTED)
	CAREREACH_BIN=$(BIN) ./.ci/schema

test-page: web/node_modules/.ready ## unit tests of the page
	@echo "== page unit tests"
	cd web && $(NPM) run test:unit

test-browser: web ## the page in real Chromium, on the built binary
	@echo "== page tests in Chromium"
	$(BUILD_TESTED)
	cd web && CAREREACH_BIN=../$(BIN) $(NPM) run test:browser

lint: web ## clippy and the page's type check
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) clippy --locked --all-targets --features oidc -- -D warnings
	cd web && $(NPM) run check

fmt: ## format the Rust code
	$(CARGO) fmt

bless: web ## make the picture in the README again
	$(CARGO) build --locked
	cd web && BLESS=1 CAREREACH_BIN=../$(BIN) $(NPM) run test:browser

bench: web ## measure: ratios within one run, see docs/performance.md; MAP=FILE.osm for the questions on foot
	$(CARGO) bench --locked
	CARGO=$(CARGO) MAP=$(MAP) ./benches/peers

web: web/dist/index.html ## build the page

web/node_modules/.ready: web/package-lock.json
	@echo "== fetching the page's packages"
	cd web && $(NPM) ci --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.ready $(PAGE_SOURCES)
	@echo "== building the page"
	cd web && $(NPM) run build
	@touch $@

release: web ## the optimised binary, target/release/carereach
	$(CARGO) build --release --locked

ci: test ## what CI runs

clean: ## remove what was built
	$(CARGO) clean
	rm -rf web/dist web/node_modules
