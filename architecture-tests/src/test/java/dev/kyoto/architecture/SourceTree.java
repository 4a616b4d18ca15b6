package dev.kyoto.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of all modules, as they lie in the repository. */
public final class SourceTree {
    private SourceTree() {}

    /** A file of the repository. */
    public static Path file(String first, String... more) {
        return CompiledModules.ROOT.resolve(Path.of(first, more));
    }

    /** Every Java file among the test sources of any module. The caller closes the stream. */
    public static Stream<Path> testSources() throws IOException {
        List<Path> folders;
        try (Stream<Path> modules = Files.list(CompiledModules.ROOT)) {
            folders = modules.map(module -> module.resolve("src").resolve("test"))
                    .filter(Files::isDirectory)
                    .toList();
        }
        return folders.stream().flatMap(SourceTree::javaFiles);
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
