package exo86.ash.tree;

import java.util.Optional;

/**
 * Where a symbol goes in the image.
 *
 * @param section the section that {@code @section} names, else the usual one of its kind
 * @param align alignment in bytes that {@code @align} asks for, else 0: the type's
 * @param keep never removed as unused: {@code @keep}, {@code @export}, {@code @entry}
 * @param exported visible to other objects under its link name
 * @param library the module comes from a library root: its usual sections have the prefix {@code .lib}
 */
public record Placement(Optional<String> section, int align, boolean keep, boolean exported, boolean library) {
}
