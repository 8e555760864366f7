#!/usr/bin/env bash
# debug-information.sh SEED COUNT: compiles COUNT random programs in Ashlar at -O0 and at -O and stops both wherever they call host.mix. Our debugger must show the
# same frames, inlined ones too, and of each variable that it knows at -O the value that it has at -O0. Prints the rate, and how much was compared.
# What differs is made smaller, printed, and kept in debug-information/. Exit code 0: all is true, 5: something is not, 2: cannot run here. Needs the project
# built once (./exo86 --version).
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ $# -ne 2 ]; then
    echo "usage: debug-information.sh SEED COUNT" >&2
    exit 2
fi
java_home=${JAVA_HOME:-$(ls -d /usr/lib/jvm/*25*/ | head -n 1)}
classes=$root/emulator/target/classes:$root/toolchain/target/classes
if [ ! -f "$root/emulator/target/classes/exo86/firmware/rom.bin" ] || [ ! -d "$root/toolchain/target/classes/exo86/ash" ]; then
    echo "debug-information.sh: the project is not built: run ./exo86 --version first" >&2
    exit 2
fi
work=$root/target/fuzz/debug-information
mkdir -p "$work/classes"
sources=$(ls "$root"/tests/src/test/java/exo86/tests/programs/*.java | grep -v Tests)
"$java_home/bin/javac" -d "$work/classes" -cp "$classes" $sources
exec "$java_home/bin/java" -XX:+UseSerialGC -Xss8m ${EXO86_JAVA_OPTIONS:-} -cp "$work/classes:$classes" exo86.tests.programs.DebugInformationFuzz "$root" "$1" "$2"
