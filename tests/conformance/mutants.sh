#!/usr/bin/env bash
# mutants.sh [SAMPLE [FILTER]]: makes mutants of the interpreter, one thing wrong in each, and runs the suites until one kills it; prints who lives.
# All checks are tried, and one in SAMPLE (default 12) of the other places; with a FILTER only, and all, mutants whose name contains it,
# or, if it is @FILE, whose name is a line of FILE.
# mutants.sh --named: exactly the mutants of checks.mutants, each one check removed or turned round; all must die. Takes a minute or two.
# mutants.sh --list: the names of all mutants, each with what it is: a check removed, another check, other.
# Exit code 0: none lives but those that equivalent.mutants argues for, 5: some do, 2: cannot run here. Needs the project built once; takes about
# half an hour. The shared captures and native vectors hunt too if they are there.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
java_home=${JAVA_HOME:-$(ls -d /usr/lib/jvm/*25*/ | head -n 1)}
libraries=$(ls "$root"/emulator/target/lib/*.jar 2>/dev/null | tr '\n' ':')
if [ ! -d "$root/emulator/target/classes/exo86/cpu" ] || [ -z "$libraries" ]; then
    echo "mutants.sh: the project is not built: run ./exo86 --version first" >&2
    exit 2
fi
work=$root/target/mutants
mkdir -p "$work"
classes=$root/emulator/target/classes:$root/toolchain/target/classes:$libraries
sources=$root/emulator/src/test/java/exo86/conform
"$java_home/bin/javac" -d "$work" -cp "$classes" $(ls "$sources"/mutants/*.java | grep -v 'Tests\.java$') "$sources"/MutantTrials.java
exec "$java_home/bin/java" -Xmx3g -XX:+UseSerialGC -XX:-DontCompileHugeMethods -XX:TieredStopAtLevel=1 -cp "$work:$classes" exo86.conform.mutants.Mutants "$root" "${@:-12}"
