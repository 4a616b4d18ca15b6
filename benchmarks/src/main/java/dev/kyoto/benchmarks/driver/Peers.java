package dev.kyoto.benchmarks.driver;

import dev.kyoto.benchmarks.driver.Workload.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Builds the programs of all sides, as far as the tools for it are there. */
final class Peers {
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static final Set<Kind> SERVERS = EnumSet.of(Kind.ECHO, Kind.HTTP, Kind.IDLE);
    private static final Set<Kind> ALL_BUT_SERVERS = EnumSet.complementOf(EnumSet.copyOf(SERVERS));
    private static final Set<Kind> ALL_BUT_HTTP = EnumSet.complementOf(EnumSet.of(Kind.HTTP));

    /** Debian's packages of Rust libraries put their sources here. */
    private static final Path DEBIAN_CRATES = Path.of("/usr/share/cargo/registry");

    private final Options options;
    private final Jdk jdk;

    /** The folder of the sources of the peers. */
    private final Path sources;

    private final List<Side> sides = new ArrayList<>();

    /** What the sides are, exactly. */
    private final Map<String, String> versions = new LinkedHashMap<>();

    /** Why a side is not there. */
    private final List<String> skipped = new ArrayList<>();

    private Peers(Options options, Jdk jdk, Path sources) {
        this.options = options;
        this.jdk = jdk;
        this.sources = sources;
    }

    /** Builds whatever is asked for. */
    static Peers build(Options options, Path sources) throws IOException, InterruptedException {
        var peers = new Peers(options, Jdk.find(options.jdk), sources);
        Files.createDirectories(options.folder);
        peers.versions.put("JDK", peers.jdk.version() + ", default flags on every Java side");
        peers.kyoto();
        peers.buildIfWanted("Tokio", "tokio", peers::tokio);
        peers.buildIfWanted("virtual threads", "virtual-threads", peers::virtualThreads);
        peers.buildIfWanted("kotlinx.coroutines", "kotlinx", peers::kotlinx);
        peers.buildIfWanted("Netty", "netty", peers::netty);
        peers.buildIfWanted("Vert.x", "vertx", peers::vertx);
        peers.withoutWrk();
        peers.sides.removeIf(side -> !options.sides.matcher(side.name()).matches());
        return peers;
    }

    List<Side> sides() {
        return sides;
    }

    Map<String, String> versions() {
        return versions;
    }

    List<String> skipped() {
        return skipped;
    }

    private interface Build {
        void build() throws IOException, InterruptedException, CannotBuild;
    }

    /** Says what is missing, and how to get it. */
    private static final class CannotBuild extends Exception {
        CannotBuild(String message) {
            super(message);
        }
    }

    private void buildIfWanted(String title, String name, Build build) throws IOException, InterruptedException {
        if (Stream.of(name, name + "-current", name + "-epoll", name + "-nio")
                .noneMatch(side -> options.sides.matcher(side).matches())) {
            return;
        }
        try {
            build.build();
        } catch (CannotBuild reason) {
            skipped.add(title + " is not measured: " + reason.getMessage());
            System.err.println("Skipped: " + skipped.get(skipped.size() - 1));
        }
    }

    private void add(
            String name, String title, List<String> command, double warmUpSeconds, Set<Kind> only, String... without) {
        sides.add(new Side(name, title, command, warmUpSeconds, Set.of(without), only));
    }

    private double javaWarmUp() {
        return options.quick ? 2 : 3;
    }

    private void kyoto() {
        List<String> command = List.of(
                jdk.java(), "-cp", System.getProperty("java.class.path"), "dev.kyoto.benchmarks.peer.KyotoPeer");
        add("kyoto", "Kyoto", with(command, "multi"), javaWarmUp(), ALL);
        add("kyoto-current", "Kyoto currentThread", with(command, "current"), javaWarmUp(), ALL);
    }

    private void tokio() throws IOException, InterruptedException, CannotBuild {
        Path folder = sources.resolve("tokio");
        Path target = options.folder.resolve("tokio");
        List<String> cargo = new ArrayList<>(List.of("cargo", "build", "--release", "--quiet"));
        if (isPackaged("tokio") && isPackaged("hyper")) {
            cargo.addAll(List.of(
                    "--offline",
                    "--config",
                    "source.crates-io.replace-with='debian'",
                    "--config",
                    "source.debian.directory='" + DEBIAN_CRATES + "'"));
        }
        cargo.addAll(List.of("--target-dir", target.toString()));
        run(
                folder,
                cargo,
                "it takes cargo and the sources of Tokio and hyper, from crates.io or from Debian: apt-get install cargo"
                        + " librust-tokio-dev librust-hyper-dev");
        Path lock = folder.resolve("Cargo.lock");
        versions.put(
                "Tokio",
                version(lock, "tokio") + " with hyper " + version(lock, "hyper")
                        + ", release build with link-time optimisation");
        List<String> command = List.of(target.resolve("release/tokio-peer").toString());
        double warmUp = 0.5;
        add("tokio", "Tokio", with(command, "multi"), warmUp, ALL);
        add("tokio-current", "Tokio current_thread", with(command, "current"), warmUp, ALL);
    }

