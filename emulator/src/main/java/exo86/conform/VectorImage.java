package exo86.conform;

import exo86.asm.Assembler;
import exo86.asm.Assembly;
import exo86.asm.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Vectors with the harness around them, as assembly text and as the bare-metal image that runs them and prints what differs. The image knows all
 * expectations, so it means the same on any machine.
 */
public final class VectorImage {
    private static final List<String> FIELDS = List.of("vector", "error", "eip", "cs", "eflags", "esp", "ss", "eax", "ecx", "edx", "ebx", "ebp", "esi", "edi",
        "ds", "es", "fs", "gs", "cr2", "cr0", "tr", "ldtr", "dr6", "now", "frame");
    private static final List<String> SELECTORS = List.of("cs", "ss", "ds", "es", "fs", "gs", "tr", "ldtr");
    private static final int MEMORY = 25;
    private static final int COMPLETION = 0x7E;
    private static final Pattern LOCAL = Pattern.compile("(?<![\\w.\\]])\\.([a-z]\\w*)");
    private static final int BASE = 0x100000;
    /** Where the harness puts the code of virtual-8086 vectors. */
    private static final int LOW = 0x10000;

    private final String name;
    private final List<Vector> vectors;
    private final String source;
    private byte[] file = {};

    private VectorImage(String name, List<Vector> vectors, String source) {
        this.name = name;
        this.vectors = vectors;
        this.source = source;
    }

    /** The image's source, complete. */
    public String source() {
        return source;
    }

    public String name() {
        return name;
    }

    List<Vector> vectors() {
        return vectors;
    }

    /** Whether the image is meant to end in a shutdown instead of a report. */
    public boolean shutsDown() {
        return vectors.size() == 1 && vectors.getFirst().outcome().shutdown();
    }

    /**
     * A line a vector, its columns parted by tabs: image, vector, how the image ends ({@code done} or {@code shutdown}), the passage of the manual,
     * the file and line where it is written, and the machines that are known to differ, with the reasons.
     */
    public String index() {
        StringBuilder lines = new StringBuilder();
        vectors.forEach(vector -> lines.append(String.join("\t", name, vector.name(), vector.outcome().shutdown() ? "shutdown" : "done", vector.rule(),
            vector.place().replaceFirst(".*/", ""), known(vector))).append('\n'));
        return lines.toString();
    }

    private static String known(Vector vector) {
        return vector.differences().stream().map(known -> known.machine() + ": " + known.reason()).collect(Collectors.joining("; "));
    }

    static VectorImage of(String name, List<Vector> vectors, String harness) {
        StringBuilder text = new StringBuilder(harness);
        text.append("\nbits 32\n");
        for (int k = 0; k < vectors.size(); k++) {
            new Writer("v" + k, vectors.get(k), text).write();
        }
        text.append("align 4\nvectors:\n");
        for (int k = 0; k < vectors.size(); k++) {
            String v = "v" + k;
            text.append("        dd ").append(v).append("_setup, ").append(v).append(", ").append(vectors.get(k).level()).append(", ")
                .append(vectors.get(k).eflags()).append(vectors.get(k).level() == Vector.VIRTUAL ? " | 0x20000" : "")
                .append(", ").append(v).append("_expect, ").append(v).append("_name\n");
        }
        text.append("vectors_end:\nimage_end:\n");
        return new VectorImage(name, vectors, text.toString());
    }

    /** The image's bytes: an ELF32 file with a multiboot header. */
    public byte[] file() throws SuiteException {
        if (file.length == 0) {
            Assembly assembly = Assembler.flat(source, name + ".asm", included -> Optional.empty());
            if (assembly.failed()) {
                Diagnostic first = assembly.diagnostics().getFirst();
                throw new SuiteException(first.render() + "in the image of " + name + ", near vector " + near(first.line()));
            }
            file = assembly.flat().orElseThrow();
        }
        return file;
    }

    private String near(int line) {
        Pattern label = Pattern.compile("v(\\d+)_setup:");
        return source.lines().limit(line).map(label::matcher).filter(Matcher::matches).reduce((a, b) -> b)
            .map(last -> vectors.get(Integer.parseInt(last.group(1))).name()).orElse("(none: the harness)");
    }

    /** The linear address where a vector's code starts. */
    int entry(int vector) throws SuiteException {
        return vectors.get(vector).level() == Vector.VIRTUAL ? LOW : word(vector, 4);
    }

