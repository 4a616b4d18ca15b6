package dev.kyoto.compiler.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What async blocks add to the class files of a program. */
class ClassSizeTest {
    private static final int BLOCKS = 250;

    /** Of the holder of a block, and of the state machine in its class. */
    private static final int MAX_BYTES_PER_BLOCK = 2_000;

    @TempDir
    Path folder;

    @Test
    void aThousandBlocksAddLessThanTwoMegabytes() throws IOException {
        long ordinary = compiledSize("ordinary", program("call", "get(first)", "get(second)"));
        long asynchronous = compiledSize("asynchronous", program("async", "first.await()", "second.await()"));

        long added = (asynchronous - ordinary) / BLOCKS;
        assertTrue(added > 0, "the blocks were not compiled");
        assertTrue(added < MAX_BYTES_PER_BLOCK, () -> added + " bytes for each block");
    }

    /** Methods that hold a lambda each, which waits in two places: by awaits, or by calls of a method. */
    private static String program(String start, String first, String second) {
        var program = new StringBuilder("""
                import static dev.kyoto.futures.Futures.*;
                import dev.kyoto.futures.*;
                public class Main {
                    interface Code<T> { T run() throws Exception; }
                    static native <T> Future<T> call(Code<T> code);
                    static native <T> T get(Future<T> future);
                """);
        for (int i = 0; i < BLOCKS; i++) {
            program.append("""
                    static Future<Integer> method%d(Future<Integer> first, Future<String> second, int number) {
                        return %s(() -> {
                            int sum = %s;
                            for (int i = 0; i < number; i++) {
                                sum += %s.length();
                            }
                            return sum;
                        });
                    }
                    """.formatted(i, start, first, second));
        }
        return program.append("}").toString();
    }

    private long compiledSize(String name, String program) throws IOException {
        Path output = Files.createDirectory(folder.resolve(name));
        assertEquals(List.of(), new Javac(output).compile(program));
        try (Stream<Path> files = Files.walk(output)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