    private static boolean isPackaged(String crate) throws IOException {
        if (!Files.isDirectory(DEBIAN_CRATES)) {
            return false;
        }
        try (Stream<Path> crates = Files.list(DEBIAN_CRATES)) {
            return crates.anyMatch(path -> path.getFileName().toString().matches(crate + "-[0-9.]+"));
        }
    }

    private static String version(Path lock, String crate) throws IOException {
        Matcher version = Pattern.compile("name = \"" + crate + "\"\nversion = \"([^\"]+)\"")
                .matcher(Files.readString(lock));
        return version.find() ? version.group(1) : "of unknown version";
    }

    private void virtualThreads() throws IOException, InterruptedException, CannotBuild {
        if (jdk.release() < 25) {
            throw new CannotBuild("it takes JDK 25, and " + jdk.home() + " is " + jdk.version()
                    + ". Install one in /usr/lib/jvm, or name it: --jdk HOME");
        }
        Path classes = options.folder.resolve("virtual-threads");
        List<String> javac = new ArrayList<>(List.of(jdk.javac(), "-d", classes.toString()));
        try (Stream<Path> files = Files.list(sources.resolve("jdk"))) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(javac::add);
        }
        run(sources, javac, "its program does not compile");
        // java.util.concurrent has no select.
        add("virtual-threads", "virtual threads", java(classes.toString()), javaWarmUp(), ALL_BUT_HTTP, "select");
    }

    private void kotlinx() throws IOException, InterruptedException, CannotBuild {
        Path output = maven("kotlin");
        versions.put("kotlinx.coroutines", library(output, "kotlinx-coroutines-core-jvm") + ", Dispatchers.Default");
        add(
                "kotlinx",
                "kotlinx",
                java(output + "/classes:" + output + "/lib/*", "MainKt"),
                javaWarmUp(),
                ALL_BUT_SERVERS);
    }

    private void netty() throws IOException, InterruptedException, CannotBuild {
        Path output = maven("netty");
        versions.put("Netty", library(output, "netty-transport") + ", two event loops");
        List<String> command = java(output + "/classes:" + output + "/lib/*");
        add("netty-epoll", "Netty epoll", with(command, "epoll"), javaWarmUp(), SERVERS);
        add("netty-nio", "Netty NIO", with(command, "nio"), javaWarmUp(), SERVERS);
    }

    private void vertx() throws IOException, InterruptedException, CannotBuild {
        Path output = maven("vertx");
        versions.put("Vert.x", library(output, "vertx-core") + ", two event loops, native transport");
        add("vertx", "Vert.x", java(output + "/classes:" + output + "/lib/*"), javaWarmUp(), SERVERS);
    }

    /** Leaves out what wrk would measure, if it is not there. */
    private void withoutWrk() {
        if (options.workloads.matcher("http_50").matches() && !HttpLoad.isInstalled()) {
            skipped.add("HTTP is not measured: it takes wrk. On Debian: apt-get install wrk");
            sides.replaceAll(side -> side.without(Kind.HTTP));
        }
    }

    private Path maven(String peer) throws IOException, InterruptedException, CannotBuild {
        Path output = options.folder.resolve(peer);
        List<String> maven = List.of("mvn", "--batch-mode", "--quiet", "-Dpeer.output=" + output, "process-classes");
        run(sources.resolve(peer), maven, "it takes Maven, and its libraries from Maven Central");
        return output;
    }

    /** The version in the name of a library's file. */
    private static String library(Path output, String name) throws IOException {
        try (Stream<Path> files = Files.list(output.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.matches(name + "-\\d.*"))
                    .map(file -> file.substring(name.length() + 1, file.length() - ".jar".length()))
                    .findFirst()
                    .orElse("of unknown version");
        }
    }

    private List<String> java(String classPath) {
        return java(classPath, "Main");
    }

    private List<String> java(String classPath, String mainClass) {
        return List.of(jdk.java(), "--enable-native-access=ALL-UNNAMED", "-cp", classPath, mainClass);
    }

    private static List<String> with(List<String> command, String argument) {
        var whole = new ArrayList<>(command);
        whole.add(argument);
        return whole;
    }

    private void run(Path folder, List<String> command, String cure)
            throws IOException, InterruptedException, CannotBuild {
        System.err.println("Building: " + command.get(0) + " in " + folder);
        File log = options.folder.resolve("build.log").toFile();
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().put("JAVA_HOME", jdk.home().toString());
        int exit;
        try {
            exit = builder.start().waitFor();
        } catch (IOException notFound) {
            throw new CannotBuild(cure + " (" + notFound.getMessage() + ")");
        }
        if (exit != 0) {
            Path kept = options.folder.resolve("build-" + folder.getFileName() + ".log");
            Files.deleteIfExists(kept);
            Files.move(log.toPath(), kept);
            throw new CannotBuild(cure + " (" + command.get(0) + " failed: " + kept + ")");
        }
    }
}
