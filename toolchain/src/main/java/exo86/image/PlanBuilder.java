package exo86.image;

import java.nio.file.Path;

/// Collects a disk's plan from keys and values. Host paths start from one folder.
final class PlanBuilder {
    private final Path folder;
    private DiskImage.Plan plan = DiskImage.Plan.of(new byte[0], new byte[0], new byte[0], Node.empty());

    PlanBuilder(Path folder) {
        this.folder = folder;
    }

    /// A copy that looks for host files elsewhere.
    PlanBuilder in(Path other) {
        PlanBuilder copy = new PlanBuilder(other);
        copy.plan = plan;
        return copy;
    }

    void take(PlanBuilder other) {
        plan = other.plan;
    }

    DiskImage.Plan plan() {
        return plan;
    }

    /// Takes one setting; false if there is no such key.
    boolean set(String key, String value) throws ImageException {
        DiskImage.Plan p = plan;
        plan = switch (key) {
            case "size" -> new DiskImage.Plan(p.bootCode(), p.loader(), p.kernel(), p.module(), p.commandLine(), size(value), p.time(), p.files());
            case "boot" -> new DiskImage.Plan(read(value), p.loader(), p.kernel(), p.module(), p.commandLine(), p.size(), p.time(), p.files());
            case "loader" -> new DiskImage.Plan(p.bootCode(), read(value), p.kernel(), p.module(), p.commandLine(), p.size(), p.time(), p.files());
            case "kernel" -> new DiskImage.Plan(p.bootCode(), p.loader(), read(value), p.module(), p.commandLine(), p.size(), p.time(), p.files());
            case "module" -> new DiskImage.Plan(p.bootCode(), p.loader(), p.kernel(), read(value), p.commandLine(), p.size(), p.time(),
                p.files());
            case "command" -> new DiskImage.Plan(p.bootCode(), p.loader(), p.kernel(), p.module(), value, p.size(), p.time(), p.files());
            case "tree" -> with(merge(p.files(), HostFiles.tree(folder.resolve(value)), ""));
            case "file" -> {
                int equals = value.indexOf('=');
                if (equals < 0) {
                    throw new ImageException("error: file '" + value + "', expected /path/in/image=file");
                }
                yield with(Node.with(p.files(), value.substring(0, equals), new Node.File(read(value.substring(equals + 1)))));
            }
            case "dir" -> with(Node.with(p.files(), value, Node.empty()));
            default -> null;
        };
        if (plan == null) {
            plan = p;
            return false;
        }
        return true;
    }

    private DiskImage.Plan with(Node.Directory files) {
        return new DiskImage.Plan(plan.bootCode(), plan.loader(), plan.kernel(), plan.module(), plan.commandLine(), plan.size(), plan.time(), files);
    }

    private static Node.Directory merge(Node.Directory into, Node.Directory from, String path) throws ImageException {
        Node.Directory result = into;
        for (var entry : from.entries().entrySet()) {
            String name = path + "/" + entry.getKey();
            if (entry.getValue() instanceof Node.Directory inner) {
                result = merge(Node.with(result, name, Node.empty()), inner, name);
            } else {
                result = Node.with(result, name, entry.getValue());
            }
        }
        return result;
    }

    private byte[] read(String value) throws ImageException {
        return HostFiles.read(folder.resolve(value));
    }

    private static long size(String text) throws ImageException {
        try {
            int last = text.isEmpty() ? ' ' : Character.toUpperCase(text.charAt(text.length() - 1));
            int shift = last == 'K' ? 10 : last == 'M' ? 20 : 0;
            return Math.multiplyExact(Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1)), 1L << shift);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new ImageException("error: size '" + text + "', expected a number of bytes, or one with K or M");
        }
    }
}
