package dev.kyoto.compiler.tests.tooling;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where Kyoto's artifacts and the tools beside them are. */
public final class Artifacts {
    private static final List<Path> CLASS_PATH = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(Files::exists) // a module of tests alone has no folder of classes
            .toList();

    private static Path builtCompiler;

    private Artifacts() {}

    /**
     * The jar of the compiler. Where Maven has not packaged it yet, as in {@code mvn test}, one like it is put together from
     * the compiled classes.
     */
    public static synchronized Path compiler() {
        Path compiler = containing("dev/kyoto/compiler/KyotoPlugin.class");
        if (!Files.isDirectory(compiler)) {
            return compiler;
        }
        if (builtCompiler == null) {
            builtCompiler = build(compiler);
        }
        return builtCompiler;
    }

    /** What async code needs to run: the jar or the folder of the futures. */
    public static Path futures() {
        return containing("dev/kyoto/futures/Future.class");
    }

    /** What modules that use the futures need beside them, to be compiled. */
    static Path jspecify() {
        return containing("org/jspecify/annotations/Nullable.class");
    }

    /** The tests' own classes, compiled by javac and the plugin. */
    public static Path tests() {
        return containing(Artifacts.class.getName().replace('.', '/') + ".class");
    }

    /** All that these tests run on, without themselves. */
    public static String librariesOfTests() {
        Path tests = tests();
        return CLASS_PATH.stream()
                .filter(element -> !element.equals(tests))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A jar that the build has fetched for the tests to run. */
    static Path tool(String name) {
        Path tool = tests().resolveSibling("tools").resolve(name + ".jar");
        if (!Files.exists(tool)) {
            throw new AssertionError(tool + " is missing; Maven fetches it in the phase process-test-resources");
        }
        return tool;
    }

    /** The folder of the sources of these tests. */
    public static Path sources() {
        return module().resolve(Path.of("src", "test", "java"));
    }

    /** The folder of the module of these tests, in which they run. */
    static Path module() {
        return tests().getParent().getParent();
    }

    private static Path containing(String resource) {
        return CLASS_PATH.stream()
                .filter(element -> contains(element, resource))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing on the class path has " + resource));
    }

    private static boolean contains(Path element, String resource) {
        if (!element.toString().endsWith(".jar")) {
            return Files.exists(element.resolve(resource));
        }
        try (JarFile jar = new JarFile(element.toFile())) {
            return jar.getEntry(resource) != null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path build(Path classes) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "dev.kyoto.compiler.agent.KyotoAgent");
        try {
            Path jar = Files.createTempDirectory("kyoto").resolve("kyoto-compiler.jar");
            jar.toFile().deleteOnExit();
            jar.getParent().toFile().deleteOnExit();
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                    Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    out.putNextEntry(
                            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                    Files.copy(file, out);
                }
                Set<String> copied = new HashSet<>();
                for (Path asm : new ArrayList<>(CLASS_PATH)) {
                    if (asm.getFileName().toString().startsWith("asm")) {
                        copyClasses(asm, out, copied);
                    }
                }
            }
            return jar;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void copyClasses(Path from, OutputStream out, Set<String> copied) throws IOException {
        try (JarFile jar = new JarFile(from.toFile())) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith("org/objectweb/asm/") && copied.add(entry.getName())) {
                    ((JarOutputStream) out).putNextEntry(new JarEntry(entry.getName()));
                    jar.getInputStream(entry).transferTo(out);
                }
            }
        }
    }
}
