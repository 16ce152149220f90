#!/usr/bin/env bash
# The tests of the layers without processes of their own, under the sanitizers for addresses and for threads. Workers have limits on
# memory, which the sanitizers' tables exceed. There are no XCTest cases, and XCTest leaks.
set -eu
cd "$(dirname "$0")/.."
# Frames are several times their usual size.
ulimit -s 1000000
# FLINT keeps a store of numbers for each thread, which is all that is left at the end but for constants of the tests.
export ASAN_OPTIONS=detect_leaks=0
# `Mutex` takes its lock in the system's library, where this sanitizer does not see it: two threads that only count under one are reported.
export TSAN_OPTIONS="suppressions=$PWD/Tests/sanitize.suppressions"
for sanitizer in ${SANITIZERS:-address thread}; do
    swift test --disable-xctest "--sanitize=$sanitizer" --scratch-path ".build-$sanitizer" \
        --filter '(Arithmetic|Expressions|Enclosures|Kernel|Integration|Proving|Language)Tests\.'
done
