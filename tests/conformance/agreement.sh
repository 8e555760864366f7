#!/bin/sh
# agreement.sh [DIR]: exports the suite's images to DIR, runs them on QEMU and on Bochs, and prints the table of docs/conformance.md.
# Needs qemu-system-i386, bochs (with bochs-term, bochsbios, vgabios), JAVA_HOME with a JDK 25, and this project built.
set -eu
cd "$(dirname "$0")"
work=${1:-$(mktemp -d)}
../../exo86 conform suite --export "$work"
./run-qemu.sh "$work"
./run-bochs.sh "$work"
../../exo86 conform suite --agreement "$work"
