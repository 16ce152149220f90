#!/usr/bin/env bash
# The share of the lines of the trusted layers that the tests run, by layer (docs/trust.md), after
# `swift test --enable-code-coverage`. Ends with status 1 where it is below the bound in all. With --lines it lists
# the lines that no test runs.
set -eu
cd "$(dirname "$0")/.."
bound=95
folder=${SCRATCH:-.build-coverage}/debug
tools=$(dirname "$(readlink -f "$(command -v swift)")")
arguments=(-instr-profile="$folder/codecov/default.profdata" "$folder/notebookPackageTests.xctest")

if [ "${1:-}" = --lines ]; then
    # `   12|      0|    code` under the name of its file.
    "$tools/llvm-cov" show "${arguments[@]}" Sources/{Arithmetic,Expressions,Enclosures,Kernel} |
        awk '/^\/.*:$/ { file = $0 } /^ *[0-9]+\| *0\|/ { if (file) print file; file = ""; print }'
    exit
fi

share() { "$tools/llvm-cov" report "${arguments[@]}" "$@" | awk '$1 == "TOTAL" { print $8 - $9, $8 }'; }

for layer in Arithmetic Expressions Enclosures Kernel; do
    share "Sources/$layer" | awk -v layer="$layer" '{ printf "%-12s %6d of %6d lines  %.1f %%\n", layer, $1, $2, 100 * $1 / $2 }'
done
share Sources/{Arithmetic,Expressions,Enclosures,Kernel} |
    awk -v bound="$bound" '{ printf "%-12s %6d of %6d lines  %.1f %%\n", "all", $1, $2, 100 * $1 / $2; exit 100 * $1 < bound * $2 }'
