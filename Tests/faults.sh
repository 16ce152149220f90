#!/usr/bin/env bash
# What a run leaves behind when it is killed, interrupted, starved or lied to: nothing lost, no half-written file.
# NOTEBOOK is the executable, KILLS the number of runs that are killed.
set -u
cd "$(dirname "$0")/.."
notebook=$(realpath "${NOTEBOOK:-.build/release/notebook}")
kills=${KILLS:-200}
seed=${SEED:-1}
RANDOM=$seed
work=$(mktemp -d)
trap 'mountpoint -q "$work/disk" && umount "$work/disk"; chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
failures=0
fail() { echo "FAILED: $*" >&2; failures=$((failures + 1)); }
pass() { echo "ok: $*"; }

export NOTEBOOK_CACHE="$work/cache" NO_COLOR=1
claims=24
make_notebook() { # FILE: claims of different length
    {
        echo '# Faults'
        for cell in 1 2 3 4; do
            echo; echo "Prose $cell."; echo; echo '```lnb'
            [ "$cell" = 1 ] && printf 'space z in R^3\nfunction u(z)\nspace x in R\n'
            for claim in 1 2 3 4 5 6; do echo "claim c${cell}_$claim: Δ(u^$((cell + claim))) = $((cell + claim)) u^$((cell + claim - 1)) Δu + $(((cell + claim) * (cell + claim - 1))) u^$((cell + claim - 2)) |∇u|²"; done
            echo '```'
        done
    } >"$1"
}
# The file is as it was or as it will be.
is_whole() { cmp -s "$1" "$work/before.lnb" || cmp -s "$1" "$work/after.lnb"; }

mkdir "$work/n"
make_notebook "$work/before.lnb"
cp "$work/before.lnb" "$work/n/a.lnb"
cd "$work/n" || exit 1
start=$(date +%s%N)
"$notebook" run --update --jobs 2 a.lnb >"$work/report" 2>"$work/errors" || fail "the first run: $(cat "$work/errors")"
length=$((($(date +%s%N) - start) / 1000))
cp a.lnb "$work/after.lnb"
[ "$(grep -c '  proved' a.lnb)" = "$claims" ] || fail "not all of $claims claims are proved"

# 1. kill -9 at random moments, with and without a cache from before.
written=0; killed=0
for ((i = 0; i < kills; i++)); do
    cp "$work/before.lnb" a.lnb
    [ $((i % 3)) = 0 ] && rm -rf "$NOTEBOOK_CACHE"
    "$notebook" run --update --jobs 2 a.lnb >/dev/null 2>&1 &
    pid=$!
    moment=$((RANDOM * 32768 + RANDOM)); moment=$((moment % (length * 11 / 10)))
    sleep "$(printf '%d.%06d' $((moment / 1000000)) $((moment % 1000000)))"
    if kill -9 $pid 2>/dev/null; then killed=$((killed + 1)); fi
    { wait $pid; } 2>/dev/null
    is_whole a.lnb || fail "a half-written notebook after $moment µs"
    cmp -s a.lnb "$work/after.lnb" && written=$((written + 1))
done
cp "$work/before.lnb" a.lnb
"$notebook" run --update --jobs 2 a.lnb >"$work/report2" 2>&1 || fail "the run after the kills"
cmp -s a.lnb "$work/after.lnb" || fail "another result after the kills"
cmp -s "$work/report" "$work/report2" || fail "another report after the kills"
remains=$(find "$work/n" "$NOTEBOOK_CACHE" -name '*.notebook-??????' | wc -l)
find "$work/n" "$NOTEBOOK_CACHE" -name '*.notebook-??????' -exec touch -d '2 hours ago' {} +
touch -d '2 hours ago' "a.lnb.notebook-abcdef"; : >"a.lnb.backup"; touch -d '2 hours ago' a.lnb.backup
cp "$work/before.lnb" a.lnb; rm -rf "$NOTEBOOK_CACHE"/results/[0-7]*
"$notebook" run --update a.lnb >/dev/null 2>&1
[ "$(find "$work/n" "$NOTEBOOK_CACHE" -name '*.notebook-??????' | wc -l)" = 0 ] || fail "what killed runs left behind is not cleared"
[ -e a.lnb.backup ] || fail "a file that the engine did not write is gone"
rm -f a.lnb.backup
pass "$kills runs with --update, $killed killed in the middle, $written had written; $remains temporary files were left and cleared"

