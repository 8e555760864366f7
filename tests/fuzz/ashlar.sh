#!/usr/bin/env bash
# ashlar.sh SEED COUNT: compiles COUNT random programs in Ashlar and runs each in every way: in the interpreter of the intermediate representation before and
# after the passes, at -O0 and -O in our emulator, and both as 32-bit Linux processes where the host can. Prints the rate, and which share of
# the programs contains which construct of the language. What differs is made smaller, printed, and kept in ashlar/. Exit code 0: all did the same,
# 5: some did not, 2: cannot run here. Needs the project built once (./exo86 --version).
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ $# -ne 2 ]; then
    echo "usage: ashlar.sh SEED COUNT" >&2
    exit 2
fi
java_home=${JAVA_HOME:-$(ls -d /usr/lib/jvm/*25*/ | head -n 1)}
classes=$root/emulator/target/classes:$root/toolchain/target/classes
if [ ! -d "$root/emulator/target/classes" ] || [ ! -d "$root/toolchain/target/classes/exo86/ash" ]; then
    echo "ashlar.sh: the project is not built: run ./exo86 --version first" >&2
    exit 2
fi
work=$root/target/fuzz/ashlar
mkdir -p "$work/classes"
sources=$(ls "$root"/tests/src/test/java/exo86/tests/programs/*.java | grep -v Tests)
"$java_home/bin/javac" -d "$work/classes" -cp "$classes" $sources
exec "$java_home/bin/java" -XX:+UseSerialGC -Xss8m ${EXO86_JAVA_OPTIONS:-} -cp "$work/classes:$classes" exo86.tests.programs.AshlarFuzz "$root" "$work" "$1" "$2"
