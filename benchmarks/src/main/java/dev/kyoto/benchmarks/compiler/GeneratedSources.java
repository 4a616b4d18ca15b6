package dev.kyoto.benchmarks.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A module of ordinary classes, some of which hold async blocks. */
final class GeneratedSources {
    private static final int METHODS = 6;

    private GeneratedSources() {}

    /** Writes so many classes into the folder, of which each {@code blocksInEach}-th has blocks. */
    static void write(Path folder, int classes, int blocksInEach) throws IOException {
        for (int i = 0; i < classes; i++) {
            var source = new StringBuilder(head(i));
            for (int method = 0; method < METHODS; method++) {
                source.append(ordinary(i, method));
            }
            if (i % blocksInEach == 0) {
                source.append(block(0)).append(block(1));
            }
            Files.writeString(folder.resolve("Class" + i + ".java"), source.append("}\n"));
        }
    }

    private static String head(int i) {
        return """
                package generated;

                import static dev.kyoto.futures.Futures.async;

                import dev.kyoto.futures.Future;
                import java.util.*;
                import java.util.stream.*;

                public class Class%d {
                    private final Map<String, List<Integer>> numbers = new HashMap<>();
                """.formatted(i);
    }

    private static String ordinary(int i, int method) {
        return switch (method % 4) {
            case 0 -> """
                    public int sum%d(List<Integer> values) {
                        int sum = %d;
                        for (int value : values) {
                            if (value %% 2 == 0) {
                                sum += value;
                            } else if (value > 10) {
                                sum -= Math.abs(value) / 3;
                            }
                        }
                        return sum;
                    }
                    """.formatted(method, i);
            case 1 -> """
                    public List<String> names%d(Collection<String> words) {
                        return words.stream().filter(word -> word.length() > %d).map(String::strip).sorted()
                                .collect(Collectors.toList());
                    }
                    """.formatted(method, i % 7);
            case 2 -> """
                    public void put%d(String key, int value) {
                        try {
                            numbers.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
                        } catch (RuntimeException e) {
                            throw new IllegalStateException("key " + key + " of " + this, e);
                        } finally {
                            numbers.remove("");
                        }
                    }
                    """.formatted(method);
            default -> """
                    public String text%d(Object value) {
                        var text = new StringBuilder();
                        if (value instanceof Class%d other) {
                            text.append(other.sum0(List.of(1, 2, 3))).append(", ").append(other.numbers.size());
                        }
                        return switch (text.length()) {
                            case 0 -> "nothing";
                            case 1, 2 -> "little: " + text;
                            default -> text.toString();
                        };
                    }
                    """.formatted(method, i);
        };
    }

    private static String block(int number) {
        return """
                public Future<Integer> block%d(Future<List<Integer>> first, Future<Integer> second) {
                    return async(() -> {
                        int sum = 0;
                        for (int value : first.await()) {
                            sum += value;
                        }
                        return sum + second.await();
                    });
                }
                """.formatted(number);
    }
}
