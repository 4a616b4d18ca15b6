package dev.kyoto.conformance;

import dev.kyoto.architecture.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The test methods of all modules, found in the sources: which exist, and which are switched off. That they pass is the
 * business of the build that runs them.
 */
public final class TestSources {
    private static final Pattern TEST =
            Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|TestFactory|EveryMode)\\b");
    private static final Pattern DISABLED = Pattern.compile("@Disabled\\w*");
    private static final Pattern CLASS = Pattern.compile("^(public |final |abstract )*class .*");

    private static final Optional<String> NO_METHOD = Optional.of("there is no such test");

    private final Map<String, List<Path>> sources = new HashMap<>();

    public TestSources() throws IOException {
        try (Stream<Path> files = SourceTree.testSources()) {
            files.forEach(file -> sources.computeIfAbsent(
                            file.getFileName().toString().replace(".java", ""), name -> new ArrayList<>())
                    .add(file));
        }
    }

    /** What is wrong with {@code test}, if anything is. */
    public Optional<String> objection(TestName test) throws IOException {
        List<Optional<String>> objections = new ArrayList<>();
        for (Path file : sources.getOrDefault(test.type(), List.of())) {
            Optional<String> objection = objection(Files.readAllLines(file), test.method());
            if (!objection.equals(NO_METHOD)) {
                objections.add(objection);
            }
        }
        if (objections.size() > 1) {
            return Optional.of("it is in several classes of that name");
        }
        return objections.isEmpty() ? NO_METHOD : objections.get(0);
    }

    static Optional<String> objection(List<String> source, String method) {
        int declaration =
                lineOf(source, Pattern.compile("^ +(public )?(void|Stream<Dynamic\\w+>) " + method + "\\(.*"));
        if (declaration < 0) {
            return NO_METHOD;
        }
        String annotations = annotationsAbove(source, declaration);
        if (!TEST.matcher(annotations).find()) {
            return Optional.of("it is no test");
        }
        boolean disabled = DISABLED.matcher(annotations).find()
                || DISABLED.matcher(annotationsAbove(source, lineOf(source, CLASS)))
                        .find();
        return disabled ? Optional.of("it is disabled") : Optional.empty();
    }

    private static int lineOf(List<String> source, Pattern pattern) {
        for (int i = 0; i < source.size(); i++) {
            if (pattern.matcher(source.get(i)).matches()) {
                return i;
            }
        }
        return -1;
    }

    /** What stands between the declaration and the empty line before it. */
    private static String annotationsAbove(List<String> source, int declaration) {
        int first = declaration;
        while (first > 0 && !source.get(first - 1).isBlank()) {
            first--;
        }
        return String.join("\n", source.subList(first, Math.max(first, declaration)));
    }
}
