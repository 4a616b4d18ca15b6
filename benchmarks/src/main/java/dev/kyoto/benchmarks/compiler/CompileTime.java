package dev.kyoto.benchmarks.compiler;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Measures what the Kyoto compiler adds to javac: on a module of 1,000 classes of which 100 hold async blocks, with and without
 * it, each time in a fresh process, in turns. Usage: {@code ./kyoto bench --compiler [rounds]}
 */
public final class CompileTime {
    private static final int CLASSES = 1_000;
    private static final int BLOCKS_IN_EACH = 10;
    private static final int DEFAULT_ROUNDS = 15;

    private final Path folder;
    private final Path javac = Path.of(System.getProperty("java.home"), "bin", "javac");

    private CompileTime(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_ROUNDS;
        Path folder = Files.createTempDirectory("kyoto-compile-time");
        try {
            new CompileTime(folder).run(rounds);
        } finally {
            deleteAll(folder);
        }
    }

    /** One way to call javac. */
    private record Setup(String name, List<String> options, List<Double> wall, List<Double> cpu) {
        Setup(String name, String... options) {
            this(name, List.of(options), new ArrayList<>(), new ArrayList<>());
        }
    }

    private void run(int rounds) throws IOException, InterruptedException {
        Path sources = Files.createDirectory(folder.resolve("mixed"));
        GeneratedSources.write(sources, CLASSES, BLOCKS_IN_EACH);
        Path blockless = Files.createDirectory(folder.resolve("blockless"));
        GeneratedSources.write(blockless, CLASSES, Integer.MAX_VALUE);

        String compiler = jars("kyoto-compiler", "asm");
        measure(
                "1,000 classes, 100 of them with two async blocks",
                rounds,
                sources,
                new Setup("without the compiler", "-proc:none", "-processorpath", folder.toString()),
                new Setup("with the compiler", "-processorpath", compiler));
        measure(
                "1,000 classes, one of them with async blocks",
                rounds,
                blockless,
                new Setup("without the compiler", "-proc:none", "-processorpath", folder.toString()),
                new Setup("with the compiler", "-processorpath", compiler));
    }

    private void measure(String title, int rounds, Path sources, Setup... setups)
            throws IOException, InterruptedException {
        System.out.println(title + ", " + Runtime.version() + ", " + rounds + " rounds:");
        for (int round = 0; round < rounds; round++) {
            for (Setup setup : setups) {
                compile(sources, setup);
            }
        }
        print("wall clock", setups, Setup::wall);
        print("processor time", setups, Setup::cpu);
    }

    private static void print(String what, Setup[] setups, Function<Setup, List<Double>> values) {
        double base = median(values.apply(setups[0]));
        for (Setup setup : setups) {
            double[] sorted = sorted(values.apply(setup));
            double median = median(values.apply(setup));
            System.out.printf(
                    Locale.ROOT,
                    "  %-15s %-21s median %.3f s (%.3f to %.3f), %+.1f %%%n",
                    what,
                    setup.name,
                    median,
                    sorted[0],
                    sorted[sorted.length - 1],
                    100 * (median / base - 1));
        }
    }

    private void compile(Path sources, Setup setup) throws IOException, InterruptedException {
        Path output = Files.createTempDirectory(folder, "classes");
        List<String> command = new ArrayList<>(List.of(
                javac.toString(),
                "-g",
                "-nowarn",
                "-d",
                output.toString(),
                "-classpath",
                jars("kyoto-futures", "jspecify")));
        command.addAll(setup.options);
        try (Stream<Path> files = Files.list(sources)) {
            files.map(Path::toString).forEach(command::add);
        }
        File log = folder.resolve("javac.log").toFile();
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        double cpu = childrenSeconds();
        long begin = System.nanoTime();
        int exit = builder.start().waitFor();
        setup.wall.add((System.nanoTime() - begin) / 1e9);
        setup.cpu.add(childrenSeconds() - cpu);
        if (exit != 0) {
            throw new IOException("javac failed: " + Files.readString(log.toPath()));
        }
        deleteAll(output);
    }

    /** Seconds of processor time of the processes that this one has waited for, as Linux counts them, in hundredths. */
    private static double childrenSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Double.parseDouble(fields[13]) + Double.parseDouble(fields[14])) / 100;
    }

    /** Those entries of the class path whose file names begin so. */
    private static String jars(String... names) {
        List<String> found = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Stream.of(names)
                        .anyMatch(
                                name -> Path.of(entry).getFileName().toString().startsWith(name)))
                .toList();
        return String.join(File.pathSeparator, found);
    }

    private static double median(List<Double> values) {
        return sorted(values)[values.size() / 2];
    }

    private static double[] sorted(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
