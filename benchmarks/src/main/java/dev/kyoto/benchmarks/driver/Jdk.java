package dev.kyoto.benchmarks.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JDK that compiles and runs the Java sides. */
record Jdk(Path home, int release, String version) {
    private static final Path SYSTEM = Path.of("/usr/lib/jvm");

    /** The given one; else the newest among JAVA_HOME, the one that runs this, and the system's. */
    static Jdk find(@Nullable Path given) throws IOException {
        if (given != null) {
            return at(given);
        }
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        String variable = System.getenv("JAVA_HOME");
        if (variable != null) {
            homes.add(Path.of(variable));
        }
        if (Files.isDirectory(SYSTEM)) {
            try (Stream<Path> installed = Files.list(SYSTEM)) {
                installed.forEach(homes::add);
            }
        }
        Jdk newest = null;
        for (Path home : homes) {
            if (Files.isExecutable(home.resolve("bin/javac")) && Files.isReadable(home.resolve("release"))) {
                Jdk found = at(home);
                newest = newest == null || found.release > newest.release ? found : newest;
            }
        }
        if (newest == null) {
            throw new IOException("No JDK was found. Name one: --jdk HOME");
        }
        return newest;
    }

    private static Jdk at(Path home) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("release"))) {
            properties.load(reader);
        }
        String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        String vendor = properties.getProperty("IMPLEMENTOR", "unknown vendor").replace("\"", "");
        return new Jdk(home, Integer.parseInt(version.split("[.+-]")[0]), version + " (" + vendor + ")");
    }

    String java() {
        return home.resolve("bin/java").toString();
    }

    String javac() {
        return home.resolve("bin/javac").toString();
    }
}
