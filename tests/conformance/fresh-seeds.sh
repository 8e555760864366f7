#!/usr/bin/env bash
# fresh-seeds.sh [--engine NAME]... SEED...: builds the generator of native vectors, lets it record 100 vectors of each form on this processor, and
# runs them on the engines named (default: interp; a fast engine compiles each vector before its one execution). Needs gcc with 32-bit support and the
# shared conformance data. Exit code 5 at the first seed with a divergence; 2: cannot run here.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
engines=()
while [ "${1:-}" = --engine ] && [ $# -ge 2 ]; do
    engines+=("$2")
    shift 2
done
if [ $# -eq 0 ]; then
    echo "usage: fresh-seeds.sh [--engine interp|jit|verify]... SEED..." >&2
    exit 2
fi
source=$root/../shared/conformance/native/gen.c
if [ ! -f "$source" ]; then
    echo "fresh-seeds.sh: no $source" >&2
    exit 2
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if ! gcc -m32 -O1 -static -no-pie -fno-pic -o "$scratch/gen" "$source"; then
    echo "fresh-seeds.sh: gcc -m32 is needed (Debian: gcc-multilib)" >&2
    exit 2
fi
for seed in "$@"; do
    "$scratch/gen" "$seed" 100 > "$scratch/seed-$seed.jsonl"
    for engine in "${engines[@]:-interp}"; do
        echo "seed $seed, $engine"
        "$root/exo86" conform --engine "$engine" "$scratch/seed-$seed.jsonl"
    done
    rm "$scratch/seed-$seed.jsonl"
done
