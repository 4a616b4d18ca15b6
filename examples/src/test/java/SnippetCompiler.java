import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Runs javac, with the Kyoto compiler on its class path, on one source file in a folder. */
final class SnippetCompiler {
    private final Path folder;

    SnippetCompiler(Path folder) {
        this.folder = folder;
    }

    /** Compiles {@code source}; answers what javac said: {@code error: …} or {@code warning: …}, one a line, without places. */
    String compile(String fileName, String source) throws IOException {
        return diagnostics(fileName, source).stream().map(SnippetCompiler::text).collect(Collectors.joining("\n"));
    }

    /** What javac says of {@code source}, one a line, each with its line and column in the snippet. */
    String compile(Wrapping snippet) throws IOException {
        return diagnostics("Snippet.java", snippet.source()).stream()
                .map(each -> each.getLineNumber() - snippet.firstLine() + 1 + ":" + each.getColumnNumber() + ": "
                        + text(each))
                .collect(Collectors.joining("\n"));
    }

    private static String text(Diagnostic<?> diagnostic) {
        return diagnostic.getKind().name().toLowerCase(Locale.ROOT).replace("mandatory_", "") + ": "
                + diagnostic.getMessage(Locale.ENGLISH);
    }

    /** Kyoto's modules are folders of classes or jars, depending on the phase that the build is at. */
    private static boolean isModule(String entry) {
        Path path = Path.of(entry);
        return Files.exists(path.resolve("module-info.class"))
                || path.getFileName().toString().matches("(kyoto|jspecify)-?.*\\.jar");
    }

    private List<Diagnostic<? extends JavaFileObject>> diagnostics(String fileName, String source) throws IOException {
        String classPath = System.getProperty("java.class.path");
        // A guard that is only held need not be named in the body of its try.
        List<String> options = new ArrayList<>(List.of("-Xlint:all,-options,-try", "-d", folder.toString()));
        if (fileName.equals("module-info.java")) {
            // Test classes and JUnit would be modules of no use.
            String modules = List.of(classPath.split(File.pathSeparator)).stream()
                    .filter(SnippetCompiler::isModule)
                    .collect(Collectors.joining(File.pathSeparator));
            options.addAll(List.of("-p", modules, "-processorpath", classPath));
        } else {
            options.addAll(List.of("-cp", classPath));
        }
        Path file = Files.writeString(folder.resolve(fileName), source);
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            javac.getTask(null, files, diagnostics, options, null, files.getJavaFileObjects(file))
                    .call();
        }
        return diagnostics.getDiagnostics();
    }
}
