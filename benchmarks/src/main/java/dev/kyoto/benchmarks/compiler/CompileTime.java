package dev.kyoto.benchmarks.compiler;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures what the Kyoto compiler adds to javac, on a module of 1,000 classes of which 100 hold async blocks, and on one where a
 * single class does. Usage: {@code ./kyoto bench --compiler [pairs [folder]]}, where the folder is the one to work in.
 *
 * <p>The two javacs of a pair, one of them with the compiler, run at the same time in fresh processes, each on a processor of its
 * own, and change processors from pair to pair: so whatever disturbs the machine disturbs both alike. What is compared is the
 * processor time.
 *
 * <p>What was compiled stays until the end. Where files were deleted shortly before, ext4 takes up to ten times as long
 * to create one, which had made up a tenth of javac's main thread. A folder in memory is free of that.
 */
public final class CompileTime {
    private static final int CLASSES = 1_000;
    private static final int BLOCKS_IN_EACH = 10;
    private static final int DEFAULT_PAIRS = 20;

    /** Runs a command, and ends with a line of its processor time: of the user and of the system, each in minutes and seconds. */
    private static final String TIMED = "\"$@\"; status=$?; times; exit $status";

    private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

    private final Path folder;
    private final Path javac = Path.of(System.getProperty("java.home"), "bin", "javac");
    private int compilations;

    private CompileTime(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            System.err.println("bench: it takes two processors, because two javacs are compared side by side.");
            System.exit(1);
        }
        int pairs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_PAIRS;
        Path parent = Path.of(arguments.length > 1 ? arguments[1] : System.getProperty("java.io.tmpdir"));
        Path folder = Files.createTempDirectory(parent, "kyoto-compile-time");
        try {
            new CompileTime(folder).run(pairs);
        } finally {
            deleteAll(folder);
        }
    }

    /** The processor time of two compilations of the same sources, in seconds. */
    private record Pair(double without, double with) {
        double percent() {
            return 100 * (with / without - 1);
        }
    }

    private void run(int pairs) throws IOException, InterruptedException {
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        GeneratedSources.write(mixed, CLASSES, BLOCKS_IN_EACH);
        measure("1,000 classes, 100 of them with two async blocks", pairs, mixed);
        Path blockless = Files.createDirectory(folder.resolve("blockless"));
        GeneratedSources.write(blockless, CLASSES, Integer.MAX_VALUE);
        measure("1,000 classes, one of them with two async blocks", pairs, blockless);
    }

    private void measure(String title, int count, Path sources) throws IOException, InterruptedException {
        System.out.println(title + ", Java " + Runtime.version() + ", " + count + " pairs:");
        Path nothing = Files.createDirectories(folder.resolve("nothing"));
        String compiler = jars("kyoto-compiler", "asm");
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Compilation without = start(sources, nothing.toString(), i % 2);
            Compilation with = start(sources, compiler, 1 - i % 2);
            pairs.add(new Pair(without.seconds(), with.seconds()));
        }
        double[] percents = sorted(pairs.stream().map(Pair::percent).toList());
        System.out.printf(
                Locale.ROOT,
                "  %.2f s without the compiler; with it %+.1f %% (median; quartiles %+.1f and %+.1f)%n",
                at(0.5, sorted(pairs.stream().map(Pair::without).toList())),
                at(0.5, percents),
                at(0.25, percents),
                at(0.75, percents));
    }

    /** A run of javac, and where its output goes. */
    private record Compilation(Process process, Path log) {
        double seconds() throws IOException, InterruptedException {
            int exit = process.waitFor();
            List<String> lines = Files.readAllLines(log);
            if (exit != 0 || lines.isEmpty()) {
                throw new IOException("javac failed: " + String.join("\n", lines));
            }
            double seconds = 0;
            for (Matcher time = TIME.matcher(lines.get(lines.size() - 1)); time.find(); ) {
                seconds += 60 * Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
            }
            return seconds;
        }
    }

    private Compilation start(Path sources, String processorPath, int processor) throws IOException {
        Path output = Files.createDirectory(folder.resolve("classes" + compilations++));
        List<String> command = new ArrayList<>(List.of(
                "taskset",
                "--cpu-list",
                String.valueOf(processor),
                "sh",
                "-c",
                TIMED,
                "timed",
                javac.toString(),
                "-g",
                "-nowarn",
                "-d",
                output.toString(),
                "-classpath",
                jars("kyoto-futures", "jspecify"),
                "-processorpath",
                processorPath));
        try (Stream<Path> files = Files.list(sources)) {
            files.map(Path::toString).forEach(command::add);
        }
        Path log = output.resolve("log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        return new Compilation(builder.start(), log);
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

    private static double[] sorted(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** The value below which such a share of the others lies, between two of them if need be. */
    private static double at(double share, double[] sorted) {
        double position = share * (sorted.length - 1);
        double below = sorted[(int) Math.floor(position)];
        double above = sorted[(int) Math.ceil(position)];
        return below + (above - below) * (position - Math.floor(position));
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
