#!/usr/bin/env bash
# transcendentals.sh: makes the reference vectors of the x87's transcendental instructions anew; suite/transcendental.jsonl is what it printed.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
java_home=${JAVA_HOME:-$(ls -d /usr/lib/jvm/*25*/ | head -n 1)}
work=$root/target/transcendentals
mkdir -p "$work"
"$java_home/bin/javac" -d "$work" "$root/emulator/src/test/java/exo86/conform/TranscendentalVectors.java"
exec "$java_home/bin/java" -XX:+UseSerialGC -cp "$work" exo86.conform.TranscendentalVectors
