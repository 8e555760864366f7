#!/bin/sh
# run-qemu.sh DIR [SECONDS]: runs every image DIR/*.elf on QEMU (TCG) and writes what it printed to DIR/*.qemu.
set -u
for image in "$1"/*.elf; do
    timeout -k 2 "${2:-60}" qemu-system-i386 -accel tcg -kernel "$image" -display none -debugcon "file:${image%.elf}.qemu" -serial null \
        -monitor none -device isa-debug-exit,iobase=0x501,iosize=4 -no-reboot </dev/null >/dev/null 2>&1
    status=$?   # 1: the exit port; 0: a triple fault, which -no-reboot turns into an exit
    [ $status = 0 ] && echo "shutdown" >>"${image%.elf}.qemu"
    tail -n 1 "${image%.elf}.qemu" | grep -q -e '^done' -e '^shutdown' || echo "stopped by machine" >>"${image%.elf}.qemu"
done
