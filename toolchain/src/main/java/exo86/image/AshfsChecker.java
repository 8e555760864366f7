package exo86.image;

import static exo86.image.Ashfs.*;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks at a whole file system and says everything that is wrong with it: names, links, blocks used twice or out of
/// range, and a bitmap that disagrees. An empty list means that every promise of `docs/disk.md` holds.
public final class AshfsChecker {
    private static final int PROBLEM_LIMIT = 200;

    private final AshfsReader system;
    private final List<String> problems = new ArrayList<>();
    private final int[] owner;
    private final int[] named;
    private final int[] subdirectories;
    private final boolean[] reached;

    private AshfsChecker(AshfsReader system) {
        this.system = system;
        owner = new int[system.blocks];
        named = new int[system.inodes];
        subdirectories = new int[system.inodes];
        reached = new boolean[system.inodes];
    }

    /// What is wrong, in the order of finding it, at most 200 lines.
    public static List<String> check(AshfsReader system) {
        AshfsChecker checker = new AshfsChecker(system);
        checker.run();
        return checker.problems.size() <= PROBLEM_LIMIT ? checker.problems : checker.problems.subList(0, PROBLEM_LIMIT);
    }

    private void run() {
        List<int[]> work = new ArrayList<>(List.of(new int[] {ROOT, ROOT}));
        List<String> paths = new ArrayList<>(List.of("/"));
        reached[ROOT] = true;
        while (!work.isEmpty()) {
            int[] next = work.removeLast();
            visit(next[0], next[1], paths.removeLast(), work, paths);
        }
        for (int number = 1; number < system.inodes; number++) {
            int kind = u16(system.disk, system.inodeOffset(number));
            if (!reached[number]) {
                if (kind != KIND_FREE) {
                    problem("inode %d of kind %d has no name, expected one in a directory", number, kind);
                }
                continue;
            }
            int links = u16(system.disk, system.inodeOffset(number) + INODE_LINKS);
            int expected = kind == KIND_DIRECTORY ? 2 + subdirectories[number] : named[number];
            if (links != expected) {
                problem("inode %d has link count %d, expected %d", number, links, expected);
            }
        }
        for (int block = 0; block < system.blocks; block++) {
            boolean marked = (system.disk[system.start + system.bitmapStart * BLOCK + block / 8] >> block % 8 & 1) != 0;
            boolean used = block < system.dataStart || owner[block] != 0;
            if (marked != used) {
                problem("block %d is %s in the bitmap, expected %s", block, marked ? "used" : "free", used
                    ? block < system.dataStart ? "used (it holds the file system's own tables)" : "used (by inode " + owner[block] + ")"
                    : "free");
            }
        }
    }

    private void visit(int number, int parent, String path, List<int[]> work, List<String> paths) {
        AshfsReader.Inode inode;
        try {
            inode = system.inode(number);
        } catch (ImageException e) {
            problems.add(path + ": " + e.getMessage());
            return;
        }
        if (!claimBlocks(inode, path) || !inode.directory()) {
            if (number == ROOT && !inode.directory()) {
                problem("/: root inode is a file, expected a directory");
            }
            return;
        }
        byte[] content;
        try {
            system.entries(inode);
            content = system.content(inode);
        } catch (ImageException e) {
            problems.add(path + ": " + e.getMessage());
            return;
        }
        Set<String> names = new HashSet<>();
        for (int at = 0; at < content.length; at += ENTRY) {
            int child = u32(content, at);
            if (child == 0) {
                continue;
            }
            String name = AshfsReader.entryName(content, at + 4);
            if (name.isEmpty() || name.indexOf('/') >= 0 || content[at + ENTRY - 1] != 0) {
                problem("%s: entry %d has name '%s', expected 1 to 59 bytes without '/'", path, at / ENTRY, name);
            }
            if (!names.add(name)) {
                problem("%s: name '%s' stands there twice, expected once", path, name);
            }
            if (name.equals(".") || name.equals("..")) {
                int expected = name.equals(".") ? number : parent;
                if (child != expected) {
                    problem("%s: '%s' is inode %d, expected %d", path, name, child, expected);
                }
                continue;
            }
            child(number, child, (path.equals("/") ? "/" : path + "/") + name, work, paths);
        }
        for (String name : List.of(".", "..")) {
            if (!names.contains(name)) {
                problem("%s: no entry '%s', expected one", path, name);
            }
        }
    }

    private void child(int parent, int child, String path, List<int[]> work, List<String> paths) {
        if (child < 1 || child >= system.inodes) {
            problem("%s: inode %s, expected 1 to %d", path, Integer.toUnsignedString(child), system.inodes - 1);
            return;
        }
        named[child]++;
        boolean directory = u16(system.disk, system.inodeOffset(child)) == KIND_DIRECTORY;
        if (directory) {
            subdirectories[parent]++;
        }
        if (!reached[child]) {
            reached[child] = true;
            work.add(new int[] {child, parent});
            paths.add(path.length() > 1000 ? "..." + path.substring(path.length() - 900) : path);
        } else if (directory) {
            problem("%s: directory inode %d has a second name, expected one", path, child);
        }
    }

    /// Books the inode's blocks; false if its contents cannot be read.
    private boolean claimBlocks(AshfsReader.Inode inode, String path) {
        int at = system.inodeOffset(inode.number());
        int count = (inode.size() + BLOCK - 1) / BLOCK;
        boolean good = true;
        for (int i = 0; i < DIRECT; i++) {
            good &= claim(inode, u32(system.disk, at + INODE_DIRECT + 4 * i), i < count, path);
        }
        int indirect = u32(system.disk, at + INODE_INDIRECT);
        boolean readable = claim(inode, indirect, count > DIRECT, path);
        for (int i = 0; readable && indirect != 0 && i < INDIRECT; i++) {
            good &= claim(inode, u32(system.disk, system.start + indirect * BLOCK + 4 * i), i + DIRECT < count, path);
        }
        return good && readable;
    }

    private boolean claim(AshfsReader.Inode inode, int block, boolean wanted, String path) {
        if (block == 0) {
            return true;
        }
        if (block < system.dataStart || block >= system.blocks) {
            problem("%s: inode %d has block %s, expected %d to %d", path, inode.number(), Integer.toUnsignedString(block),
                system.dataStart, system.blocks - 1);
            return false;
        }
        if (!wanted) {
            problem("%s: inode %d has block %d behind its %d bytes, expected none", path, inode.number(), block, inode.size());
        }
        if (owner[block] != 0) {
            problem("%s: block %d belongs to inode %d and to inode %d, expected one", path, block, owner[block], inode.number());
        } else {
            owner[block] = inode.number();
        }
        return true;
    }

    private void problem(String format, Object... values) {
        if (problems.size() < PROBLEM_LIMIT) {
            problems.add(format.formatted(values));
        }
    }
}
