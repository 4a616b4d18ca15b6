package dev.kyoto.compiler.tests;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Runs javac in this process, with the plugin on its class path, and what it compiled. */
final class Javac {
    private final Path output;
    private final URI file;
    private final List<Processor> processors = new ArrayList<>();
    private final StringWriter printed = new StringWriter();

    Javac(Path output) {
        this(output, "Main.java");
    }

    /** @param fileName of the source, as a URI has it: what is not ASCII as per cent signs */
    Javac(Path output, String fileName) {
        this.output = output;
        this.file = URI.create("string:///" + fileName);
    }

    /** Gives javac a processor: it then looks for no other. */
    void give(Processor processor) {
        processors.add(processor);
    }

    /** What javac has printed of its own accord, beside the diagnostics. */
    String printed() {
        return printed.toString();
    }

    /** Compiles {@code source}; answers each diagnostic as {@code "KIND line:column message"}. */
    List<String> compile(String source, String... options) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> all =
                new ArrayList<>(List.of("-d", output.toString(), "-classpath", System.getProperty("java.class.path")));
        all.addAll(List.of(options));
        JavaFileObject main = new SimpleJavaFileObject(file, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        JavaCompiler.CompilationTask task = javac.getTask(printed, null, diagnostics, all, null, List.of(main));
        if (!processors.isEmpty()) {
            task.setProcessors(processors);
        }
        task.call();
        List<String> found = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> each : diagnostics.getDiagnostics()) {
            found.add(each.getKind() + " " + each.getLineNumber() + ":" + each.getColumnNumber() + " "
                    + each.getMessage(Locale.ENGLISH));
        }
        return found;
    }

    /** The names of the class files that are there now. */
    List<String> classFiles() {
        try (Stream<Path> files = Files.walk(output)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> output.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Calls the static method {@code run} of the compiled class of this name, which takes a source. */
    Object run(String className, Source script) throws Exception {
        ClassLoader loader = new ClassLoader(Javac.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                try {
                    byte[] file = Files.readAllBytes(output.resolve(name.replace('.', '/') + ".class"));
                    return defineClass(name, file, 0, file.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        return loader.loadClass(className).getMethod("run", Source.class).invoke(null, script);
    }
}
