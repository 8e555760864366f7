/**
 * The checked program: names resolved, types complete, sugar gone. The checker makes it, the constant evaluator runs it, code generators read it.
 *
 * <p>Invariants: no {@link exo86.ash.types.Type.Exact} or {@link exo86.ash.types.Type.Erroneous} type is left; every conversion, run-time check,
 * automatic address or dereference and every deferred statement is explicit; evaluation order is left to right as children are listed,
 * a place before the value stored in it. {@code for}, {@code match}, methods, {@code print}, {@code assert} and compound assignment
 * exist no more: the checker has lowered them to the nodes here with temporaries ({@link exo86.ash.tree.Local}).
 */
package exo86.ash.tree;
