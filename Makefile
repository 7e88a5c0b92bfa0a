# The README's two commands are `make demo` and `make test`; each sets up what it needs.

SWIFT ?= swift

.PHONY: demo test build docs system check format bench clean

system:
	@scripts/install-system-packages

build: system
	$(SWIFT) build -c release --product fastslow

# The flagship comparison: ODE, reduced flow and SGD of feature unlearning.
demo: build
	.build/release/fastslow compare feature-unlearning --out runs/demo

# Without @testable imports the tests share the build of `make build`.
test: system
	$(SWIFT) test -c release --disable-xctest --disable-testable-imports

# What CI checks before it tests.
check: system
	$(SWIFT) format lint --strict --parallel --recursive Sources Models Tests docs Package.swift
	python3 scripts/check-layers.py

# Reference documentation of all libraries, by the toolchain's DocC; fails on a warning or a public
# symbol without documentation.
docs: build
	python3 scripts/docs.py runs/docs

format:
	$(SWIFT) format --in-place --parallel --recursive Sources Models Tests docs Package.swift

# Against what a user would pick instead; writes docs/benchmarks.md. Takes half an hour.
bench: build
	scripts/peers/install
	$(SWIFT) run -c release Benchmarks

clean:
	rm -rf .build runs
