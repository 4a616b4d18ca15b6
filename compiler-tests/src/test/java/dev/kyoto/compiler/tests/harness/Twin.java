package dev.kyoto.compiler.tests.harness;

import dev.kyoto.compiler.tests.plain.Cancelled;
import dev.kyoto.compiler.tests.plain.PlainSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A class of tests as plain Java: its source compiled once more, by javac alone, with each import of {@code dev.kyoto.futures}
 * and of this package turned into one of {@link dev.kyoto.compiler.tests.plain}, where a future is a value that is computed
 * when it is awaited.
 */
final class Twin {
    private static final Map<Class<?>, Twin> ALL = new ConcurrentHashMap<>();

    private static final List<Path> SOURCES = Stream.of("java", "java21", "java25")
            .map(folder -> Path.of("src", "test", folder))
            .toList();

    private final Class<?> plain;

    private Twin(Class<?> plain) {
        this.plain = plain;
    }

    static Twin of(Class<?> test) {
        return ALL.computeIfAbsent(test, Twin::compile);
    }

    /** Whether this is what a drop throws in a twin. */
    static boolean isDrop(Throwable thrown) {
        return thrown instanceof Cancelled;
    }

    /** The constructs of a test, in the order in which it gives them. */
    List<Body> bodies(Method test) throws Exception {
        Constructor<?> constructor = plain.getDeclaredConstructor();
        constructor.setAccessible(true);
        Method twin = plain.getDeclaredMethod(test.getName(), dev.kyoto.compiler.tests.plain.Construct.class);
        twin.setAccessible(true);
        var construct = new dev.kyoto.compiler.tests.plain.Construct();
        twin.invoke(constructor.newInstance(), construct);
        return construct.bodies().stream().map(Body::new).toList();
    }

    /** How one run of a twin went. */
    record Run(Outcome outcome, Journal journal, int awaits) {}

    record Body(dev.kyoto.compiler.tests.plain.Construct.Body body) {
        Run run(Turn turn) {
            Journal journal = new Journal();
            PlainSource source = new PlainSource(turn, journal);
            Outcome outcome = Outcome.of(() -> body.of(source).await());
            return new Run(outcome, journal, source.awaits());
        }

        /** How many awaits there are when nothing is disturbed. */
        int awaits() {
            return run(Turn.NONE).awaits();
        }
    }

    private static Twin compile(Class<?> test) {
        try {
            Map<String, byte[]> classes = compile(plainSource(test));
            ClassLoader loader = new ClassLoader(Twin.class.getClassLoader()) {
                @Override
                protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                    byte[] file = classes.get(name);
                    if (file == null) {
                        return super.loadClass(name, resolve);
                    }
                    Class<?> loaded = findLoadedClass(name);
                    return loaded != null ? loaded : defineClass(name, file, 0, file.length);
                }

                /** Of the twins too: an agent that looks at a class must not find the tests' own of that name. */
                @Override
                public @Nullable InputStream getResourceAsStream(String name) {
                    byte[] file = classes.get(name.replace('/', '.').replaceFirst("\\.class$", ""));
                    return file == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(file);
                }
            };
            loader.setDefaultAssertionStatus(true);
            return new Twin(loader.loadClass(test.getName()));
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError("no twin of " + test.getName(), e);
        }
    }

    private static JavaFileObject plainSource(Class<?> test) throws IOException {
        String file = test.getName().replace('.', '/') + ".java";
        for (Path folder : SOURCES) {
            if (Files.exists(folder.resolve(file))) {
                String source = Files.readString(folder.resolve(file))
                        .replaceAll(
                                "(?m)^import (static )?dev\\.kyoto\\.(futures|compiler\\.tests\\.harness)\\.",
                                "import $1dev.kyoto.compiler.tests.plain.");
                return new SimpleJavaFileObject(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
            }
        }
        throw new IOException(file + " is in none of " + SOURCES);
    }

    private static Map<String, byte[]> compile(JavaFileObject source) {
        Map<String, byte[]> classes = new HashMap<>();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        // A processor path on which there is nothing keeps javac from finding Kyoto's plugin.
        List<String> options = List.of(
                "-g",
                "-nowarn",
                "-proc:none",
                "-processorpath",
                "no-processors",
                "-classpath",
                System.getProperty("java.class.path"));
        JavaFileManager files = new Collecting(javac.getStandardFileManager(null, null, null), classes);
        if (!javac.getTask(null, files, diagnostics, options, null, List.of(source))
                .call()) {
            throw new AssertionError("no twin: " + diagnostics.getDiagnostics());
        }
        return classes;
    }

    private static final class Collecting extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        Collecting(JavaFileManager files, Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
