#!/usr/bin/env bash
# Measures the engine against FLINT's and Arb's C interfaces, both in the same run, and prints a table.
#
#   Benchmarks/run.sh [WORKLOAD ...]       all workloads, or those whose name begins with one of the words
#
#   NOTEBOOK   the program          (default: .build/release/notebook)
#   RUNS       runs of each         (default: 5; the table shows medians; the folder of all notebooks runs once)
#
# Every run is a new process. The exit status says whether the verdicts are right, never whether they are fast.
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
notebook=${NOTEBOOK:-$root/.build/release/notebook}
polynomials=$(dirname "$notebook")/polynomials-benchmark
quadrature=$(dirname "$notebook")/quadrature-benchmark
runs=${RUNS:-5}
chosen=("$@")
failures=0

[[ $runs =~ ^[1-9][0-9]*$ ]] || { echo "RUNS is a positive number, not '$runs'" >&2; exit 2; }
if [[ ! -x $notebook ]]; then
    echo "no program at $notebook: build it with 'swift build -c release', or set NOTEBOOK" >&2
    exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "building the peers" >&2
cc -O2 "$here/measure.c" -o "$work/measure"
g++ -O2 -std=c++17 "$here/symbolic/peer.cpp" -o "$work/symbolic-peer" -lflint -lmpfr -lgmp
cc -O2 "$here/polynomials/peer.c" -o "$work/polynomials-peer" -lflint -lmpfr -lgmp
# Arb is a library of its own where FLINT is older than 3.
arb=-lflint-arb
[[ ! -e /usr/include/flint/arb.h ]] || arb=
cc -O2 "$here/quadrature/peer.c" -o "$work/quadrature-peer" ${arb:+"$arb"} -lflint -lmpfr -lgmp -lm

options=(--timing --format json)
# A result read from a cache would not be a measurement.
if [[ $("$notebook" run --help) == *--no-cache* ]]; then options+=(--no-cache); fi

