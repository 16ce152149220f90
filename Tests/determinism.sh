#!/usr/bin/env bash
# The same bytes for reports, certificates and exports: on 1 and 2 workers, from a cold and a warm cache, in other
# languages, time zones and folders for temporary files. NOTEBOOK is the executable, RUNS the number of runs; the
# notebooks are the arguments.
set -u
cd "$(dirname "$0")/.."
notebook=$(realpath "${NOTEBOOK:-.build/release/notebook}")
runs=${RUNS:-20}
[ $# -gt 0 ] || set -- notebooks
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
locales=(C C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8 POSIX)
zones=(UTC Asia/Tokyo America/St_Johns Pacific/Kiritimati)
failures=0
sums() { # FOLDER: of everything in it
    (cd "$1" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum)
}
for ((i = 0; i < runs; i++)); do
    out="$work/out"; rm -rf "$out"; mkdir -p "$out"
    # Each cache serves two runs: cold, then warm.
    [ $((i % 2)) = 0 ] && rm -rf "$work/cache"
    export NOTEBOOK_CACHE="$work/cache" LC_ALL=${locales[i % 5]} TZ=${zones[i % 4]}
    jobs=$((1 + i / 2 % 2))
    "$notebook" run --jobs $jobs --timeout 3600 --format json --statements "$@" --certificates "$out/certificates" --html "$out/pages" >"$out/report.json" 2>"$out/errors"
    for format in text junit sarif markdown; do
        "$notebook" run --jobs $jobs --timeout 3600 --format $format "$@" >"$out/report.$format" 2>>"$out/errors"
    done
    "$notebook" export --to coq --jobs $jobs --timeout 3600 "$@" --output "$out/coq" 2>>"$out/errors"
    find "$@" -name '*.lnb' | LC_ALL=C sort | while read -r file; do
        for target in latex html; do "$notebook" export --to $target --jobs $jobs --timeout 3600 "$file" 2>>"$out/errors"; done
    done >"$out/exports"
    sums "$out" >"$work/sums.$i"
    if [ $i = 0 ]; then
        cp -r "$out" "$work/first"
        echo "run 1: $(wc -l <"$work/sums.0") files, $(cat "$out"/certificates/*.cert "$out"/certificates/*/*.cert "$out"/certificates/*/*/*.cert 2>/dev/null | wc -c) bytes of certificates"
    elif ! cmp -s "$work/sums.0" "$work/sums.$i"; then
        echo "FAILED: run $((i + 1)) ($jobs workers, $LC_ALL, $TZ) differs:" >&2
        diff "$work/sums.0" "$work/sums.$i" | head -10 >&2
        diff -r "$work/first" "$out" | head -20 >&2
        failures=$((failures + 1))
    fi
done
[ $failures = 0 ] && echo "$runs runs, the same bytes"
exit $((failures > 0))