# 2. Damaged entries of the cache: cut off, filled with zeros, of another claim, a folder, not readable.
damaged=0
for entry in "$NOTEBOOK_CACHE"/results/*; do
    case $((RANDOM % 6)) in
        0) : >"$entry" ;;
        1) truncate -s $((RANDOM % 200)) "$entry" ;;
        2) printf 'x' | dd of="$entry" bs=1 seek=$((RANDOM % 300)) conv=notrunc status=none ;;
        3) cp "$(ls "$NOTEBOOK_CACHE"/results/* | head -1)" "$entry" 2>/dev/null ;;
        4) head -c 4096 /dev/zero >"$entry" ;;
        5) rm "$entry"; mkdir "$entry" ;;
    esac
    damaged=$((damaged + 1))
done
"$notebook" run a.lnb >"$work/report2" 2>&1 || fail "a run on a damaged cache"
cmp -s "$work/report" "$work/report2" || fail "another report from a damaged cache"
rm -rf "$NOTEBOOK_CACHE"
pass "$damaged damaged entries of the cache"

# 3. Two runs at once on one file and one cache.
for ((i = 0; i < 5; i++)); do
    cp "$work/before.lnb" a.lnb; rm -rf "$NOTEBOOK_CACHE"
    "$notebook" run --update a.lnb >/dev/null 2>&1 & one=$!
    "$notebook" run --update a.lnb >/dev/null 2>&1 & two=$!
    wait $one; wait $two
    cmp -s a.lnb "$work/after.lnb" || fail "two runs at once"
done
pass "two runs at once"

# 4. A disk that is full, for the notebook and for the cache.
mkdir -p "$work/disk"
if mount -t tmpfs -o size=64k tmpfs "$work/disk" 2>/dev/null; then
    cp "$work/before.lnb" "$work/disk/a.lnb"
    head -c 100000 /dev/zero >"$work/disk/filler" 2>/dev/null
    "$notebook" run --update "$work/disk/a.lnb" >/dev/null 2>"$work/errors"; status=$?
    [ $status != 0 ] && grep -q 'No space left' "$work/errors" || fail "a full disk is not reported ($status): $(cat "$work/errors")"
    cmp -s "$work/disk/a.lnb" "$work/before.lnb" || fail "the notebook on a full disk changed"
    [ "$(ls "$work/disk" | wc -l)" = 2 ] || fail "something was left on a full disk"
    NOTEBOOK_CACHE="$work/disk/cache" "$notebook" run a.lnb >"$work/report2" 2>&1 || fail "a run with its cache on a full disk"
    cmp -s "$work/report" "$work/report2" || fail "another report with the cache on a full disk"
    "$notebook" run a.lnb --html "$work/disk/a.html" >/dev/null 2>&1 && fail "a page on a full disk is not reported"
    [ -e "$work/disk/a.html" ] && fail "a part of a page was left"
    umount "$work/disk"
    pass "a full disk"
else
    echo "skipped: a full disk needs the right to mount"
fi

"$notebook" run a.lnb >/dev/full 2>"$work/errors" && fail "a report that could not be written is no failure"
grep -q 'No space left' "$work/errors" || fail "a report that could not be written: no reason is told"
pass "standard output on a full disk"

# 5. Folders that may not be written (root may write everywhere: immutable mounts stand for them).
if mount -t tmpfs -o size=1m tmpfs "$work/disk" 2>/dev/null; then
    cp "$work/before.lnb" "$work/disk/a.lnb"
    mount -o remount,ro "$work/disk"
    "$notebook" run --update "$work/disk/a.lnb" >/dev/null 2>"$work/errors"; status=$?
    [ $status != 0 ] && grep -q 'Read-only' "$work/errors" || fail "a read-only folder is not reported ($status): $(cat "$work/errors")"
    NOTEBOOK_CACHE="$work/disk/cache" "$notebook" run a.lnb >"$work/report2" 2>&1 || fail "a run with a read-only cache"
    cmp -s "$work/report" "$work/report2" || fail "another report with a read-only cache"
    umount "$work/disk"
    pass "read-only folders"
fi

# 6. A clock that was set back: files from the future.
"$notebook" run a.lnb >/dev/null 2>&1
find "$NOTEBOOK_CACHE" -type f -exec touch -d '2 years' {} +
touch -d '2 years' a.lnb
"$notebook" run --check a.lnb >"$work/report2" 2>&1 || fail "a run on files from the future: $(cat "$work/report2")"
find "$NOTEBOOK_CACHE" -type f -exec touch -d '1971-01-01' {} +
touch -d '1971-01-01' a.lnb
"$notebook" run --check a.lnb >"$work/report2" 2>&1 || fail "a run on files of long ago"
pass "a clock that was set back"

# 7. A pipe that is closed at once.
for ((i = 0; i < 20; i++)); do "$notebook" run --format json a.lnb 2>"$work/errors" | head -c $((RANDOM % 500)) >/dev/null; done
grep -qi 'fatal\|crash' "$work/errors" && fail "a closed pipe: $(cat "$work/errors")"
pass "closed pipes"

# 8. Ctrl-C keeps what is finished; the rest is unknown and not written.
# Minutes of quadrature, on any machine.
slow='evaluate ∫[ρ in (0,oo)] ρ^(1/3) exp(-ρ^2-ρ)/(1+ρ^3) digits 10000'
{ cat "$work/before.lnb"; printf '\n```lnb\n'"$slow"'\n```\n'; } >b.lnb
rm -rf "$NOTEBOOK_CACHE"
set -m
"$notebook" run --update --timeout 60 --jobs 2 b.lnb >"$work/report2" 2>&1 & pid=$!
set +m
sleep $((length / 1000000 + 3)); kill -INT $pid 2>/dev/null; wait $pid; status=$?
kept=$(grep -c '  proved' "$work/report2")
[ "$kept" = "$claims" ] || fail "after Ctrl-C $kept of $claims results are reported: $(tail -3 "$work/report2")"
[ $status = 3 ] || fail "after Ctrl-C the status is $status"
[ "$(grep -c '  proved' b.lnb)" = "$claims" ] || fail "after Ctrl-C finished results are not recorded"
pass "Ctrl-C ($kept of $claims results kept, status $status)"

# 9. One claim that runs out of memory leaves the others standing.
large='param a, b, c, e\nspace p, q, r, s in R\nfunction f(p), g(q)\nclaim slow: (1+a+b+c+e+p+q+r+s+f+g)^40 = (1+a+b+c+e+p+q+r+s+f+g)^39 (2+a+b+c+e+p+q+r+s+f+g)'
cp "$work/before.lnb" c.lnb; printf '\n```lnb\n'"$large"'\n```\n' >>c.lnb
"$notebook" run --memory 96 --timeout 60 --no-cache c.lnb >"$work/report2" 2>&1; status=$?
[ "$(grep -c '  proved' "$work/report2")" = "$claims" ] || fail "one claim out of memory spoils others"
grep -q 'memory limit\|limit of .* terms\|slow' "$work/report2" && [ $status = 3 ] || fail "a claim out of memory is not named (status $status): $(tail -5 "$work/report2")"
pass "a claim out of memory: $(grep -o 'stopped at the memory limit[^(]*' "$work/report2" | head -1)"

if [ $failures != 0 ]; then echo "$failures failures" >&2; exit 1; fi
echo "all faults survived"
