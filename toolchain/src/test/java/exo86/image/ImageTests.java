package exo86.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Disks made, read and checked again, and damage named.
final class ImageTests {
    private static final int PARTITION = DiskImage.PARTITION_SECTOR * DiskImage.SECTOR;

    private static Node.Directory tree() throws ImageException {
        byte[] large = new byte[13 * Ashfs.BLOCK + 5];
        new Random(7).nextBytes(large);
        Node.Directory root = Node.empty();
        root = Node.with(root, "/bin/ls", new Node.File(large));
        root = Node.with(root, "/bin/empty", new Node.File(new byte[0]));
        root = Node.with(root, "/etc/motd", new Node.File("welcome\n".getBytes(StandardCharsets.UTF_8)));
        root = Node.with(root, "/home/user/deep/er", Node.empty());
        return root;
    }

    private static byte[] disk() throws ImageException {
        return DiskImage.build(new DiskImage.Plan(new byte[] {(byte) 0xFA, (byte) 0xF4}, new byte[] {1, 2, 3}, new byte[0], new byte[0], "root=hd",
            2 << 20, DiskImage.Plan.DEFAULT_TIME, tree()));
    }

    private static String describe(Node node, String path) {
        return switch (node) {
            case Node.File(byte[] content) -> path + " " + content.length + " " + java.util.Arrays.hashCode(content) + "\n";
            case Node.Directory(var entries) -> {
                StringBuilder text = new StringBuilder(path + "/\n");
                entries.forEach((name, child) -> text.append(describe(child, path + "/" + name)));
                yield text.toString();
            }
        };
    }

    @Test
    void aDiskHoldsWhatWasPutIn() throws ImageException {
        byte[] disk = disk();
        assertArrayEquals(disk, disk(), "the same inputs give the same bytes");
        assertEquals(0xAA55, Ashfs.u16(disk, 510));
        assertEquals(2048, Ashfs.u32(disk, 446 + 8));
        assertEquals("EXO86HDR", new String(disk, 512, 8, StandardCharsets.US_ASCII));
        AshfsReader system = DiskImage.open("disk", disk);
        assertEquals(describe(tree(), ""), describe(system.tree("/"), ""));
        assertEquals(List.of(), AshfsChecker.check(system));
        assertEquals(List.of(".", "..", "empty", "ls"), system.entries(system.lookup("/bin")).stream().map(AshfsReader.Entry::name).toList());
        assertTrue(assertThrows(ImageException.class, () -> system.lookup("/bin/ls/x")).getMessage().contains("not a directory before 'x'"));
        assertTrue(assertThrows(ImageException.class, () -> system.lookup("/nowhere")).getMessage().contains("no 'nowhere' there"));
    }

