package dev.kyoto.compiler.lint;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import dev.kyoto.compiler.transform.AsyncTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the linter learns on its way, for the transformer: which types are async, and where the async blocks are. */
public final class Findings implements AsyncTypes {
    private final Set<String> asyncCode = new HashSet<>();
    private final Set<String> futures = new HashSet<>(Set.of("dev/kyoto/futures/Future"));
    private final List<Block> blocks = new ArrayList<>();
    private final Set<CompilationUnitTree> units = new HashSet<>();

    /** An async block in the source; the line is 0 when javac is told to forget lines. */
    public record Block(LambdaExpressionTree lambda, CompilationUnitTree unit, long line, boolean mayBeHuge) {}

    void addAsyncCode(String internalName) {
        asyncCode.add(internalName);
    }

    void addFuture(String internalName) {
        futures.add(internalName);
    }

    void addBlock(Block block) {
        blocks.add(block);
        units.add(block.unit());
    }

    public boolean hasBlocksIn(CompilationUnitTree unit) {
        return units.contains(unit);
    }

    /** The block that was found first, or null. */
    public @Nullable Block anyBlock() {
        return blocks.isEmpty() ? null : blocks.get(0);
    }

    /** The last block of a source file that begins at or before a line; any of that file if there is none; any, or null. */
    public @Nullable Block blockAt(@Nullable CompilationUnitTree unit, int line) {
        Block best = anyBlock();
        for (Block block : blocks) {
            if (block.unit() == unit) {
                if (block.line() <= line || best == null || best.unit() != unit) {
                    best = block; // they were found in the order in which they begin
                }
            }
        }
        return best;
    }

    @Override
    public boolean isAsyncCode(String internalName) {
        return asyncCode.contains(internalName);
    }

    @Override
    public boolean isFuture(String internalName) {
        return futures.contains(internalName);
    }
}
