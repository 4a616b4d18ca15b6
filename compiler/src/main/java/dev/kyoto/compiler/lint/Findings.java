package dev.kyoto.compiler.lint;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import dev.kyoto.compiler.transform.AsyncTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the linter learns on its way, for the transformer: which types are async, and where the async blocks are. */
public final class Findings {
    private final Set<String> asyncCode = new HashSet<>();
    private final Set<String> futures = new HashSet<>(Set.of("dev/kyoto/futures/Future"));
    private final List<Block> blocks = new ArrayList<>();
    private final Set<CompilationUnitTree> units = new HashSet<>();

    /** By source file, those of its futures in which they were found. */
    private final Map<CompilationUnitTree, List<Mark>> marks = new HashMap<>();

    /** What is said of the future that a call of {@code maker} makes; the line is that at which the await of it begins. */
    private record Mark(String maker, long line, String mark) {}

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

    /** @param mark empty if nothing is said of it: so that what is said of another is not taken for its */
    void addMark(CompilationUnitTree unit, String maker, long line, String mark) {
        List<Mark> those = marks.get(unit);
        if (those == null) {
            those = new ArrayList<>();
            marks.put(unit, those);
        }
        those.add(new Mark(maker, line, mark));
    }

    /** What the transformer asks about the class files of a source file. */
    public AsyncTypes typesIn(CompilationUnitTree unit) {
        return new Types(asyncCode, futures, marks.getOrDefault(unit, List.of()));
    }

    private record Types(Set<String> asyncCode, Set<String> futures, List<Mark> marks) implements AsyncTypes {
        @Override
        public boolean isAsyncCode(String internalName) {
            return asyncCode.contains(internalName);
        }

        @Override
        public boolean isFuture(String internalName) {
            return futures.contains(internalName);
        }

        /** {@inheritDoc} Of several on one line that differ in their marks, nothing is said. */
        @Override
        public String cancelMark(String maker, int line) {
            String found = "";
            long nearest = -1;
            for (Mark mark : marks) {
                if (mark.maker.equals(maker) && mark.line <= line && mark.line >= nearest) {
                    found = mark.line == nearest && !found.equals(mark.mark) ? "" : mark.mark;
                    nearest = mark.line;
                }
            }
            return found;
        }
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
}
