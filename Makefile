# onset: `make run` and `make test` set up everything they need. `make help` lists the rest.

PREFIX ?= /usr/local
DESTDIR ?=
FLAGS = --explicit-target-dependency-import-check error
# The release carries Swift's own library inside: it starts sooner and runs where no toolchain is.
RELEASE = -c release --product onset --static-swift-stdlib
SOURCES = Package.swift Sources Tests $(wildcard Benchmarks Examples Fuzz)
TEST_ARGUMENTS ?=

.PHONY: help run build test examples format lint docs golden bench fuzz vectors install setup setup-tests clean

help: ## what there is to make
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

run: build ## set up, build, and replay the shipped rules over the shipped runs
	@.build/release/onset replay

build: setup ## the release build, .build/release/onset
	swift build $(FLAGS) $(RELEASE)

test: setup-tests ## set up, and run every test
	swift test $(FLAGS) $(TEST_ARGUMENTS)

examples: setup ## build and run the programs that use the library
	swift build --package-path Examples
	Examples/.build/debug/watch
	Examples/.build/debug/replay

format: ## write the sources the way CI wants them
	swift format format --in-place --parallel --recursive $(SOURCES)

lint: ## what `make format` would change, and more
	swift format lint --strict --parallel --recursive $(SOURCES)

docs: setup-tests ## write the generated pages and the output of the samples in docs/ and README.md
	@scripts/record 'DocsTests|DiagnosticPageTests|LintPageTests'

golden: setup-tests ## write every golden file anew, the pages of docs/ too
	@scripts/record

bench: build ## the benchmarks, against C (Benchmarks/)
	@if [ -x Benchmarks/run ]; then Benchmarks/run; else $(MAKE) --no-print-directory -C Benchmarks; fi

fuzz: setup ## a minute for each fuzzer (Fuzz/)
	@if [ -x Fuzz/run ]; then Fuzz/run; else $(MAKE) --no-print-directory -C Fuzz; fi

vectors: build ## check ../shared/conformance, or VECTORS=folder, through the command line
	@scripts/check-vectors $(or $(VECTORS),../shared/conformance) .build/release/onset

install: build ## copy the command and its completions under PREFIX
	@scripts/install "$(DESTDIR)$(PREFIX)"

setup:
	@scripts/setup

setup-tests:
	@scripts/setup --tests

clean: ## remove what was built
	rm -rf .build .build-* Benchmarks/.build Examples/.build Fuzz/.build
