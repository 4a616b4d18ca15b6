package dev.kyoto.compiler.tests.tooling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent among class loaders, modules and classes of the plugin, and what it says of code that it cannot transform. */
class AgentTest {
    private static final String IMPORTS = """
            import static dev.kyoto.futures.Futures.*;
            import dev.kyoto.futures.*;
            """;

    @TempDir
    Path directory;

    private Path write(String name, String text) {
        return Jdk.write(directory, name, text);
    }

    /** Compiles with Eclipse's compiler; answers the folder of the class files. */
    private Path eclipse(Path... sources) {
        Path output = directory.resolve("eclipse");
        assertNull(EclipseCompiler.compile(Jdk.path(Artifacts.futures(), output), output, List.of(sources)));
        return output;
    }

    private String java(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("-javaagent:" + Artifacts.compiler(), "-Xverify:all"));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        return Jdk.run(directory, "java", all).succeeded();
    }

    private static String leaf(String packageName) {
        return packageName + IMPORTS + """
                public class Leaf {
                    public static Future<String> twice(Future<String> text) {
                        return async(() -> {
                            String first = text.await();
                            return first + first;
                        });
                    }
                }
                """;
    }

    @Test
    void blocksOfBothCompilersAwaitEachOther() {
        Path eclipse = eclipse(write("Leaf.java", leaf("")));
        Path main = write("Main.java", IMPORTS + """
                public class Main {
                    public static void main(String[] args) throws Exception {
                        System.out.print(blockOn(async(() -> Leaf.twice(async(() -> "a")).await() + "b")));
                    }
                }
                """);
        Path javac = directory.resolve("javac");
        String libraries = Jdk.path(eclipse, Artifacts.futures());
        Jdk.javac("-processorpath", Artifacts.compiler(), "-cp", libraries, "-d", javac, main)
                .succeeded();

        assertEquals("aab", java("-cp", Jdk.path(javac, libraries), "Main"));
    }

    @Test
    void classesOfModulesAreTransformed() {
        Path classes = directory.resolve("classes");
        Path noPlugin = directory.resolve("empty");
        Jdk.javac(
                        "-processorpath",
                        noPlugin,
                        "-p",
                        Jdk.path(Artifacts.futures(), Artifacts.jspecify()),
                        "-d",
                        classes,
                        write("module-info.java", "module app { requires dev.kyoto.futures; }"),
                        write("app/Leaf.java", leaf("package app;")),
                        write("app/Main.java", "package app;" + IMPORTS + """
                                class Main {
                                    public static void main(String[] args) throws Exception {
                                        System.out.print(blockOn(Leaf.twice(async(() -> "m"))));
                                    }
                                }
                                """))
                .succeeded();

        assertEquals("mm", java("-p", Jdk.path(classes, Artifacts.futures()), "-m", "app/app.Main"));
    }

    @Test
    void classesOfALoaderThatDoesNotSeeTheAgentAreTransformed() {
        Path eclipse = eclipse(write("Leaf.java", leaf("")), write("Isolated.java", IMPORTS + """
                public class Isolated implements Runnable {
                    public void run() {
                        try {
                            System.out.print(blockOn(Leaf.twice(async(() -> "i"))));
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    }
                }
                """));
        Path main = write("Main.java", """
                import java.net.*; import java.nio.file.Path;
                public class Main {
                    public static void main(String[] args) throws Exception {
                        URL[] urls = {Path.of(args[0]).toUri().toURL(), Path.of(args[1]).toUri().toURL()};
                        ClassLoader isolated = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
                        ((Runnable) isolated.loadClass("Isolated").getConstructor().newInstance()).run();
                    }
                }
                """);
        Jdk.javac("-proc:none", "-d", directory, main).succeeded();

        assertEquals("ii", java("-cp", directory, "Main", eclipse, Artifacts.futures()));
    }

    @Test
    void classOfABlockThatCannotBeTransformedFailsAndSaysWhy() {
        Path eclipse = eclipse(
                write("Reference.java", IMPORTS + """
                        class Reference {
                            static Future<String> f() { return async(Reference::name); }
                            static String name() { return ""; }
                        }
                        """),
                write("Locked.java", IMPORTS + """
                        class Locked {
                            static Future<String> f() {
                                return async(() -> {
                                    try {
                                        synchronized (Locked.class) {
                                            if (Math.random() > 2) return "released";
                                        }
                                        synchronized (Locked.class) {
                                            return ready("").await();
                                        }
                                    } finally {
                                        ready("").await();
                                    }
                                });
                            }
                        }
                        """),
                write("Serial.java", IMPORTS + """
                        class Serial {
                            static Object f() {
                                return (AsyncBlock<String> & java.io.Serializable) () -> "";
                            }
                        }
                        """),
                write("Large.java", IMPORTS + """
                        class Large {
                            static int seen = 1;
                            static Future<String> f() {
                                return async(() -> {
                                    String text = "";
                        """ + "text += ready(\"\").await();\n".repeat(2500) + """
                                    return text;
                                });
                            }
                        }
                        """),
                write("Main.java", IMPORTS + """
                        public class Main {
                            interface Use { Object get(); }
                            public static void main(String[] args) throws Exception {
                                for (Use use : new Use[] {Reference::f, Locked::f, Serial::f, Large::f, Large::f}) {
                                    try {
                                        System.out.println(use.get());
                                    } catch (LinkageError e) {
                                        System.out.println(e);
                                    }
                                }
                            }
                        }
                        """));

        String error = "java.lang.LinkageError: ";
        assertEquals(
                error + "Reference (Reference.java:4): A method reference is no async block, because its method was not"
                        + " compiled as one. Write a lambda.\n"
                        + error
                        + "Locked (Locked.java:11): await() in synchronized: the thread that goes on later need not"
                        + " be the one that holds the monitor. Use dev.kyoto.futures.sync.Mutex, or await before or after"
                        + " it.\n"
                        + error
                        + "Serial (Serial.java:5): An async block cannot be serializable: what it is suspended at is"
                        + " not. Remove Serializable.\n"
                        + error
                        + "Large (Large.java:7): The async block in f becomes larger than the 64 KB that a method may"
                        + " have. Move parts of it into async methods of their own.\n"
                        + "java.lang.NoClassDefFoundError: Could not initialize class Large\n",
                java("-cp", Jdk.path(eclipse, Artifacts.futures()), "Main"));
    }

    @Test
    void withoutTheAgentTheBlockSaysThatItWasNotCompiled() {
        Path eclipse = eclipse(write("Leaf.java", leaf("")), write("Main.java", IMPORTS + """
                class Main {
                    public static void main(String[] args) { Leaf.twice(null); }
                }
                """));

        Jdk.Outcome outcome = Jdk.run(directory, "java", "-cp", Jdk.path(eclipse, Artifacts.futures()), "Main");

        assertEquals(1, outcome.exitCode());
        assertTrue(
                outcome.output().contains("An async block of Leaf was compiled without the Kyoto compiler"),
                outcome.output());
    }
}
