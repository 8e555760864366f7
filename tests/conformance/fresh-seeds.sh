#!/usr/bin/env bash
# fresh-seeds.sh [--segments] [--engine NAME]... SEED...: lets a generator of native vectors record 100 vectors of each form on this processor, and runs them
# on the engines named (default: interp; a fast engine compiles each vector before its one execution). The generator is the one of the shared conformance
# data, or with --segments ours of vectors with limits, 16-bit code and stacks, expand-down segments (tests/fuzz/native/segments.c). Needs an Intel
# processor and gcc with 32-bit support. Exit code 5 at the first seed with a divergence; 2: cannot run here.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
source=$root/../shared/conformance/native/gen.c
if [ "${1:-}" = --segments ]; then
    source=$root/tests/fuzz/native/segments.c
    shift
fi
engines=()
while [ "${1:-}" = --engine ] && [ $# -ge 2 ]; do
    engines+=("$2")
    shift 2
done
if [ $# -eq 0 ]; then
    echo "usage: fresh-seeds.sh [--segments] [--engine interp|jit|verify]... SEED..." >&2
    exit 2
fi
if [ ! -f "$source" ]; then
    echo "fresh-seeds.sh: no $source" >&2
    exit 2
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# The generator lies where no program's pointer goes.
if ! gcc -m32 -O1 -static -no-pie -fno-pic -fno-stack-protector -Wl,-Ttext-segment=0x61830000 -o "$scratch/gen" "$source"; then
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
