#!/usr/bin/env bash
# Measures a collection of many small notebooks, and prints a table.
#
#   Benchmarks/collection/run.sh [COUNT]      notebooks of five claims each (default: 10000)
#
#   NOTEBOOK   the program          (default: .build/release/notebook)
#   PARTS      parts to be merged   (default: 100)
#
# The exit status says whether everything ran and the reports agree, never whether it was fast.
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$(dirname "$here")")
notebook=$(realpath "${NOTEBOOK:-$root/.build/release/notebook}")
count=${1:-10000}
parts=${PARTS:-100}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 "$root/Benchmarks/measure.c" -o "$work/measure"
export NOTEBOOK_CACHE=$work/cache
cd "$work"

# No two claims are the same.
for ((k = 1; k <= count; k++)); do
    folder=many/$((k / 100))
    ((k % 100 == 0 || k == 1)) && mkdir -p "$folder"
    cat >"$folder/n$k.lnb" <<NOTEBOOK
# Notebook $k

\`\`\`lnb
space v in R^3
function f(v)
param γ
claim square: $k (|v|² + f)² = $k |v|⁴ + $((2 * k)) |v|² f + $k f²
claim leibniz: ∇($k f |v|²) = $k |v|² ∇f + $((2 * k)) f v
claim power: Δ($k |v|^γ) = $k γ (γ+1) |v|^(γ-2)
claim product: Δ($k f²) = $((2 * k)) f Δf + $((2 * k)) |∇f|²
claim flux: div($k f v) = $((3 * k)) f + $k v·∇f
\`\`\`
NOTEBOOK
done

# row NAME REPORT COMMAND…
row() {
    local name=$1 report=$2
    shift 2
    ./measure figures "$@" >"$report" || { echo "$name failed" >&2; exit 1; }
    read -r wall cpu peak <figures
    printf '| %s | %.0f | %.0f | %.0f |\n' "$name" "$wall" "$cpu" "$peak"
}

echo "| $((5 * count)) claims in $count notebooks | wall ms | CPU ms | peak MiB |"
echo "|---|--:|--:|--:|"
row "cold" single.txt "$notebook" run many
row "warm" again.txt "$notebook" run many
row "one shard, one worker" none "$notebook" run many --no-cache --jobs 1 --shard 1/1 --out whole
row "two shards at once, one worker each" none sh -c '
    "$0" run many --no-cache --jobs 1 --shard 1/2 --out half-1 &
    "$0" run many --no-cache --jobs 1 --shard 2/2 --out half-2 && wait $!' "$notebook"
for ((k = 1; k <= parts; k++)); do "$notebook" run many --shard "$k/$parts" --out "part-$k"; done
row "merge of $parts parts" merged.txt "$notebook" merge part-*
for report in again.txt merged.txt; do
    cmp single.txt "$report" || { echo "$report is another report" >&2; exit 1; }
done