    /// Inode numbers of the tree: 1 root, 2 bin, 3 etc, 4 home, 5 empty, 6 ls. Offset in the partition, new word, message.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        4096 + 64 * 6 + 12 | 1          | /bin/ls: inode 6 has block 1, expected
        4096 + 64 * 6 + 12 | 0x7fffffff | /bin/ls: inode 6 has block 2147483647, expected
        4096 + 64 * 6 + 16 | 20         | to inode 6
        4096 + 64 * 6 + 4  | 100        | behind its 100 bytes
        4096 + 64 * 6      | 0x50001    | inode 6 has link count 5, expected 1
        4096 + 64 * 20     | 1          | inode 20 of kind 1 has no name
        4096 + 64 * 2 + 4  | 65         | directory of 65 bytes, expected a multiple of 64
        4096 + 64 * 2      | 3          | inode 2 of kind 3, expected 1 (file) or 2 (directory)
        8192 + 12          | 0xffffffff | in the bitmap, expected free
        8192               | 0          | is free in the bitmap, expected used
        12288 + 64         | 2          | /: '..' is inode 2, expected 1
        12288 + 64 * 3     | 2          | /etc: directory inode 2 has a second name
        12288 + 64 * 2 + 4 | 0x2e2e     | '..' stands there twice
        12288 + 64 * 2 + 4 | 0x2f61     | has name 'a/', expected
        12288 + 64 * 2     | 1000       | /bin: inode 1000, expected 1 to
        """)
    void damageIsNamed(String where, String value, String expected) throws ImageException {
        byte[] disk = disk();
        int offset = 0;
        for (String term : where.split("\\+")) {
            int product = 1;
            for (String factor : term.split("\\*")) {
                product *= Integer.parseInt(factor.strip());
            }
            offset += product;
        }
        Ashfs.put32(disk, PARTITION + offset, Long.decode(value).intValue());
        List<String> problems = AshfsChecker.check(DiskImage.open("disk", disk));
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(expected)), expected + " not in " + problems);
    }

    @Test
    void whatDoesNotFitIsRefused() throws ImageException {
        Node.Directory huge = Node.with(Node.empty(), "/a", new Node.File(new byte[3 << 20]));
        refused("do not fit", new byte[0], new byte[0], new byte[0], huge);
        refused("expected at most 4243456", new byte[0], new byte[0], new byte[0], Node.with(Node.empty(), "/a", new Node.File(new byte[5 << 20])));
        refused("expected 1 to 59 bytes", new byte[0], new byte[0], new byte[0], Node.with(Node.empty(), "/" + "n".repeat(60), Node.empty()));
        byte[] code = new byte[441];
        code[440] = 1;
        refused("boot code of 441 bytes, expected at most 440", code, new byte[0], new byte[0], Node.empty());
        refused("loader of 40000 bytes, expected at most 30720", new byte[0], new byte[40000], new byte[0], Node.empty());
        refused("kernel: offset 0x0: error: not an ELF file", new byte[0], new byte[0], new byte[100], Node.empty());
    }

    private static void refused(String expected, byte[] bootCode, byte[] loader, byte[] kernel, Node.Directory files) {
        DiskImage.Plan plan = new DiskImage.Plan(bootCode, loader, kernel, new byte[0], "", 2 << 20, 0, files);
        String message = assertThrows(ImageException.class, () -> DiskImage.build(plan)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    /// Any damage ends in answers or an ImageException; the seed is in the failure.
    @Test
    void randomDamageNeverEscapes() throws ImageException {
        byte[] good = DiskImage.build(new DiskImage.Plan(new byte[0], new byte[0], new byte[0], new byte[0], "", (1 << 20) + 40 * 4096, 0,
            Node.with(Node.empty(), "/a/b/c", new Node.File(new byte[60000]))));
        int refused = 0;
        int reported = 0;
        for (int run = 0; run < 4000; run++) {
            Random random = new Random(9_000_000L + run);
            byte[] disk = good.clone();
            for (int hits = random.nextInt(6); hits >= 0; hits--) {
                int region = random.nextInt(8);
                int at = region == 0 ? 446 + random.nextInt(66) : region < 3 ? PARTITION + random.nextInt(44)
                    : region < 6 ? PARTITION + 4096 + random.nextInt(64 * 6) : PARTITION + 8192 + random.nextInt(5 * 4096);
                disk[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(8));
            }
            try {
                AshfsReader system = DiskImage.open("fuzz", disk);
                reported += AshfsChecker.check(system).isEmpty() ? 0 : 1;
                system.tree("/");
            } catch (ImageException e) {
                refused++;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + (9_000_000L + run), e);
            }
        }
        assertTrue(refused > 500 && reported > 500, refused + " refused, " + reported + " with problems");
    }

    @Test
    void theCommandLineBuildsListsAndExtracts(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("root/bin"));
        Files.writeString(directory.resolve("root/bin/a"), "abc");
        Files.writeString(directory.resolve("disk.txt"), "# a disk\nsize 2M\ntree root\nfile /etc/copy=root/bin/a\ndir /tmp\n");
        String image = directory.resolve("disk.img").toString();
        assertEquals("0", run("build", "-o", image, "--manifest", directory.resolve("disk.txt").toString()));
        assertEquals("0     192 ./\n     320 ../\n       3 copy\n", run("ls", image, "/etc").replaceAll("\\R", "\n"));
        assertEquals("0abc", run("cat", image, "/bin/a"));
        assertEquals("0" + image + ": no problems", run("check", image).strip());
        assertEquals("0", run("extract", image, directory.resolve("out").toString()));
        assertEquals("abc", Files.readString(directory.resolve("out/etc/copy")));
        assertTrue(run("ls", directory.resolve("disk.txt").toString()).startsWith("7" + directory.resolve("disk.txt") + ": offset "));
        assertTrue(run("ls", directory.resolve("absent").toString()).startsWith("7"));
        assertTrue(run("cat", image, "/none").startsWith("7"));
        assertTrue(run("frobnicate").startsWith("2"));
        Files.writeString(directory.resolve("bad.txt"), "\nsise 2M\n");
        String bad = run("build", "-o", image, "--manifest", directory.resolve("bad.txt").toString());
        assertTrue(bad.startsWith("1") && bad.contains("bad.txt:2:1: error: unknown key 'sise'"), bad);
        assertFalse(bad.contains("Exception"));
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
        int exit = Main.run(arguments, stream, stream);
        return exit + output.toString(StandardCharsets.UTF_8);
    }
}
