package exo86.elf.dwarf;

import static exo86.elf.dwarf.Dwarf.*;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes `.debug_frame` (DWARF 4, 6.4): one common entry for calls and one for frames of exceptions (augmentation "S",
/// which makes gdb take the return address as it is), then an entry for each function.
final class FrameWriter {
    private static final FrameEntry.Row AT_CALL = new FrameEntry.Row(0, FrameEntry.ESP, 4, Map.of(FrameEntry.EIP, -4));
    /// ESP of interrupted code, from the address behind its EFLAGS: the word there if CS, two words below, says that the
    /// CPU changed the stack, else that address itself. dup, lit8, minus, deref, lit3, and, bra +3, skip +1, deref.
    private static final byte[] INTERRUPTED_STACK = {0x12, 0x38, 0x1C, 0x06, 0x33, 0x1A, 0x28, 3, 0, 0x2F, 1, 0, 0x06};
    private final RelocatableBytes out = new RelocatableBytes();
    private final int sectionSymbol;

    FrameWriter(int sectionSymbol) {
        this.sectionSymbol = sectionSymbol;
    }

    RelocatableBytes write(List<FrameEntry> entries) {
        for (boolean signal : new boolean[] {false, true}) {
            List<FrameEntry> some = entries.stream().filter(entry -> entry.signal() == signal).toList();
            if (!some.isEmpty()) {
                int common = common(signal ? "S" : "");
                some.forEach(entry -> entry(entry, common));
            }
        }
        return out;
    }

    private int common(String augmentation) {
        int start = out.bytes.size();
        out.bytes.put32(0).put32(-1).put8(4).putString(augmentation).put8(4).put8(0);
        out.bytes.putUnsignedLeb128(1).putSignedLeb128(-4).putUnsignedLeb128(FrameEntry.EIP);
        rules(new FrameEntry.Row(0, -1, 0, Map.of()), AT_CALL);
        finish(start);
        return start;
    }

    private void entry(FrameEntry entry, int common) {
        int start = out.bytes.size();
        out.bytes.put32(0);
        out.symbol(sectionSymbol, common);
        out.address(entry.start());
        out.bytes.put32(entry.size());
        if (entry.signal()) {
            out.bytes.put8(CFA_VAL_EXPRESSION).putUnsignedLeb128(FrameEntry.ESP).putUnsignedLeb128(INTERRUPTED_STACK.length).put(INTERRUPTED_STACK);
        }
        FrameEntry.Row now = AT_CALL;
        for (FrameEntry.Row row : entry.rows()) {
            int distance = row.offset() - now.offset();
            if (distance > 0 && distance < 64) {
                out.bytes.put8(0x40 | distance);
            } else if (distance >= 64) {
                out.bytes.put8(CFA_ADVANCE4).put32(distance);
            }
            rules(now, row);
            now = row;
        }
        finish(start);
    }

    private void rules(FrameEntry.Row before, FrameEntry.Row row) {
        if (row.register() != before.register()) {
            out.bytes.put8(CFA_DEF).putUnsignedLeb128(row.register()).putUnsignedLeb128(row.distance());
        } else if (row.distance() != before.distance()) {
            out.bytes.put8(CFA_DEF_OFFSET).putUnsignedLeb128(row.distance());
        }
        row.saved().forEach((register, distance) -> {
            if (!distance.equals(before.saved().get(register))) {
                if (distance <= 0) {
                    out.bytes.put8(0x80 | register).putUnsignedLeb128(-distance / 4);
                } else {
                    out.bytes.put8(CFA_OFFSET_EXTENDED_SIGNED).putUnsignedLeb128(register).putSignedLeb128(-distance / 4);
                }
            }
        });
        SortedMap<Integer, Integer> gone = new TreeMap<>(before.saved());
        gone.keySet().removeAll(row.saved().keySet());
        gone.keySet().forEach(register -> out.bytes.put8(CFA_SAME_VALUE).putUnsignedLeb128(register));
    }

    private void finish(int start) {
        while ((out.bytes.size() - start & 3) != 0) {
            out.bytes.put8(CFA_NOP);
        }
        out.bytes.patch32(start, out.bytes.size() - start - 4);
    }
}
