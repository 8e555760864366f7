#!/usr/bin/env bash
# compiled.sh [PATH...]: runs whole suites as compiled code, each vector compiled before its one execution: on --engine jit, and on --engine verify beside the
# interpreter. Without a PATH: our own suite and, where they are, the shared native vectors and captures. The build runs a share of this only (one
# native vector in seven); all of it takes one or two minutes. Exit code 0: all agree, 5: some do not.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
if [ $# -eq 0 ]; then
    set -- "$root/tests/conformance/suite"
    shared=$root/../shared/conformance
    if [ -d "$shared" ]; then
        set -- "$@" "$shared"
    else
        echo "compiled.sh: no $shared: our own suite only" >&2
    fi
fi
worst=0
for engine in jit verify; do
    echo "--engine $engine"
    code=0
    "$root/exo86" conform --engine "$engine" "$@" || code=$?
    if [ "$code" -gt "$worst" ]; then
        worst=$code
    fi
done
exit "$worst"
