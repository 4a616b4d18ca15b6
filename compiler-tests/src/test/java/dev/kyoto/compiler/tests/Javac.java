package dev.kyoto.compiler.tests;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Runs javac in this process, with the plugin on its class path. */
final class Javac {
    private final Path output;

    Javac(Path output) {
        this.output = output;
    }

    /** Compiles {@code source} as Main.java; answers each diagnostic as {@code "KIND line:column message"}. */
    List<String> compile(String source, String... options) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> all =
                new ArrayList<>(List.of("-d", output.toString(), "-classpath", System.getProperty("java.class.path")));
        all.addAll(List.of(options));
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Main.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        javac.getTask(null, null, diagnostics, all, null, List.of(file)).call();
        List<String> found = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> each : diagnostics.getDiagnostics()) {
            found.add(each.getKind() + " " + each.getLineNumber() + ":" + each.getColumnNumber() + " "
                    + each.getMessage(Locale.ENGLISH));
        }
        return found;
    }
}
