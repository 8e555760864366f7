#!/usr/bin/env bash
# engines.sh SEED INSTRUCTIONS [protected|aligned|real|virtual]: runs random programs on the interpreter and on the fast engine in lock-step, everything compiled before it runs for the
# first time, until INSTRUCTIONS (like 1000000000, or 1_000_000_000) have run. What differs is shrunk, printed, and kept in engines/. Prints the share that
# ran as compiled code, of each kind of programs. Exit code 0: no difference, 5: some, 2: cannot run here. Needs the project built once (./exo86 --version).
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ $# -lt 2 ] || [ $# -gt 3 ]; then
    echo "usage: engines.sh SEED INSTRUCTIONS [protected|aligned|real|virtual]" >&2
    exit 2
fi
java_home=${JAVA_HOME:-$(ls -d /usr/lib/jvm/*25*/ | head -n 1)}
classes=$root/emulator/target/classes:$root/toolchain/target/classes:$(printf '%s:' "$root"/emulator/target/lib/*.jar)
if [ ! -d "$root/emulator/target/classes" ] || ! ls "$root"/emulator/target/lib/asm-*.jar >/dev/null 2>&1; then
    echo "engines.sh: the project is not built: run ./exo86 --version first" >&2
    exit 2
fi
work=$root/target/fuzz/engines
mkdir -p "$work"
sources=$(ls "$root"/emulator/src/test/java/exo86/verify/fuzz/*.java | grep -v Tests)
"$java_home/bin/javac" -d "$work" -cp "$classes" $sources
exec "$java_home/bin/java" -XX:+UseSerialGC -XX:-DontCompileHugeMethods ${EXO86_JAVA_OPTIONS:-} -cp "$work:$classes" exo86.verify.fuzz.EngineFuzz "$1" "$2" "$here/engines" ${3:+"$3"}
