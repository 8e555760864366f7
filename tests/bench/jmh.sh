#!/usr/bin/env bash
# jmh.sh [FILTER] [JMH's options]: builds and runs the microbenchmarks whose names the regular expression FILTER finds (default: all), with the
# options that the launcher gives the JVM. Their table on standard output, all else on standard error; `jmh.sh -l` lists them, `jmh.sh -h` has the
# options. Needs Maven, which fetches JMH the first time. A benchmark that computes something else than it should ends it with an error.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
mapfile -t options < <("$root/exo86" --java-options)
[ ${#options[@]} -gt 1 ] || { echo "jmh.sh: the launcher has no options for the JVM: see its error above" >&2; exit 2; }
export JAVA_HOME=${options[0]}
options=("${options[@]:1}")

here=$root/tests/bench/jmh
(cd "$root" && mvn -B -q -Dstyle.color=never -Pjmh -pl tests/bench/jmh -am -DskipTests package </dev/null >&2)
# JMH uses a part of Unsafe about which the JVM warns otherwise, once a process.
jmh=("$JAVA_HOME/bin/java" "${options[@]}" --sun-misc-unsafe-memory-access=allow -Dexo86.root="$root" -cp "$here/target/classes:$here/target/lib/*" org.openjdk.jmh.Main)

case "${1:-}" in
-l | -lp | -lprof | -lrf | -h) exec "${jmh[@]}" "$@" ;;
esac
table=$here/target/table.txt
rm -f "$table"
"${jmh[@]}" -foe true -rf text -rff "$table" "$@" >&2
[ -s "$table" ] || { echo "jmh.sh: nothing was measured" >&2; exit 1; }
cat "$table"
