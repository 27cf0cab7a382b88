# What developers run; `.ci/run` runs `make check` and the README's test command on a clean checkout.
GO ?= go
TOOL := $(GO) tool -modfile=tools/go.mod
LINT := bin/golangci-lint
LINT_VERSION := v2.15.0
FUZZ_TIME ?= 10s

.PHONY: help
help: ## list what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

.PHONY: test
test: ## the tests, as the README runs them
	$(GO) test ./... && $(GO) -C e2e test ./...

.PHONY: bench
bench: ## serin beside others, and its own benchmarks; read the ratios of one run
	$(GO) -C bench test -run '^$$' -bench .
	$(GO) test -run '^$$' -bench . ./stats ./judge ./internal/server

.PHONY: race
race: ## the tests under the race detector
	$(GO) test -race ./...

.PHONY: check
check: format vet lint proto-check generated ## everything that is checked besides the tests

.PHONY: format
format: ## fail on files that gofmt would change
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -d $$(git ls-files '*.go'); exit 1; }

.PHONY: vet
vet: ## go vet
	$(GO) vet ./...
	$(GO) -C e2e vet ./...
	$(GO) -C bench vet ./...

.PHONY: lint
lint: $(LINT) ## golangci-lint
	$(LINT) run ./...
	cd e2e && ../$(LINT) run -c ../.golangci.yml ./...
	cd bench && ../$(LINT) run -c ../.golangci.yml ./...

# Its dependencies are its own: as a tool of tools/go.mod it would share versions with buf.
$(LINT):
	GOBIN=$(CURDIR)/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

.PHONY: proto-check
proto-check: ## lint and format of the protos, and no breaking change since the last release
	$(TOOL) buf lint
	$(TOOL) buf format -d --exit-code
	$(TOOL) buf breaking proto --against proto/released.binpb

.PHONY: generate
generate: ## generate code from the protos, and the fixtures' data
	$(TOOL) buf generate
	$(GO) run ./fixtures/make

.PHONY: generated
generated: generate ## fail if generated files are not up to date
	git diff --exit-code -- proto fixtures

.PHONY: golden
golden: ## rewrite the expected outputs of the tests; read the difference like code
	$(GO) test ./stats ./internal/spec ./cmd/serin -update

.PHONY: decision-quality
decision-quality: ## measure the decision rule again, and write docs/decision-quality.md; some minutes
	$(GO) run ./internal/quality/report -write docs/decision-quality.md

.PHONY: release-proto
release-proto: ## remember the API as released, for the breaking check
	$(TOOL) buf build proto -o proto/released.binpb --exclude-source-info

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZ_TIME
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZ_TIME) $$package || exit 1; \
		done; \
	done
