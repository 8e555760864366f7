#!/usr/bin/env python3
"""consumer.py DIR [IMAGE...]: runs the exported suite (exo86 conform --export DIR) on QEMU and prints what differs and how many vectors agree.
An example for other emulators, written after docs/conformance.md. Exit code 0: all agree or are known to differ, 5: some differ, 2: no DIR."""
import collections
import csv
import subprocess
import sys

NAME = "qemu"


def machine(image):
    """What the machine printed before it stopped."""
    command = ["qemu-system-i386", "-m", "16", "-kernel", image, "-debugcon", "stdio", "-display", "none", "-no-reboot",
               "-device", "isa-debug-exit,iobase=0x501,iosize=1"]
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=120).stdout.decode("latin-1")
    except subprocess.TimeoutExpired as stopped:
        return (stopped.stdout or b"").decode("latin-1")


def main(folder, *wanted):
    vectors = collections.defaultdict(list)
    with open(folder + "/vectors.tsv", encoding="utf-8") as index:
        for image, name, end, rule, place, known in csv.reader(index, delimiter="\t", quoting=csv.QUOTE_NONE):
            vectors[image].append((name, end, rule, place, known))
    counts = collections.Counter()
    for image in wanted or vectors:
        lines = [line.split() for line in machine(f"{folder}/{image}.elf").splitlines()]
        agrees = {line[1] for line in lines if len(line) == 2 and line[0] == "ok"}
        for name, end, rule, place, known in vectors[image]:
            differences = [" ".join(line[2:]) for line in lines if len(line) > 2 and line[:2] == ["FAIL", name]]
            if name in agrees or end == "shutdown" and not differences and ["done"] not in lines:
                counts["agree"] += 1
            elif f"{NAME}: " in known:
                counts["known to differ"] += 1
            else:
                counts["differ"] += 1
                print(image, name, f"({place}, {rule}):", "; ".join(differences) or "not run")
    print(", ".join(f"{count} {what}" for what, count in counts.items()))
    return 5 if counts["differ"] else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
