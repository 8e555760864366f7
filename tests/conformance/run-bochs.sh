#!/bin/sh
# run-bochs.sh DIR [SECONDS]: runs every image DIR/*.elf on Bochs, from a disk with our loader, and writes what it printed to DIR/*.bochs.
# Needs bochs, bochsbios, vgabios, and this project compiled; BIOS says where the ROMs are.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
java="${JAVA_HOME:?set JAVA_HOME}/bin/java"
bios=${BIOS:-/usr/share/bochs}
work=$(mktemp -d)
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
toolchain="$java -XX:+UseSerialGC -cp $root/toolchain/target/classes"
$toolchain exo86.asm.Main -f bin -o "$work/mbr.bin" "$root/exokernel/boot/mbr.asm"
$toolchain exo86.asm.Main -f bin -o "$work/loader.bin" "$root/exokernel/boot/loader.asm"
for image in "$1"/*.elf; do
    $toolchain exo86.image.Main build -o "$work/disk.img" --size 16M --boot "$work/mbr.bin" --loader "$work/loader.bin" --kernel "$image" || exit 1
    cat >"$work/bochsrc" <<END
megs: 32
romimage: file=$bios/BIOS-bochs-legacy
vgaromimage: file=$bios/VGABIOS-lgpl-latest
cpu: model=p2_klamath, count=1, ips=1000000, reset_on_triple_fault=0
ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
ata0-master: type=disk, path=$work/disk.img, mode=flat, cylinders=32, heads=16, spt=63
boot: disk
display_library: ${DISPLAY_LIBRARY:-term}
port_e9_hack: enabled=0
com1: enabled=1, mode=file, dev=$work/com1
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
clock: sync=none
log: $work/log
panic: action=fatal
error: action=report
debugger_log: -
END
    printf 'c\nq\n' | TERM=xterm timeout -k 2 "${2:-120}" bochs -q -f "$work/bochsrc" >"$work/out" 2>&1
    cp "$work/com1" "${image%.elf}.bochs"
    tail -n 1 "${image%.elf}.bochs" | grep -q '^done' || echo "stopped by machine" >>"${image%.elf}.bochs"
    if grep -q -e 'shutdown status' -e '3rd (.*) exception' "$work/log"; then echo "shutdown" >>"${image%.elf}.bochs"; fi
done
