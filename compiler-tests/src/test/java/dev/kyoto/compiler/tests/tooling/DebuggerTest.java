package dev.kyoto.compiler.tests.tooling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** What a debugger sees of a block that was suspended: its lines, and of its locals those that still have their value. */
class DebuggerTest {
    private static final String PROGRAM = """
            import static dev.kyoto.futures.Futures.*;
            import dev.kyoto.futures.*;
            public class Main {
                static final class Later extends AbstractFuture<String> {
                    boolean polled;
                    protected Poll<String> step(Context cx) {
                        if (!polled) { polled = true; cx.defer(); return Poll.pending(); }
                        return readyWith("later");
                    }
                }
                static Future<String> block(String captured, int number) {
                    return async(() -> {
                        String dead = "dead";
                        int kept = dead.length();
                        String text = new Later().await();
                        long wide = kept + number;
                        for (int i = 0; i < 1; i++) {
                            text += i;
                        }
                        dead = text + captured;
                        try {
                            String inner = dead;
                            text = new Later().await();
                            inner = text;
                        } finally {
                            new Later().await();
                        }
                        return dead + wide;
                    });
                }
                public static void main(String[] args) throws Exception {
                    System.out.println(blockOn(block("captured", 7)));
                }
            }
            """;

    @TempDir
    Path directory;

    private Path source;

    @BeforeEach
    void source() {
        source = Jdk.write(directory, "Main.java", PROGRAM);
    }

    private Path compile(String folder, Object processorPath) {
        Path classes = directory.resolve(folder);
        Jdk.javac("-g", "-processorpath", processorPath, "-cp", Artifacts.futures(), "-d", classes, source)
                .succeeded();
        return classes;
    }

    @Test
    void jdbShowsLinesAndLocalsAfterAnAwaitThatSuspended() throws IOException {
        Path classes = compile("classes", Artifacts.compiler());
        try (Jdb jdb = new Jdb(directory, Jdk.path(classes, Artifacts.futures()), "Main")) {
            jdb.stopAt("Main:16");
            jdb.stopAt("Main:28");

            assertEquals("16", stoppedAt(jdb.go("run")));
            assertEquals("captured = \"captured\", kept = 4, number = 7, text = \"later\"", locals(jdb));
            assertEquals(
                    List.of("[1] Main.lambda$block$0 (Main.java:16)", "[2] Main$async$0.poll (null)"),
                    jdb.look("where").subList(0, 2));
            assertEquals("17", stoppedAt(jdb.go("next")));
            assertEquals("18", stoppedAt(jdb.go("step")));
            assertEquals("17", stoppedAt(jdb.go("next")));
            assertEquals("20", stoppedAt(jdb.go("next")));
            assertEquals("captured = \"captured\", kept = 4, number = 7, text = \"later0\", wide = 11", locals(jdb));
            assertEquals("22", stoppedAt(jdb.go("next")));
            assertEquals("28", stoppedAt(jdb.go("cont")));
            assertEquals("dead = \"later0captured\", wide = 11", locals(jdb));
            assertTrue(jdb.finish().contains("later0captured11"));
        }
    }

    private static String stoppedAt(String printed) {
        var place =
                Pattern.compile("Main\\.lambda\\$block\\$0\\(\\), line=(\\d+)").matcher(printed);
        assertTrue(place.find(), printed);
        return place.group(1);
    }

    private static String locals(Jdb jdb) throws IOException {
        return jdb.look("locals").stream()
                .filter(line -> line.contains(" = "))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Test
    void everyLineStaysWhereItWas() throws IOException {
        MethodNode plain = block(compile("plain", directory.resolve("nothing")));
        MethodNode compiled = block(compile("classes", Artifacts.compiler()));

        assertEquals(lines(plain), lines(compiled));
    }

    private static List<Integer> lines(MethodNode method) {
        List<Integer> lines = new ArrayList<>();
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof LineNumberNode number) {
                lines.add(number.line);
            }
        }
        return lines;
    }

    @Test
    void localsAreListedWhereTheyHaveTheirValue() throws IOException {
        assertEquals("""
                13 captured number
                14 captured dead number
                15 captured dead kept number
                16 captured kept number text
                17 captured kept number text wide
                18 captured i kept number text wide
                20 captured kept number text wide
                22 captured dead kept number text wide
                23 captured dead inner kept number text wide
                24 dead text wide
                26 dead text wide
                27 dead wide
                28 dead wide
                """, visibleByLine(block(compile("classes", Artifacts.compiler()))));
    }

    /** For each line what is visible at the first instruction of it that javac wrote. */
    private static String visibleByLine(MethodNode method) {
        Map<Integer, Set<String>> byLine = new TreeMap<>();
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof LineNumberNode number) {
                byLine.computeIfAbsent(number.line, line -> visible(method, number));
            }
        }
        return byLine.entrySet().stream()
                .map(line -> line.getKey() + " " + String.join(" ", line.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static Set<String> visible(MethodNode method, AbstractInsnNode at) {
        Set<String> names = new TreeSet<>();
        int position = method.instructions.indexOf(at);
        for (LocalVariableNode local : method.localVariables) {
            if (method.instructions.indexOf(local.start) <= position
                    && position < method.instructions.indexOf(local.end)) {
                names.add(local.name);
            }
        }
        return names;
    }

    private static MethodNode block(Path classes) throws IOException {
        ClassNode main = new ClassNode();
        new ClassReader(Files.readAllBytes(classes.resolve("Main.class"))).accept(main, 0);
        return main.methods.stream()
                .filter(method -> method.name.equals("lambda$block$0"))
                .findFirst()
                .orElseThrow();
    }
}
