package exo86.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.elf.ElfReader;
import exo86.elf.ElfWriter;
import exo86.elf.Tool;
import exo86.link.Layout;
import exo86.link.LinkOptions;
import exo86.link.Linker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Boot sector, loader and a small high-half kernel start in QEMU: from our disk, and the same file with -kernel.
/// Skipped where nasm or QEMU is absent.
final class BootTests {
    private static final Path ROOT = Path.of(System.getProperty("exo86.root", "."));
    @TempDir Path directory;

    private byte[] assemble(Path source, String format) throws Exception {
        Path output = directory.resolve(source.getFileName() + "." + format);
        Tool.Result result = Tool.run("nasm", "-f", format, source.toString(), "-o", output.toString());
        assertEquals("", result.errors());
        return Files.readAllBytes(output);
    }

    private byte[] kernel(LinkOptions options) throws Exception {
        Path source = ROOT.resolve("toolchain/src/test/resources/exo86/image/hello.asm");
        return ElfWriter.write(Linker.link(List.of(ElfReader.readObject("hello.o", assemble(source, "elf32"))),
            Layout.at(0xC010_0000, 0x10_0000), options).orThrow().program());
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
        Tool.need("nasm");
        Tool.need("qemu-system-i386");
        DiskImage.Plan plan = new DiskImage.Plan(assemble(ROOT.resolve("exokernel/boot/mbr.asm"), "bin"),
            assemble(ROOT.resolve("exokernel/boot/loader.asm"), "bin"), kernel(LinkOptions.of("kernel", "_start")), "the disk",
            2 << 20, 0, Node.empty());
        Path disk = Files.write(directory.resolve("disk.img"), DiskImage.build(plan));
        assertEquals("exo86 loader\r\nhello from the disk\r\n", boot("-drive", "format=raw,if=ide,file=" + disk));
    }

    @Test
    void aKernelThatIsTooLowIsRefused() throws Exception {
        Tool.need("nasm");
        Tool.need("qemu-system-i386");
        Path source = ROOT.resolve("toolchain/src/test/resources/exo86/image/hello.asm");
        byte[] low = ElfWriter.write(Linker.link(List.of(ElfReader.readObject("hello.o", assemble(source, "elf32"))),
            Layout.at(0xC000_8000, 0x8000), LinkOptions.of("kernel", "_start")).orThrow().program());
        Path disk = Files.write(directory.resolve("disk.img"), DiskImage.build(new DiskImage.Plan(
            assemble(ROOT.resolve("exokernel/boot/mbr.asm"), "bin"), assemble(ROOT.resolve("exokernel/boot/loader.asm"), "bin"), low,
            "", 2 << 20, 0, Node.empty())));
        Tool.Result result = Tool.run("timeout", "5", "qemu-system-i386", "-m", "64", "-display", "none", "-serial", "stdio",
            "-monitor", "none", "-drive", "format=raw,if=ide,file=" + disk);
        assertTrue(result.output().contains("loader: error: a segment of the kernel is not in memory from 1 MiB on"), result.output());
    }

    @Test
    void theSameKernelStartsByMultiboot() throws Exception {
        Tool.need("nasm");
        Tool.need("qemu-system-i386");
        Path kernel = Files.write(directory.resolve("kernel.elf"), kernel(LinkOptions.of("kernel", "_start").withPhysicalEntry()));
        String output = boot("-kernel", kernel.toString(), "-append", "the flag");
        assertTrue(output.startsWith("hello from ") && output.endsWith(" the flag\r\n"), output);
    }
}
