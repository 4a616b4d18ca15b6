package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * What has to outlive a suspension: the live locals, each in its slot with its verifier type ({@code TOP} where nothing is
 * kept), and the operand stack below the future. Awaits of equal layout share the code that saves and restores it.
 */
record Layout(List<Object> locals, List<Object> stack) {
    /** The layout of an await; objects under construction are left out, because they are made anew. */
    static Layout of(Await await, int firstSlot, Set<Object> underConstruction) {
        List<Object> locals = new ArrayList<>();
        List<Object> all = await.state().locals();
        for (int slot = 0; slot < all.size(); slot++) {
            boolean kept = slot >= firstSlot && await.live().get(slot) && !underConstruction.contains(all.get(slot));
            locals.add(kept ? all.get(slot) : Opcodes.TOP);
            if (kept && VerifierType.isWide(all.get(slot))) {
                locals.add(Opcodes.TOP);
                slot++;
            }
        }
        while (!locals.isEmpty() && locals.get(locals.size() - 1) == Opcodes.TOP && !endsWithWide(locals)) {
            locals.remove(locals.size() - 1);
        }
        List<Object> stack = new ArrayList<>(await.state().stack());
        stack.remove(stack.size() - 1);
        if (!underConstruction.isEmpty()) {
            stack.removeIf(underConstruction::contains);
        }
        return new Layout(locals, BodySlots.compressed(stack));
    }

    private static boolean endsWithWide(List<Object> locals) {
        return locals.size() > 1 && VerifierType.isWide(locals.get(locals.size() - 2));
    }

    // Written out, because the JDK takes longer to link those of a record than all else for several blocks takes; by
    // way of
    // Objects, because the interpreter resolves a call of equals or hashCode through an interface anew each time.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Layout layout
                && Objects.equals(locals, layout.locals)
                && Objects.equals(stack, layout.stack);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(locals) + Objects.hashCode(stack);
    }

    /** The slots that are kept. */
    BitSet kept() {
        BitSet kept = new BitSet();
        for (int slot = 0; slot < locals.size(); slot++) {
            kept.set(slot, locals.get(slot) != Opcodes.TOP);
        }
        return kept;
    }
}
