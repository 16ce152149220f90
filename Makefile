# `make run` decides the main notebook, `make test` runs every test: each does all that a fresh Debian 12
# machine with Swift 6 needs.

SPINE := notebooks/multi-species-landau/spherical-calculus.lnb
NOTEBOOK := .build/release/notebook

.PHONY: run test setup build benchmark clean

run: build
	$(NOTEBOOK) run $(SPINE)

test: build
	swift test
	$(NOTEBOOK) fmt --check notebooks
	$(NOTEBOOK) run --no-cache --check notebooks

setup:
	.ci/packages

build: setup
	swift build -c release --static-swift-stdlib

benchmark: build
	Benchmarks/run.sh

clean:
	swift package clean
