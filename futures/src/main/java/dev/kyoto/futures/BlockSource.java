package dev.kyoto.futures;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where an async block and its awaits were written, as {@link CompiledBlock#describeSource()} encodes it. Parsed on demand:
 * it costs a running program one string constant a block.
 */
final class BlockSource {
    /** As many are remembered: whoever looks at a hundred thousand tasks sees few blocks, again and again. */
    private static final int REMEMBERED = 4096;

    private static final Map<String, BlockSource> PARSED = new ConcurrentHashMap<>();

    /** Of the block, and of each await. */
    private final StackTraceElement[] positions;

    private final CancelSafety[] safeties;

    private BlockSource(StackTraceElement[] positions, CancelSafety[] safeties) {
        this.positions = positions;
        this.safeties = safeties;
    }

    static BlockSource parse(String encoded) {
        BlockSource known = PARSED.get(encoded);
        if (known != null) {
            return known;
        }
        if (PARSED.size() >= REMEMBERED) {
            PARSED.clear();
        }
        BlockSource parsed = parseAnew(encoded);
        PARSED.put(encoded, parsed);
        return parsed;
    }

    private static BlockSource parseAnew(String encoded) {
        String[] parts = encoded.split("\\|");
        String file = parts[2].isEmpty() ? null : parts[2];
        StackTraceElement[] positions = new StackTraceElement[parts.length - 3];
        CancelSafety[] safeties = new CancelSafety[positions.length];
        for (int i = 0; i < positions.length; i++) {
            String line = parts[i + 3];
            safeties[i] = safety(line);
            int digits = line.length() - (safeties[i] == CancelSafety.UNKNOWN ? 0 : 1);
            positions[i] = new StackTraceElement(parts[0], parts[1], file, Integer.parseInt(line, 0, digits, 10));
        }
        return new BlockSource(positions, safeties);
    }

    private static CancelSafety safety(String line) {
        return switch (line.charAt(line.length() - 1)) {
            case 's' -> CancelSafety.SAFE;
            case 'u' -> CancelSafety.UNSAFE;
            default -> CancelSafety.UNKNOWN;
        };
    }

    StackTraceElement start() {
        return positions[0];
    }

    /** The line of an await; that of the block when {@code state} is not one of its awaits. */
    StackTraceElement await(int state) {
        return positions[state > 0 ? state : 0];
    }

    /** What is said of the future of an await or, for 0, of the branch that the block handles. */
    CancelSafety safety(int state) {
        return state < 0 ? CancelSafety.UNKNOWN : safeties[state];
    }
}
