package exo86.ash.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.ash.source.SourceFile;
import exo86.ash.tree.Program;
import exo86.elf.ElfReader;
import exo86.elf.ObjectFile;
import exo86.elf.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code extern "c"} against gcc, both ways. Skipped where gcc -m32 is absent. */
final class CInterfaceTests {
    private static final String C = """
        struct point { int x, y, z; };
        struct small { short a; };
        int back(int, unsigned long long, signed char);
        struct point turned(struct point);
        unsigned long long wide(unsigned char a, unsigned long long b, short c) { return a + b * 2 + c; }
        signed char narrow(int x) { return x; }
        int sum(struct point p, int scale) { return (p.x + p.y + p.z) * scale; }
        struct point make(int x) { struct point p = { x, x + 1, x + 2 }; return turned(p); }
        struct small tiny(struct small s) { s.a = -s.a; return s; }
        int call_back(void) {
            register int kept = 1000;
            asm volatile("" : "+b"(kept));
            int r = back(-5, 0x100000002ull, -3);
            asm volatile("" : "+b"(kept));
            return r + kept;
        }
        """;
    private static final String ASHLAR = """
        system module m
        struct Point { x: i32, y: i32, z: i32 }
        struct Small { a: i16 }
        extern "c" fn wide(a: u8, b: u64, c: i16) u64
        extern "c" fn narrow(x: i32) i8
        extern "c" fn sum(p: Point, scale: i32) i32
        extern "c" fn make(x: i32) Point
        extern "c" fn tiny(s: Small) Small
        extern "c" fn call_back() i32
        extern "c" fn back(a: i32, b: u64, c: i8) i32 {
            let filled = [a; 40]
            return filled[39] + b as i32 + c
        }
        extern "c" fn turned(p: Point) Point { return Point{ x: p.z, y: p.y, z: p.x } }
        asm fn exit(code: u32) never {
            mov ebx, eax
            mov eax, 1
            int 0x80
        }
        @entry fn start() never {
            if wide(1, 0x1_0000_0000, -2) != 0x1_FFFF_FFFF { exit(1) }
            if narrow(0x1FF) != -1 { exit(2) }
            if sum(Point{ x: 1, y: 2, z: 3 }, 10) != 60 { exit(3) }
            let p = make(7)
            if p.x != 9 or p.y != 8 or p.z != 7 { exit(4) }
            if tiny(Small{ a: 5 }).a != -5 { exit(5) }
            if call_back() != 1000 - 5 + 2 - 3 { exit(6) }
            exit(0)
        }
        """;

    @TempDir
    Path folder;

    @Test
    void bothSidesCallEachOther() throws Exception {
        Tool.need("gcc");
        Files.writeString(folder.resolve("c.c"), C);
        Tool.Result compiled = Tool.run("gcc", "-m32", "-O2", "-ffreestanding", "-fno-pic", "-fno-stack-protector", "-c",
                folder.resolve("c.c").toString(), "-o", folder.resolve("c.o").toString());
        Assumptions.assumeTrue(compiled.exit() == 0, "skipped: gcc -m32 does not work here");
        ObjectFile c = ElfReader.readObject("c.o", Files.readAllBytes(folder.resolve("c.o")));
        Program program = Sources.checked("m", List.of(new SourceFile("m.ash", ASHLAR)));
        assertEquals(0, Native.run(Native.link(folder, "m.start", List.of(Native.object(program), c))).exit());
    }
}
