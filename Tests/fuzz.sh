#!/usr/bin/env bash
# Coverage-guided fuzzing of the readers, by libFuzzer. SECONDS_EACH is the time for each; what is interesting is kept in
# .build-fuzz/corpus, a text that breaks a reader in .build-fuzz.
set -eu
cd "$(dirname "$0")/.."
seconds=${SECONDS_EACH:-600}
NOTEBOOK_FUZZING=1 swift build -c release --scratch-path .build-fuzz --sanitize fuzzer --product fuzz
fuzz=$(realpath .build-fuzz/release/fuzz)
cd .build-fuzz
failed=
for reader in ${READERS:-syntax language certificate markdown json}; do
    mkdir -p "corpus/$reader"
    # Seeds: what the repository has of this kind, in pieces.
    case $reader in
        syntax | language) awk -v folder="corpus/$reader" '/^```lnb$/{n++; inside=1; next} /^```/{inside=0} inside{print > sprintf("%s/seed-%04d", folder, n)}' ../notebooks/*.lnb ../notebooks/*/*.lnb ../Sources/Language/std/*.lnb ;;
        certificate) for file in ../Tests/fuzz/certificates/*; do cp "$file" "corpus/certificate/seed-$(basename "$file")"; done ;;
        markdown) i=0; for file in ../docs/*.md ../notebooks/*/*.lnb; do i=$((i + 1)); head -c 3000 "$file" >"corpus/markdown/seed-$i"; done ;;
        json) printf '{"a": [1, -2.5e3, true, null, "x\\u00e9\\n"], "b": {}}' >corpus/json/seed-1; head -c 4000 ../docs/report.schema.json >corpus/json/seed-2 ;;
    esac
    # libFuzzer itself is to see a crash, and keep the text.
    SWIFT_BACKTRACE=enable=no NOTEBOOK_FUZZ=$reader "$fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=4096 \
        -print_final_stats=1 "corpus/$reader" >"$reader.log" 2>&1 || failed="$failed $reader"
    grep -E 'ERROR|SUMMARY|Test unit|Fatal|stat::number|DONE' "$reader.log" | sed "s/^/$reader: /" || true
done
if [ -n "$failed" ]; then echo "broken:$failed" >&2; exit 1; fi
