package exo86.image;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A tree of files as it goes into an image and comes out of one. Names are in byte order of their UTF-16 form, whatever
/// order the host lists them in.
public sealed interface Node {

    record File(byte[] content) implements Node { }

    record Directory(SortedMap<String, Node> entries) implements Node {
        public Directory {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }
    }

    static Directory empty() {
        return new Directory(new TreeMap<>());
    }

    /// The tree with a node at a path like `/bin/ls`; directories on the way are made, and an old node there is replaced,
    /// except that a directory is added to.
    static Directory with(Directory root, String path, Node node) throws ImageException {
        String rest = path.replaceAll("^/+|/+$", "");
        if (rest.isEmpty()) {
            throw new ImageException(path + ": error: a path without a name, expected one like /bin/ls");
        }
        int slash = rest.indexOf('/');
        TreeMap<String, Node> entries = new TreeMap<>(root.entries);
        String name = slash < 0 ? rest : rest.substring(0, slash);
        Node old = entries.get(name);
        if (slash < 0) {
            if (!(old instanceof Directory && node instanceof Directory(var added) && added.isEmpty())) {
                entries.put(name, node);
            }
        } else if (old == null || old instanceof Directory) {
            entries.put(name, with(old instanceof Directory directory ? directory : empty(), rest.substring(slash + 1), node));
        } else {
            throw new ImageException(path + ": error: " + name + " is a file, expected a directory");
        }
        return new Directory(entries);
    }
}
