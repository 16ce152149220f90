# `make run` decides the main notebook, `make test` runs every test: each does all that a fresh Debian 12
# machine with Swift 6 needs. `make test-exhaustive` repeats the slowest of them to the full extent. `make coq` has Coq
# check the proved identities again. `make mutants`, `make faults`, `make determinism` and `make fuzz` attack it, `make coverage`
# and `make sanitize` say what the tests run and what they touch (docs/trust.md).
# `make manual` writes docs/commands.md and docs/man/ from the command line's own description.
# `make jupyter` tries the Jupyter kernel with Jupyter's own clients.

SPINE := notebooks/multi-species-landau/spherical-calculus.lnb
NOTEBOOK := .build/release/notebook

# SwiftPM reads Package.swift anew when the environment is another: whether there is a kernel depends on libzmq.
export NOTEBOOK_ZEROMQ := $(wildcard /usr/include/zmq.h)

.PHONY: run test test-exhaustive coq jupyter manual mutants faults determinism fuzz coverage sanitize setup build benchmark clean

run: build
	$(NOTEBOOK) run $(SPINE)

test: build
	swift test
	$(NOTEBOOK) fmt --check notebooks
	$(NOTEBOOK) run --no-cache --timeout 60 --check notebooks --table notebooks/README.md

test-exhaustive: setup
	NOTEBOOK_EXHAUSTIVE=1 swift test \
		--filter 'contractionsAgreeWithComponents|ShippedIntegralTests|MutatedClaimTests|theShippedNotebooksAreSet|hundredsOfDigits|RealPaperTests|PrintedNumberTests|EstimatedBoundTests'

# Every proved identity of the notebooks, checked by Coq.
coq: build
	.ci/coq
	$(NOTEBOOK) export --to coq --timeout 60 notebooks --output .build/coq
	$(MAKE) -C .build/coq -k -j2

# After a change of the command line; the tests compare.
manual: build
	$(NOTEBOOK) manual docs

# Builds again, with the kernel, once libzmq is there.
jupyter:
	.ci/jupyter
	$(MAKE) build
	/usr/bin/python3 Tests/Jupyter/clients.py $(NOTEBOOK)

# Small changes of all proved claims, and of their certificates.
mutants: build
	.build/release/mutants notebooks --tampered 20 --output .build/mutants.md && cp .build/mutants.md docs/mutants.md

faults: build
	Tests/faults.sh

determinism: build
	Tests/determinism.sh

fuzz: setup
	Tests/fuzz.sh

# Of the lines of the trusted layers, those that the tests run.
coverage: setup
	swift test --enable-code-coverage --scratch-path .build-coverage
	Tests/coverage.sh

sanitize: setup
	Tests/sanitize.sh

setup:
	.ci/packages

build: setup
	swift build -c release --static-swift-stdlib

benchmark: build
	Benchmarks/run.sh

clean:
	swift package clean
	rm -rf .build-coverage .build-address .build-thread
