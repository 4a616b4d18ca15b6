import static dev.kyoto.Kyoto.*;

import dev.kyoto.futures.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the lines of several files, all of them at the same time.
 *
 * <pre>./kyoto run examples/CountLines.java README.md LICENSE</pre>
 *
 * <p>{@code joinAll} awaits many futures of one type, and keeps their order; {@code join(a, b)} awaits some of different
 * types. If one fails, the others are still awaited, and then the failure is thrown.
 */
public class CountLines {
    public static void main(String[] args) {
        run(() -> {
            List<Future<Long>> counts = new ArrayList<>();
            for (String file : args) {
                counts.add(countLines(Path.of(file)));
            }

            long sum = 0;
            for (long count : joinAll(counts).await()) {
                sum += count;
            }
            System.out.println(sum + " lines in " + args.length + " files");
        });
    }

    static Future<Long> countLines(Path file) {
        return async(() -> {
            // Reading a file blocks a thread, so it is done on one that may be blocked.
            long lines = spawnBlocking(() -> {
                        try (var content = Files.lines(file)) {
                            return content.count();
                        }
                    })
                    .await();
            System.out.println(file.getFileName() + ": " + lines);
            return lines;
        });
    }
}
