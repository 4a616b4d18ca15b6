package dev.kyoto.compiler.tests.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles from memory into memory, with the plugin on the class path. */
final class InMemoryJavac {
    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    private final JavaFileManager files = javac.getStandardFileManager(null, Locale.ENGLISH, null);

    /** What came out: class files by name; the errors, or null. */
    record Result(Map<String, byte[]> classes, String errors) {
        ClassLoader loader() {
            return new ClassLoader(InMemoryJavac.class.getClassLoader()) {
                @Override
                protected Class<?> findClass(String name) throws ClassNotFoundException {
                    byte[] file = classes.get(name);
                    if (file == null) {
                        throw new ClassNotFoundException(name);
                    }
                    return defineClass(name, file, 0, file.length);
                }
            };
        }
    }

    Result compile(String className, String source) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        boolean compiled = javac.getTask(
                        new StringWriter(), // what javac says when it crashes, as it does on some of these bodies
                        new Collecting(classes),
                        diagnostics,
                        List.of("-g", "-proc:none", "-classpath", System.getProperty("java.class.path")),
                        null,
                        List.of(new Source(className, source)))
                .call();
        String errors = diagnostics.getDiagnostics().stream()
                .map(each -> each.getLineNumber() + ": " + each.getMessage(Locale.ENGLISH))
                .collect(Collectors.joining("\n"));
        return new Result(classes, compiled ? null : errors.isEmpty() ? "javac crashed" : errors);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private final class Collecting extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        Collecting(Map<String, byte[]> classes) {
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
