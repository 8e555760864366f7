#!/usr/bin/env bash
# interp-vs-bochs.sh [KERNEL.elf [RUNS]]: the bench guest on the interpreter and on Bochs by turns, CPU time, medians and ratios.
# Default: ../shared/bench/bin/cpu10.elf, 3 runs. Needs bochs (Debian: bochs, bochsbios, vgabios) and the project built once; BIOS says where the ROMs are.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
root=$(cd "$here/../.." && pwd)
guest=${1:-$root/../shared/bench/bin/cpu10.elf}
runs=${2:-3}
bios=${BIOS:-/usr/share/bochs}
java_home=${JAVA_HOME:-$(ls -d /usr/lib/jvm/*25*/ | head -n 1)}
java=$java_home/bin/java
classes=$root/emulator/target/classes:$root/toolchain/target/classes
command -v bochs >/dev/null || { echo "interp-vs-bochs.sh: bochs is not installed" >&2; exit 2; }
[ -d "$root/emulator/target/classes" ] || { echo "interp-vs-bochs.sh: the project is not built: run ./exo86 --version first" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
toolchain=("$java" -XX:+UseSerialGC -cp "$root/toolchain/target/classes")
"${toolchain[@]}" exo86.asm.Main -f bin -o "$work/mbr.bin" "$root/exokernel/boot/mbr.asm"
"${toolchain[@]}" exo86.asm.Main -f bin -o "$work/loader.bin" "$root/exokernel/boot/loader.asm"
"${toolchain[@]}" exo86.image.Main build -o "$work/disk.img" --size 16M --boot "$work/mbr.bin" --loader "$work/loader.bin" --kernel "$guest"
mkfifo "$work/com1"
cat >"$work/bochsrc" <<END
megs: 64
romimage: file=$bios/BIOS-bochs-legacy
vgaromimage: file=$bios/VGABIOS-lgpl-latest
cpu: model=p2_klamath, count=1, ips=100000000
ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
ata0-master: type=disk, path=$work/disk.img, mode=flat, cylinders=32, heads=16, spt=63
boot: disk
display_library: ${DISPLAY_LIBRARY:-term}
com1: enabled=1, mode=file, dev=$work/com1
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
clock: sync=none
log: $work/log
panic: action=fatal
error: action=report
debugger_log: -
END
TERM=${TERM:-xterm} "$java" -XX:+UseSerialGC -XX:-DontCompileHugeMethods -XX:+UnlockDiagnosticVMOptions -XX:-UseSwitchProfiling -Dspeed.classes="$classes" -Dspeed.source="$here/KernelSpeed.java" -cp "$classes" \
    "$here/KernelSpeed.java" compare "$guest" "$runs" "$work/bochsrc" "$work/com1"