isChosen() {
    local word
    ((${#chosen[@]})) || return 0
    for word in "${chosen[@]}"; do [[ $1 == "$word"* ]] && return 0; done
    return 1
}

complain() {
    echo "$1" >&2
    failures=$((failures + 1))
}

# The median of the numbers on standard input, one a line; nothing for none.
median() { sort -n | awk '{ a[NR] = $1 } END { if (NR) print (a[int((NR + 1) / 2)] + a[int(NR / 2) + 1]) / 2 }'; }

# Milliseconds: no decimals that mean nothing.
short() { [[ -n $1 ]] && awk -v x="$1" 'BEGIN { print (x < 10) ? sprintf("%.2f", x) : (x < 100) ? sprintf("%.1f", x) : sprintf("%.0f", x) }' || echo -; }

ratio() { [[ -n $1 && -n $2 ]] && awk -v a="$1" -v b="$2" 'BEGIN { print (b > 0) ? sprintf("%.2f", a / b) : "-" }' || echo -; }

# What is meant to stay below what; printed, not checked. Engine milliseconds, multiples of the peer's time (where both are
# given both count), and milliseconds of the whole command.
declare -A target=(
    [s2-every-d]=10 [s4-every-d]=5 [s4-d3]=5 [s4-d6]=5 [prop25]=1000 [lemma23]=1000 [fisher-4]=1 [fisher-6]=20 [fisher-8]=500
    [integral-landau-30]=20 [bailey-400]=250
    [s4-again]=5 [fisher-4-again]=1 [fisher-6-again]=20 [fisher-8-again]=500 [s1-false]=5 [s2-d6-false]=5 [s3-false]=5
)
declare -A multiple=(
    [s1]=3 [s3]=3 [s2-d3]=2 [s2-d4]=2 [s2-d5]=2 [s2-d6]=2
    [polynomials-dense]=1 [polynomials-fractions]=1 [polynomials-sparse]=1
    [integral-a-50]=1.3 [integral-b-50]=1.3 [integral-c-50]=1.3 [integral-d-50]=0.1 [integral-e-50]=0.1 [integral-o-50]=1.3
    [integral-a-100]=1.3 [integral-b-100]=1.3 [integral-c-100]=1.3 [integral-d-100]=0.1 [integral-e-100]=0.1 [integral-o-100]=1.3
    [integral-sphere-30]=0.33 [integral-sphere-2-30]=0.33 [integral-sphere-50]=0.33 [integral-sphere-2-50]=0.33
    [integral-sphere-100]=0.33 [integral-sphere-2-100]=0.33 [integral-R³-15]=5
)
# Where the target is for the proof or the counterexample alone, without a repair, numeric checks and the certificate's text.
declare -A isDecision=(
    [fisher-4]=1 [fisher-6]=1 [fisher-8]=1 [fisher-4-again]=1 [fisher-6-again]=1 [fisher-8-again]=1 [s1-false]=1 [s2-d6-false]=1 [s3-false]=1
)
declare -A wallTarget=([one-claim]=30 [spherical-calculus]=300 [all-notebooks]=120000)

rowFormat='| %-22s | %9s | %10s | %9s | %6s | %14s | %9s | %9s | %9s | %8s |\n'
header() {
    printf "$rowFormat" "$1" "engine ms" "decided ms" "peer ms" "ratio" "target ms" "of target" "wall ms" "CPU ms" "peak MB"
    printf '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n'
}

# row NAME: from the numbers collected in $work/{engine,decided,peer,whole}.
row() {
    local name=$1 engine decided peer wall goal= measured
    engine=$(median < "$work/engine")
    decided=$(median < "$work/decided")
    peer=$(median < "$work/peer")
    wall=$(cut -d' ' -f1 "$work/whole" | median)
    measured=$engine
    if [[ -n ${isDecision[$name]:-} ]]; then measured=$decided; fi
    if [[ -n ${multiple[$name]:-} && -n $peer ]]; then
        goal=$(awk -v a="${multiple[$name]}" -v b="$peer" 'BEGIN { print a * b }')
    elif [[ -n ${target[$name]:-} ]]; then
        goal=${target[$name]}
    elif [[ -n ${wallTarget[$name]:-} ]]; then
        goal=${wallTarget[$name]}
        measured=$wall
    fi
    printf "$rowFormat" "$name" "$(short "$engine")" "$(short "$decided")" "$(short "$peer")" "$(ratio "$engine" "$peer")" \
        "$(short "$goal")${multiple[$name]:+ (${multiple[$name]} peer)}${wallTarget[$name]:+ (wall)}" "$(ratio "$measured" "$goal")" \
        "$(short "$wall")" "$(short "$(cut -d' ' -f2 "$work/whole" | median)")" "$(short "$(cut -d' ' -f3 "$work/whole" | median)")"
}

reset() { : > "$work/engine"; : > "$work/decided"; : > "$work/peer"; : > "$work/whole"; }

# runNotebook NAME FILE [OPTION ...]: one cold run, with the sum of the claims' times.
runNotebook() {
    local name=$1 file=$2 status=0
    shift 2
    (cd "$root" && "$work/measure" "$work/cost" "$notebook" run "$file" "${options[@]}" "$@") \
        > "$work/report.json" 2> "$work/errors" || status=$?
    if ((status)); then
        complain "$name: 'notebook run $file' ended with status $status"
        head -5 "$work/errors" >&2
        return 1
    fi
    cat "$work/cost" >> "$work/whole"
    awk -F': ' '/^ *"milliseconds": / { sum += $2; some = 1 } END { if (some) print sum }' "$work/report.json" >> "$work/engine"
    awk -F': ' '/^ *"decidedMilliseconds": / { sum += $2; some = 1 } END { if (some) print sum }' "$work/report.json" >> "$work/decided"
}

# runPeer NAME VERDICT ARGUMENT ...
runPeer() {
    local name=$1 verdict=$2 line
    shift 2
    line=$("$work/symbolic-peer" "$@")
    [[ $line == *" s  $verdict,"* ]] || complain "$name: the peer does not say '$verdict' but '$line'"
    awk '{ print $2 * 1000 }' <<< "$line" >> "$work/peer"
}

# claim NAME FILE VERDICT [ARGUMENT ...]: a notebook and, with arguments, its peer.
claim() {
    local name=$1 file=$2 verdict=$3 run
    shift 3
    isChosen "$name" || return 0
    reset
    for ((run = 0; run < runs; run++)); do
        runNotebook "$name" "Benchmarks/symbolic/$file" || break
        if (($#)); then runPeer "$name" "$verdict" "$@"; fi
    done
    row "$name"
}

# again NAME FILE: the claim of a notebook twenty times in one process; the median without the first.
again() {
    local name=$1 file=$2 run
    isChosen "$name" || return 0
    reset
    awk '/^claim / { for (i = 1; i <= 20; i++) { line = $0; sub(/^claim [^:]*/, "claim again_" i, line); print line }; next } { print }' \
        "$here/symbolic/$file" > "$work/again.lnb"
    for ((run = 0; run < runs; run++)); do
        runNotebook "$name" "$work/again.lnb" --jobs 1 || break
        awk -F': ' '/^ *"milliseconds": / && some++ { print $2 + 0 }' "$work/report.json" | median >> "$work/each"
        awk -F': ' '/^ *"decidedMilliseconds": / && some++ { print $2 + 0 }' "$work/report.json" | median >> "$work/each-decided"
    done
    [[ ! -e $work/each ]] || mv "$work/each" "$work/engine"
    [[ ! -e $work/each-decided ]] || mv "$work/each-decided" "$work/decided"
    row "$name"
}

# whole NAME FILE [RUNS]: a notebook, or a folder of them, with certificates.
whole() {
    local name=$1 file=$2 count=${3:-$runs} run
    isChosen "$name" || return 0
    reset
    for ((run = 0; run < count; run++)); do
        rm -rf "$work/certificates"
        runNotebook "$name" "$file" --certificates "$work/certificates" || break
    done
    row "$name"
}

# polynomial NAME: both print "NAME SECONDS s  RESULT", and must agree on the result.
polynomial() {
    local name=$1 run ours theirs
    isChosen "polynomials-$name" || return 0
    reset
    for ((run = 0; run < runs; run++)); do
        ours=$("$work/measure" "$work/cost" "$polynomials" "$name")
        theirs=$("$work/polynomials-peer" | grep "^$name ")
        [[ ${ours#* s  } == "${theirs#* s  }" ]] || complain "polynomials-$name: '$ours' but the peer says '$theirs'"
        cat "$work/cost" >> "$work/whole"
        awk '{ print $2 * 1000 }' <<< "$ours" >> "$work/engine"
        awk '{ print $2 * 1000 }' <<< "$theirs" >> "$work/peer"
    done
    row "polynomials-$name"
}

# integral NAME DIGITS [BOUND]: both print "NAME DIGITS SECONDS s …VALUE…", and must agree on 14 digits of the value. The engine's bound is
# proved, unless BOUND says that it may be estimated.
integral() {
    local name=$1 digits=$2 bound=${3:-proved} label="integral-$1-$2" run ours theirs
    isChosen "$label" || return 0
    reset
    for ((run = 0; run < runs; run++)); do
        ours=$("$work/measure" "$work/cost" "$quadrature" "$digits" "$name")
        theirs=$("$work/quadrature-peer" "$name" "$digits")
        [[ $ours == *" s $digits digits, $bound"* ]] || complain "$label: no $bound value but '$ours'"
        [[ $(leading "$ours") == "$(leading "$theirs")" ]] || complain "$label: '$ours' but the peer says '$theirs'"
        cat "$work/cost" >> "$work/whole"
        awk '{ print $3 * 1000 }' <<< "$ours" >> "$work/engine"
        awk '{ print $3 * 1000 }' <<< "$theirs" >> "$work/peer"
    done
    row "$label"
}

# alone NAME DIGITS: a value without a peer.
alone() {
    local name=$1 digits=$2 label="integral-$1-$2" run ours
    isChosen "$label" || return 0
    reset
    for ((run = 0; run < runs; run++)); do
        ours=$("$work/measure" "$work/cost" "$quadrature" "$digits" "$name")
        # A value may come with more digits than were asked for.
        [[ $ours =~ \ s\ ([0-9]+)\ digits,\  ]] && ((BASH_REMATCH[1] >= digits)) || complain "$label: no value but '$ours'"
        cat "$work/cost" >> "$work/whole"
        awk '{ print $3 * 1000 }' <<< "$ours" >> "$work/engine"
    done
    row "$label"
}

# bailey DIGITS: fifteen integrals with closed forms, which the peer compares; the row is the slowest of them.
bailey() {
    local digits=$1 label="bailey-$1" run number ours value
    isChosen "$label" || return 0
    reset
    for ((run = 0; run < (digits > 400 ? 1 : runs); run++)); do
        : > "$work/times"
        for number in {1..15}; do
            ours=$("$work/measure" "$work/cost" "$quadrature" "$digits" "Q$number")
            value=$(sed -E 's/.* evaluations, \[?([-0-9.e]+).*/\1/' <<< "$ours")
            [[ $ours == *" s $digits digits, "* && $("$work/quadrature-peer" exact "Q$number" "$digits" "$value") == right ]] \
                || complain "$label: Q$number is not right: '${ours:0:120}'"
            cat "$work/cost" >> "$work/whole"
            awk '{ print $3 * 1000 }' <<< "$ours" >> "$work/times"
        done
        sort -n "$work/times" | tail -1 >> "$work/engine"
    done
    row "$label"
}

# The first digits of the last decimal fraction in a line, an error bound aside, with its exponent.
leading() { sed -E 's/ \+\/- .*//; s/.*[^-0-9](-?[0-9]+\.[0-9]{13})[0-9]*(e-?[0-9]+)?\]?$/\1\2/' <<< "$1"; }

echo "$("$notebook" --version | head -1); $(nproc) cores; $(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo); load $(cut -d' ' -f1 /proc/loadavg); medians of $runs runs"
echo
header workload
claim s1                    s1.lnb          zero       s1
claim s2-every-d            s2.lnb          zero
for d in 3 4 5 6; do
    claim "s2-d$d"          "s2-d$d.lnb"    zero       s2 "$d"
done
claim s3                    s3.lnb          zero       s3
claim s4-every-d            s4.lnb          zero
for d in 3 6; do
    claim "s4-d$d"          "s4-d$d.lnb"    zero       s4 "$d"
done
again s4-again              s4.lnb
claim prop25                prop25.lnb      zero
claim lemma23               lemma23.lnb     zero
for order in 4 6 8; do
    claim "fisher-$order"   "fisher-$order.lnb" zero
    again "fisher-$order-again" "fisher-$order.lnb"
done
claim fisher-8-find         fisher-8-find.lnb zero
claim s1-false              s1-false.lnb    "NOT ZERO" s1 false
claim s2-d6-false           s2-d6-false.lnb "NOT ZERO" s2 6 false
claim s3-false              s3-false.lnb    "NOT ZERO" s3 false
claim s4-false              s4-false.lnb    "NOT ZERO"
claim s4-d6-false           s4-d6-false.lnb "NOT ZERO" s4 6 false
claim prop25-false          prop25-false.lnb "NOT ZERO"
claim lemma23-false         lemma23-false.lnb "NOT ZERO"
for order in 4 6 8; do
    claim "fisher-$order-false" "fisher-$order-false.lnb" "NOT ZERO"
done
claim one-claim             one-claim.lnb   zero
whole spherical-calculus    notebooks/multi-species-landau/spherical-calculus.lnb
whole all-notebooks         notebooks 1
if [[ -x $polynomials ]]; then
    for problem in dense fractions sparse; do polynomial "$problem"; done
else
    echo "no program at $polynomials: the polynomial benchmark is left out" >&2
fi
if [[ -x $quadrature ]]; then
    for digits in 50 100; do
        for name in a b c d e o; do integral "$name" "$digits"; done
    done
    for digits in 30 50 100; do
        for name in sphere sphere-2; do integral "$name" "$digits" estimated; done
    done
    integral R³ 15 estimated
    alone landau 30
    for digits in 50 400 1000; do bailey "$digits"; done
else
    echo "no program at $quadrature: the benchmark of integrals is left out" >&2
fi

if ((failures)); then
    echo "$failures runs did not give the expected answer" >&2
    exit 1
fi
