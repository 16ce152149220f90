#!/usr/bin/env bash
# Measures what a person waits for, and prints a table.
#
#   Benchmarks/interactive/run.sh
#
#   NOTEBOOK   the program          (default: .build/release/notebook)
#   RUNS       runs of each         (default: 21)
#
# The exit status says whether everything ran, never whether it was fast.
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$(dirname "$here")")
notebook=${NOTEBOOK:-$root/.build/release/notebook}
runs=${RUNS:-21}
[[ $runs =~ ^[1-9][0-9]*$ ]] || { echo "RUNS is a positive number, not '$runs'" >&2; exit 2; }
if [[ ! -x $notebook ]]; then
    echo "no program at $notebook: build it with 'swift build -c release', or set NOTEBOOK" >&2
    exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 "$here/client.c" -o "$work/client" -lutil
cc -O2 "$root/Benchmarks/measure.c" -o "$work/measure"
export HOME=$work NOTEBOOK_CACHE=$work/cache

# A notebook of a hundred claims, as they are in the notebooks here; a key changes the last.
{
    printf '# A hundred claims\n\n```lnb\nparam d integer\nspace z in R^d\nspace v, w in R^d\nfunction u(z)\nfunction X(z) : vector\nfunction A(z) : symmetric matrix\nparam γ\n'
    printf 'density f(v)\nlet r = |z|\nlet Π = Id - z⊗z/r²\nlet ∂r(q) = z/r·∇q\n'
    for ((number = 1; number <= 33; number++)); do
        printf 'claim p%d: div(r^(γ+%d) Π ∇u) = r^(γ+%d) (Δu - ∂r(∂r(u)) - (d-1)/r ∂r(u))\n' $number $number $number
        printf 'claim q%d: Δ(r^(γ+%d) u) = r^(γ+%d) Δu + 2 (γ+%d) r^(γ+%d) z·∇u + (γ+%d) (γ+%d+d-2) r^(γ+%d) u\n' \
            $number $number $number $number $((number - 2)) $number $number $((number - 2))
        printf 'claim r%d: ∫[v] |v|^%d Δf = %d (d+%d) ∫[v] |v|^%d f\n' $number $((2 * number)) $((2 * number)) $((2 * number - 2)) $((2 * number - 2))
    done
    printf 'claim key: u = KEY\n```\n'
} >"$work/hundred.lnb"
claims=$(grep -c '^claim' "$work/hundred.lnb")

echo "$("$notebook" --version | head -1); $(nproc) cores; $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1); load $(cut -d' ' -f1 /proc/loadavg); $runs runs"
echo
printf '| %-58s | %9s | %10s | %9s | %9s |\n' "what" "median ms" "largest ms" "CPU ms" "target ms"
printf '| --- | ---: | ---: | ---: | ---: |\n'
row() { printf '| %-58s | %9s | %10s | %9s | %9s |\n' "$1" "$2" "$3" "$4" "$5"; }

read -r median largest cost < <("$work/client" repl "$notebook" "$runs")
row "the prompt of \`notebook repl\`, from its start" "$median" "$largest" "$cost" 50
read -r median largest cost < <("$work/client" lsp "$notebook" "$work/hundred.lnb" "$runs")
row "diagnostics of a key in $claims claims, verdicts at work" "$median" "$largest" "$cost" 100

# The first run fills the cache.
"$notebook" run --timeout 100 "$root/notebooks" >"$work/first.txt" || true
for ((run = 0; run < 5; run++)); do
    "$work/measure" "$work/cost" "$notebook" run --timeout 100 "$root/notebooks" >"$work/again.txt" || true
    cmp -s "$work/first.txt" "$work/again.txt" || { echo "the second run says something else" >&2; exit 1; }
    cat "$work/cost"
done | sort -n >"$work/costs"
median=$(sed -n 3p "$work/costs" | cut -d' ' -f1)
largest=$(tail -1 "$work/costs" | cut -d' ' -f1)
cost=$(cut -d' ' -f2 "$work/costs" | sort -n | sed -n 3p)
row "\`notebook run notebooks\` when nothing has changed (5 runs)" "$median" "$largest" "$cost" 2000
