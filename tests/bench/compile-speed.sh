#!/usr/bin/env bash
# compile-speed.sh [RUNS]: how long our compiler takes for the whole guest tree (kernel, library OS, all programs, the disk) from nothing, the start of the
# JVM included, at -O0 and -O by turns; medians by the clock. Default: 5 runs. Needs the project built once. Results on standard output.
set -euo pipefail
export LC_ALL=C
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
runs=${1:-5}
[[ $runs =~ ^[1-9][0-9]*$ ]] || { echo "compile-speed.sh: RUNS is a number from 1 on, not '$runs'" >&2; exit 2; }
java_home=${JAVA_HOME:-$(ls -d /usr/lib/jvm/*25*/ | head -n 1)}
toolchain=$(ls "$root"/toolchain/target/toolchain-*.jar 2>/dev/null | head -n 1)
[ -n "$toolchain" ] || { echo "compile-speed.sh: the project is not built: run ./exo86 --version first" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

# As the build of guest/ runs it, and the kernel with it.
build() {
    rm -rf "$work/out"
    local start=$EPOCHREALTIME
    "$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$toolchain" exo86.build.Main --recipe guest/image.txt --kernel-root exokernel \
        --boot exokernel/boot --root guest/apps --library-root guest --library-root exokernel --out "$work/out" "$1"
    local end=$EPOCHREALTIME
    [ -s "$work/out/image/unix.img" ] && [ -s "$work/out/kernel/kernel.elf" ] || { echo "compile-speed.sh: nothing was built" >&2; exit 1; }
    echo $((${end/./} - ${start/./})) >>"$work/times$1"
}
median() {
    sort -n "$1" | awk '{ t[NR] = $1 } END { printf "%.2f", (t[int((NR + 1) / 2)] + t[int((NR + 2) / 2)]) / 2e6 }'
}

for ((run = 0; run < runs; run++)); do
    build -O0
    build -O
done
lines=$(find exokernel guest -name '*.ash' -not -path '*/target/*' -not -path '*/test/*' -exec cat {} + | wc -l)
programs=$(($(grep -c '^program ' guest/image.txt) + 2))
echo "$lines lines of Ashlar to $programs programs and a disk: $(median "$work/times-O0") s at -O0, $(median "$work/times-O") s at -O (medians of $runs, JVM start included)"
