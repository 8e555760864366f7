#!/usr/bin/env bash
# run.sh SEED COUNT: runs COUNT random sequences of instructions (and the generator's single forms) on this machine's processor and
# on the interpreter. What differs is shrunk and kept in regressions/. Exit code 0: no difference, 5: some, 2: cannot run here.
# Needs an x86 processor, gcc -m32 (Debian: gcc-multilib), and the project built once (mvn -o test-compile, or ./exo86 --version and then this).
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ $# -ne 2 ]; then
    echo "usage: run.sh SEED COUNT" >&2
    exit 2
fi
work=$root/target/fuzz
mkdir -p "$work/classes"
# The generator lies where no program's pointer goes.
if ! gcc -m32 -O1 -static -no-pie -fno-pic -Wl,-Ttext-segment=0x61830000 -o "$work/gen" "$here/native/gen.c"; then
    echo "run.sh: gcc -m32 is needed (Debian: gcc-multilib)" >&2
    exit 2
fi
java_home=${JAVA_HOME:-$(ls -d /usr/lib/jvm/*25*/ | head -n 1)}
gson=$(find "$root/emulator/target/lib" "$HOME/.m2/repository/com/google/code/gson" -name 'gson-[0-9]*.jar' ! -name '*sources*' 2>/dev/null | head -n 1 || true)
classes=$root/emulator/target/classes:$root/toolchain/target/classes:$gson
if [ ! -d "$root/emulator/target/classes" ] || [ -z "$gson" ]; then
    echo "run.sh: the project is not built: run ./exo86 --version first" >&2
    exit 2
fi
sources=$root/emulator/src/test/java/exo86/conform/fuzz
"$java_home/bin/javac" -d "$work/classes" -cp "$classes" "$sources"/{Vector,UserMachine,Shrinker,Fuzz}.java
exec "$java_home/bin/java" -XX:+UseSerialGC -XX:-DontCompileHugeMethods -cp "$work/classes:$classes" exo86.conform.fuzz.Fuzz \
    "$work/gen" "$1" "$2" "$here/regressions"
