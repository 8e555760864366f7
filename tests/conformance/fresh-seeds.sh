#!/usr/bin/env bash
# fresh-seeds.sh SEED...: builds the generator of native vectors, lets it record 100 vectors of each form on this processor, and runs them.
# Needs gcc with 32-bit support and the shared conformance data; ends at the first seed with a divergence.
set -e
root=$(cd "$(dirname "$0")/../.." && pwd)
source=$root/../shared/conformance/native/gen.c
[ -f "$source" ] || { echo "fresh-seeds: no $source" >&2; exit 2; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
gcc -m32 -O1 -static -no-pie -fno-pic -o "$scratch/gen" "$source"
for seed in "$@"; do
    echo "seed $seed"
    "$scratch/gen" "$seed" 100 > "$scratch/seed-$seed.jsonl"
    "$root/exo86" conform "$scratch/seed-$seed.jsonl"
    rm "$scratch/seed-$seed.jsonl"
done