    /** The bytes of a vector's code. */
    byte[] code(int vector) throws SuiteException {
        int from = word(vector, 4) - BASE;
        int to = Math.min(word(vector, 16) - BASE, from + 64);
        return java.util.Arrays.copyOfRange(file(), from, to);
    }

    /** A word of a vector's row in the image's table. */
    private int word(int vector, int offset) throws SuiteException {
        byte[] bytes = file();
        int magic = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("EXO86VEC");
        java.nio.ByteBuffer view = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        return view.getInt(view.getInt(magic + 8) - BASE + vector * 24 + offset);
    }

    /** One vector as text. */
    private record Writer(String label, Vector vector, StringBuilder text) {
        void write() {
            text.append("; ").append(vector.name()).append('\n').append(label).append("_setup:\n");
            vector.setup().forEach(line -> line(global(line)));
            text.append("        ret\n").append(label).append(":\n");
            vector.code().forEach(this::line);
            boolean virtual = vector.level() == Vector.VIRTUAL;
            text.append(".end: ").append(virtual ? "hlt" : "int DONE").append("\n        bits 32\n");
            List<Vector.Check> checks = checks(virtual);
            text.append(label).append("_expect:\n        dd ").append(checks.size()).append('\n');
            checks.forEach(this::check);
            text.append(label).append("_name: db '").append(vector.name()).append("', 0\n");
        }

        /** Local labels belong to the code, wherever they are used. */
        private String global(String expression) {
            return LOCAL.matcher(expression).replaceAll(label + ".$1");
        }

        private void line(String line) {
            String stripped = line.strip();
            if (!stripped.startsWith("@")) {
                text.append(line).append('\n');
                return;
            }
            String[] words = stripped.split("\\s+", 2);
            String[] operands = words[1].split("\\s*,\\s*");
            switch (words[0]) {
                case "@descriptor" -> descriptor(operands[0], operands[1], operands[2], operands[3]);
                case "@gate" -> gate(operands[0], operands[1], operands[2], operands[3]);
                default -> text.append(line).append('\n');
            }
        }

        private void descriptor(String at, String base, String limit, String rights) {
            text.append("""
                        mov dword [%1$s], (%3$s) & 0xFFFF
                        mov eax, %2$s
                        mov [%1$s+2], ax
                        shr eax, 16
                        mov [%1$s+4], al
                        mov byte [%1$s+5], (%4$s) & 0xFF
                        mov byte [%1$s+6], ((%3$s) >> 16 & 15) | ((%4$s) >> 8 & 0xF0)
                        mov [%1$s+7], ah
                """.formatted(at, base, limit, rights));
        }

        private void gate(String at, String selector, String offset, String rights) {
            text.append("""
                        mov eax, %3$s
                        mov [%1$s], eax
                        mov [%1$s+4], eax
                        mov word [%1$s+2], %2$s
                        mov word [%1$s+4], %4$s
                """.formatted(at, selector, offset, rights));
        }

        private List<Vector.Check> checks(boolean virtual) {
            Vector.Outcome outcome = vector.outcome();
            List<Vector.Check> checks = new ArrayList<>();
            if (outcome.completes()) {
                checks.add(new Vector.Check("vector", "-1", virtual ? "13" : Integer.toString(COMPLETION)));
                if (virtual) {
                    checks.add(new Vector.Check("eip", "-1", ".end - " + label));
                }
            } else {
                checks.add(new Vector.Check("vector", "-1", Integer.toString(outcome.exception())));
                if (!outcome.errorCode().isEmpty()) {
                    checks.add(new Vector.Check("error", "-1", outcome.errorCode()));
                }
                boolean named = outcome.fault() && vector.code().stream().anyMatch(line -> line.strip().startsWith(".fault:"));
                if (named && outcome.checks().stream().noneMatch(check -> check.left().equals("eip"))) {
                    checks.add(new Vector.Check("eip", "-1", virtual ? ".fault - " + label : ".fault"));
                }
            }
            checks.addAll(outcome.checks());
            return checks;
        }

        private void check(Vector.Check check) {
            boolean memory = check.left().startsWith("[");
            String mask = SELECTORS.contains(check.left()) ? "(" + check.mask() + ") & 0xFFFF" : check.mask();
            text.append("        dd ").append(memory ? MEMORY : FIELDS.indexOf(check.left())).append(", ").append(global(mask)).append(", ")
                .append(global(check.value())).append(", ").append(memory ? global(check.left().substring(1, check.left().length() - 1)) : "0").append('\n');
        }
    }
}
