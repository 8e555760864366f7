#!/usr/bin/env bash
# record.sh [FOLDER]: records what gcc and tcc make of the kernels beside this script, or of those in another folder, like more: writes its recorded.txt.
# Needs gcc -m32, i386-tcc, binutils. The figures are counted by `exo86 bench compiler --count`, as those of our own compiler are.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-$here}
exo86=${EXO86:-$here/../../../exo86}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What makes code freestanding, and what the comparison is about.
base=(-m32 -ffreestanding -fno-pic -fno-stack-protector -fcf-protection=none -fno-asynchronous-unwind-tables)
tuned=(-march=i686 -fno-tree-vectorize -fomit-frame-pointer)
kernels=$(cd "$folder" && for file in *.c; do [ "$file" = runtime.c ] || echo "${file%.c}"; done)

compile() { # compiler source object
    case $1 in
        gcc-O0 | gcc-O1 | gcc-O2) gcc "${base[@]}" "${tuned[@]}" "-${1#gcc-}" -c "$2" -o "$3" ;;
        tcc) i386-tcc -c "$2" -o "$3" ;;
    esac
}

gcc "${base[@]}" "${tuned[@]}" -O1 -c "$here/runtime.c" -o "$work/runtime.o"
{
    echo "# kernel compiler instructions references text checksum; written by tests/bench/compiler/record.sh"
    echo "# gcc: $(gcc -dumpfullversion), ${base[*]} ${tuned[*]} and the -O that stands in the name"
    echo "# tcc: $(i386-tcc -v | head -1), no option"
    echo "# linked by ld -m elf_i386 -Ttext-segment=0x100000 with runtime.c; counted by exo86 bench compiler --count, which counts"
    echo "# what is executed between the entry of run and its return as valgrind's cachegrind does, but for REP (iterations, not one more)"
    for compiler in gcc-O0 gcc-O1 gcc-O2 tcc; do
        elves=()
        for kernel in $kernels; do
            compile "$compiler" "$folder/$kernel.c" "$work/$kernel.o"
            ld -m elf_i386 -z noexecstack -Ttext-segment=0x100000 --no-warn-rwx-segments -o "$work/$kernel" "$work/$kernel.o" "$work/runtime.o"
            elves+=("$work/$kernel")
        done
        "$exo86" bench compiler --count "${elves[@]}" | sed "s/ / $compiler /"
    done
} >"$work/recorded.txt"
mv "$work/recorded.txt" "$folder/recorded.txt"
