package dev.kyoto.compiler.tests.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticListener;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles from memory into memory. All compilations share one file manager, so that class paths are read once. */
final class InMemoryJavac {
    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    private final JavaFileManager files = javac.getStandardFileManager(null, Locale.ENGLISH, null);
    private final boolean withPlugin;

    private InMemoryJavac(boolean withPlugin) {
        this.withPlugin = withPlugin;
    }

    /** With the plugin, which is found on the class path of this JVM. */
    static InMemoryJavac withPlugin() {
        return new InMemoryJavac(true);
    }

    static InMemoryJavac withoutPlugin() {
        return new InMemoryJavac(false);
    }

    /**
     * What came out. Javac compiles one class after the other; if it crashes, those before are complete.
     *
     * @param classes class files by name, in the order in which they were written
     * @param errors by the specimens they are in
     * @param complaint what javac says of its own crash; empty if it did not crash
     */
    record Result(boolean successful, Map<String, byte[]> classes, Map<Specimen, String> errors, String complaint) {
        ClassLoader loader() {
            ClassLoader loader = new Loader(classes);
            loader.setDefaultAssertionStatus(true);
            return loader;
        }
    }

    /** Its classes are verified, as all are that do not come with the JDK. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(InMemoryJavac.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] file = classes.get(name);
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, file, 0, file.length);
        }
    }

    /** Compiles specimens with the options of the first. */
    Result compile(List<Specimen> specimens) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        Map<Specimen, String> errors = new LinkedHashMap<>();
        StringWriter complaint = new StringWriter();
        DiagnosticListener<JavaFileObject> listener = diagnostic -> {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR && diagnostic.getSource() instanceof Source source) {
                errors.merge(source.specimen, text(diagnostic), (one, more) -> one + "\n" + more);
            } else if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                complaint.append(text(diagnostic)).append('\n');
            }
        };
        List<String> options = new ArrayList<>(
                List.of("-proc:none", "-nowarn", "-Xlint:none", "-classpath", System.getProperty("java.class.path")));
        options.addAll(specimens.get(0).options());
        boolean successful = javac.getTask(
                        complaint,
                        new Collecting(classes),
                        listener,
                        options,
                        null,
                        specimens.stream().map(Source::new).toList())
                .call();
        return new Result(successful, classes, errors, complaint.toString());
    }

    private static String text(Diagnostic<?> diagnostic) {
        return "line " + diagnostic.getLineNumber() + ": " + diagnostic.getMessage(Locale.ENGLISH);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final Specimen specimen;

        Source(Specimen specimen) {
            super(URI.create("string:///" + specimen.className() + ".java"), Kind.SOURCE);
            this.specimen = specimen;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return specimen.source();
        }
    }

    private final class Collecting extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        Collecting(Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        /** Where javac looks for plugins. A loader of the class path alone would not do: javac's own loader is its parent. */
        @Override
        public ClassLoader getClassLoader(Location location) {
            return withPlugin ? super.getClassLoader(location) : ClassLoader.getPlatformClassLoader();
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

                @Override
                public boolean delete() {
                    return classes.remove(className) != null;
                }
            };
        }
    }
}
