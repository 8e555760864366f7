package exo86.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.asm.Assembler;
import exo86.asm.Assembly;
import exo86.elf.ElfReader;
import exo86.elf.ElfWriter;
import exo86.elf.Tool;
import exo86.link.Layout;
import exo86.link.LinkOptions;
import exo86.link.Linker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Boot sector, loader and a small high-half kernel start in QEMU: from our disk, and the same file with -kernel.
/// Assembled and linked by our own tools. Skipped where QEMU is absent, and the comparison with nasm where nasm is.
final class BootTests {
    private static final Layout HIGH = Layout.at(0xC010_0000, 0x10_0000);
    private static final Path ROOT = Path.of(System.getProperty("exo86.root", "."));
    @TempDir Path directory;

    private static final Path MBR = ROOT.resolve("exokernel/boot/mbr.asm");
    private static final Path LOADER = ROOT.resolve("exokernel/boot/loader.asm");
    private static final Path HELLO = ROOT.resolve("toolchain/src/test/resources/exo86/image/hello.asm");

    private static byte[] flat(Path source) throws Exception {
        Assembly assembly = Assembler.flat(Files.readString(source), source.getFileName().toString(), _ -> Optional.empty());
        assertEquals(List.of(), assembly.diagnostics());
        return assembly.flat().orElseThrow();
    }

    private static byte[] kernel(Layout layout, LinkOptions options) throws Exception {
        Assembly assembly = Assembler.object(Files.readString(HELLO), "hello.asm", _ -> Optional.empty());
        assertEquals(List.of(), assembly.diagnostics());
        return ElfWriter.write(Linker.link(List.of(assembly.object().orElseThrow()), layout, options).orThrow().program());
    }

    private static byte[] disk(byte[] kernel) throws Exception {
        return DiskImage.build(new DiskImage.Plan(flat(MBR), flat(LOADER), kernel, new byte[0], "the disk", 2 << 20, 0, Node.empty()));
    }

    private static String boot(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("timeout", "30", "qemu-system-i386", "-m", "64", "-display", "none",
            "-serial", "stdio", "-monitor", "none", "-no-reboot"));
        command.addAll(List.of(arguments));
        Tool.Result result = Tool.run(command.toArray(String[]::new));
        assertEquals(0, result.exit(), result.output() + result.errors());
        return result.output();
    }

    @Test
    void theDiskBoots() throws Exception {
        Tool.need("qemu-system-i386");
        Path disk = Files.write(directory.resolve("disk.img"), disk(kernel(HIGH, LinkOptions.of("kernel", "_start"))));
        assertEquals("exo86 loader\r\nhello from the disk\r\n", boot("-drive", "format=raw,if=ide,file=" + disk));
    }

    @Test
    void aKernelThatIsTooLowIsRefused() throws Exception {
        Tool.need("qemu-system-i386");
        byte[] low = kernel(Layout.at(0xC000_8000, 0x8000), LinkOptions.of("kernel", "_start"));
        Path disk = Files.write(directory.resolve("disk.img"), disk(low));
        Tool.Result result = Tool.run("timeout", "5", "qemu-system-i386", "-m", "64", "-display", "none", "-serial", "stdio",
            "-monitor", "none", "-drive", "format=raw,if=ide,file=" + disk);
        assertTrue(result.output().contains("loader: error: a segment of the kernel is not in memory from 1 MiB on"), result.output());
    }

    @Test
    void theSameKernelStartsByMultiboot() throws Exception {
        Tool.need("qemu-system-i386");
        for (LinkOptions options : List.of(LinkOptions.of("kernel", "_start"), LinkOptions.of("kernel", "_start").withPhysicalEntry())) {
            Path kernel = Files.write(directory.resolve("kernel.elf"), kernel(HIGH, options));
            String output = boot("-kernel", kernel.toString(), "-append", "the flag");
            assertTrue(output.startsWith("hello from ") && output.endsWith(" the flag\r\n"), output);
        }
    }

    @Test
    void nasmAgreesOnEveryByte() throws Exception {
        Tool.need("nasm");
        for (Path source : List.of(MBR, LOADER)) {
            Path output = directory.resolve("nasm.bin");
            assertEquals("", Tool.run("nasm", "-f", "bin", source.toString(), "-o", output.toString()).errors());
            assertArrayEquals(Files.readAllBytes(output), flat(source), source.toString());
        }
    }

    /// The boot code leaves room for the partition table, also without QEMU to try it.
    @Test
    void thePartsFitTheirPlaces() throws Exception {
        assertTrue(flat(MBR).length <= DiskImage.BOOT_CODE_LIMIT);
        byte[] disk = disk(kernel(HIGH, LinkOptions.of("kernel", "_start")));
        int kernelSector = Ashfs.u32(disk, 512 + 20);
        int kernelBytes = Ashfs.u32(disk, 512 + 24);
        byte[] stored = Arrays.copyOfRange(disk, kernelSector * 512, kernelSector * 512 + kernelBytes);
        assertEquals(0xC010_0010, ElfReader.readExecutable("stored", stored).entry());
        assertEquals(List.of(), AshfsChecker.check(DiskImage.open("disk", disk)));
    }
}
