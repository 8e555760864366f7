#!/usr/bin/env bash
# decoder.sh SEED COUNT: random bytes, COUNT as 32-bit and COUNT as 16-bit code, against objdump (length and text), and disassembled and
# assembled again. Exit code 0: no difference, 5: some, 2: cannot run here. Needs objdump, and the project built once.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ $# -ne 2 ]; then
    echo "usage: decoder.sh SEED COUNT" >&2
    exit 2
fi
work=$root/target/fuzz
mkdir -p "$work/classes"
java_home=${JAVA_HOME:-$(ls -d /usr/lib/jvm/*25*/ | head -n 1)}
classes=$root/toolchain/target/classes
if [ ! -d "$classes/exo86/isa" ]; then
    echo "decoder.sh: the project is not built: run ./exo86 --version first" >&2
    exit 2
fi
sources=$root/toolchain/src/test/java/exo86
"$java_home/bin/javac" -d "$work/classes" -cp "$classes" "$sources"/isa/DecoderFuzz.java "$sources"/asm/RoundTrip.java
for program in exo86.isa.DecoderFuzz exo86.asm.RoundTrip; do
    "$java_home/bin/java" -XX:+UseSerialGC -cp "$work/classes:$classes" $program "$1" "$2"
done
