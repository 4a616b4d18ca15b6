package dev.kyoto.compiler.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the plugin says about code that it refuses or doubts: the kind, the place and the words. */
class DiagnosticsTest {
    private static final String OUTSIDE =
            "[kyoto:await] await() outside an async block. Wrap the code in async(() -> …),"
                    + " or wait for the value with blockOn(future). In code that only virtual threads run, where await() parks,"
                    + " say @SuppressWarnings(\"kyoto:await\").";

    private static final String CONSTRUCTION =
            "[kyoto:await] await() in a constructor or an initialiser, which cannot be suspended. Await in an async method"
                    + " that makes the object, and pass it the value.";

    @TempDir
    Path output;

    /** Compiles a class whose members begin on line 3. */
    private List<String> compile(String members, String... options) {
        return new Javac(output)
                .compile(
                        "import static dev.kyoto.futures.Futures.*; import dev.kyoto.futures.*;\nclass Main {\n"
                                + members + "\n}\n",
                        options);
    }

    private List<String> classFiles() {
        return new Javac(output).classFiles();
    }

    @Test
    void ordinaryBlocksCompileSilently() {
        assertEquals(List.of(), compile("Future<Integer> f(Future<Integer> x) { return async(() -> x.await() + 1); }"));
        assertEquals(List.of("Main$async$0.class", "Main.class"), classFiles());
    }

    @Test
    void blocksOfEqualTextThatJavacMergesWithoutDebugInformation() {
        assertEquals(
                List.of(),
                compile(
                        "interface Mine extends AsyncCode { Object get(); }\n"
                                + "AsyncBlock<Object> a = () -> 1; AsyncBlock<Object> b = () -> 1; Mine c = () -> 1;",
                        "-g:none"));
        assertEquals(
                List.of("Main$Mine.class", "Main$async$0.class", "Main$async$1.class", "Main.class"), classFiles());
    }

    @Test
    void awaitOutsideAnAsyncBlock() {
        assertEquals(List.of("ERROR 4:17 " + OUTSIDE), compile("""
                Integer f(Future<Integer> x) throws Exception {
                    return x    .await();
                }"""));
        assertEquals(List.of(), classFiles());
    }

    @Test
    void awaitInFieldInitialiserAndConstructorArguments() {
        assertEquals(List.of("ERROR 3:32 " + CONSTRUCTION, "ERROR 4:49 " + CONSTRUCTION), compile("""
                Future<Integer> x; Object y = x.await();
                Main(Future<String> z) throws Exception { this(z.await()); }
                Main(String s) throws Exception {}"""));
    }

    /** One method a line, each of which returns an expression in which {@code await()} stands so often. */
    @Test
    void awaitInEveryPlaceForAnExpression() {
        Map<String, Integer> expressions = new LinkedHashMap<>();
        expressions.put("x.await() + x.await() + x.await()", 3);
        expressions.put("y[x.await()] = x.await()", 2);
        expressions.put("y[x.await()] += x.await()", 2);
        expressions.put("-y[x.await()]++", 1);
        expressions.put("(x.await()) > 1 ? x.await() : x.await()", 3);
        expressions.put("(long) (int) x.await()", 1);
        expressions.put("((Number) x.await()) instanceof Integer i && i > x.await()", 2);
        expressions.put("new int[x.await()][x.await()]", 2);
        expressions.put("new int[] {x.await(), 2, x.await()}", 2);
        expressions.put("new java.util.ArrayList<String>(x.await())", 1);
        expressions.put("new Main(x.await()).new Inner(x.await())", 2);
        expressions.put("new Object() { int z() throws Exception { return x.await(); } }", 1);
        expressions.put("String.valueOf(x.await()).substring(x.await())", 2);
        expressions.put("x.await().compareTo(x.await())", 2);
        expressions.put("switch (x.await()) { case 1 -> x.await(); default -> { yield x.await(); } }", 3);
        expressions.put("(java.util.function.IntSupplier & java.io.Serializable) x.await()::intValue", 1);
        List<String> expected = new ArrayList<>();
        StringBuilder members = new StringBuilder("Main(int i) {} class Inner { Inner(int i) {} }");
        int line = 3;
        for (Map.Entry<String, Integer> each : expressions.entrySet()) {
            expected.addAll(Collections.nCopies(each.getValue(), String.valueOf(++line)));
            members.append("\nObject m").append(line).append("(Future<Integer> x, int[] y) throws Exception { return ");
            members.append(each.getKey()).append("; }");
        }
        List<String> lines = compile(members.toString()).stream()
                .map(error -> error.endsWith(OUTSIDE) ? error.split("[ :]")[1] : error)
                .toList();
        assertEquals(expected, lines);
    }

    @Test
    void awaitOnVirtualThreadsMayBeAllowed() {
        assertEquals(List.of(), compile("""
                @SuppressWarnings("kyoto:await") Integer f(Future<Integer> x) throws Exception {
                    return x.await();
                }"""));
    }

    @Test
    void awaitInAnOrdinaryLambda() {
        assertEquals(
                List.of("ERROR 6:10 [kyoto:await] await() in a lambda that is no async block: whoever calls this lambda"
                        + " cannot be suspended. Use a loop in the async block around it, or let the lambda return"
                        + " async(() -> …)."),
                compile("""
                Future<Object> f(Future<Integer> x) {
                  return async(() -> {
                    java.util.concurrent.Callable<Integer> c = () ->
                        x.await();
                    return c;
                  });
                }"""));
    }

    @Test
    void awaitInSynchronized() {
        assertEquals(
                List.of(
                        "ERROR 3:79 [kyoto:await-in-synchronized] await() in synchronized: the thread that goes on later need not be the one that holds"
                                + " the monitor. Use dev.kyoto.futures.sync.Mutex, or await before or after it."),
                compile("Future<Object> f(Future<String> x) { return async(() -> { synchronized (x) { x.await(); }"
                        + " return 1; }); }"));
        assertEquals(List.of(), classFiles());
    }

    @Test
    void methodReferenceAsAsyncBlock() {
        assertEquals(
                List.of(
                        "ERROR 3:49 [kyoto:method-reference] A method reference cannot be an async block, because its method is compiled as an"
                                + " ordinary one. Write a lambda that calls it: () -> this.name(…)."),
                compile("""
                Future<String> f() { AsyncBlock<String> block = this::name; return async(block); }
                String name() { return ""; }"""));
    }

    @Test
    void serializableAsyncBlock() {
        assertEquals(
                List.of(
                        "ERROR 3:56 [kyoto:serializable-block] An async block cannot be serializable: what it is suspended at is not. Remove"
                                + " Serializable."),
                compile("Object o = (AsyncBlock<Object> & java.io.Serializable) () -> 1;"));
    }

    @Test
    void awaitThatIsOverridden() {
        assertEquals(
                List.of(
                        "ERROR 3:66 [kyoto:await-overridden] await() of a future cannot be overridden: in an async block it is never called,"
                                + " because the compiler replaces it by polling. Put the behaviour into poll."),
                compile("interface Mine extends Future<String> { @Override default String await() { return null; } }"));
    }

    @Test
    void classesAsAsyncBlocks() {
        String message =
                " [kyoto:block-class] A class cannot be an async block: its method is compiled as an ordinary one, and"
                        + " cannot be started. Write a lambda, which may call methods of the class.";
        assertEquals(List.of("ERROR 3:8" + message, "ERROR 4:43" + message, "ERROR 5:1" + message), compile("""
                static class Mine implements AsyncAction { public void run() {} }
                AsyncBlock<String> b = new AsyncBlock<>() { public String run() { return ""; } };
                enum Each implements AsyncCode { ONE }
                interface Fine extends AsyncBlock<String> { default int size() { return 1; } }"""));
    }

    @Test
    void awaitInInitialisersOfEveryKind() {
        assertEquals(
                List.of("ERROR 3:34 " + CONSTRUCTION, "ERROR 4:41 " + CONSTRUCTION, "ERROR 5:62 " + OUTSIDE),
                compile("""
                { try { Futures.<String>pending().await(); } catch (Exception e) {} }
                static { try { Futures.<String>pending().await(); } catch (Exception e) {} }
                static Object g(Future<String> x) throws Exception { return x.await(); }"""));
    }

    @Test
    void futureThatIsForgotten() {
        assertEquals(
                List.of(
                        "WARNING 5:6 [kyoto:unawaited] This future is dropped unused, and a future does nothing until it is"
                                + " awaited or spawned.",
                        "WARNING 9:10 [kyoto:unawaited] This future is dropped unused, and a future does nothing until it is"
                                + " awaited. Add .await(), or spawn it."),
                compile("""
                Future<String> f() { return null; }
                void g() {
                    f();
                }
                Future<Void> h() {
                    return async(() -> {
                        f();
                        f().await();
                    });
                }
                @SuppressWarnings("kyoto:unawaited") void i() { f(); }"""));
    }

    @Test
    void futureThatACallerForgets() {
        String message =
                " [kyoto:unawaited] Whoever calls this drops the future, and a future does nothing until it is awaited or"
                        + " spawned. Spawn it, or use a loop with an await in it.";
        assertEquals(
                List.of("WARNING 5:29" + message, "WARNING 6:15" + message, "WARNING 7:14" + message), compile("""
                static Future<String> f(String x) { return null; }
                void g(java.util.List<String> names) {
                names.forEach(name -> Main.f(name));
                names.forEach(Main::f);
                Runnable r = Main::h; names.forEach(f -> { int i = 1; });
                names.stream().map(Main::f).count();
                java.util.function.Supplier<Object> s = () -> f("kept");
                java.util.Comparator<String> c = (a, b) -> 1; org.junit.jupiter.api.function.Executable e = () -> f("thrown");
                }
                static Future<String> h() { return null; }"""));
    }

    @Test
    void futureThatIsForgottenInEveryPlaceForAStatement() {
        String message =
                " [kyoto:unawaited] This future is dropped unused, and a future does nothing until it is awaited."
                        + " Add .await(), or spawn it.";
        assertEquals(
                List.of(
                        "WARNING 5:7" + message,
                        "WARNING 5:21" + message,
                        "WARNING 6:39" + message,
                        "WARNING 7:16" + message,
                        "WARNING 8:8" + message,
                        "WARNING 9:1" + message),
                compile("""
                Future<String> f() { return null; }
                Future<Void> g(int i) { return async(() -> {
                for (f(); i > 2;   f()) {}
                switch (i) { case 1 -> { } case 2 -> f(); default -> {} }
                if (i > 1)    f();
                f().map(x -> x);
                new Mine();
                }); }
                static class Mine extends AbstractFuture<String> {
                protected Poll<String> step(Context cx) { return null; } }"""));
    }

    /** A block that captures {@code count} ints, on one line. */
    private static String capturing(int count) {
        List<String> names = IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
        String locals =
                names.stream().map(name -> "int " + name + " = args.length; ").collect(Collectors.joining());
        return "static Future<Integer> f(String[] args) {\n" + locals + "\nreturn async(() -> "
                + String.join(" + ", names) + "); }";
    }

    @Test
    void blockThatCapturesAsMuchAsCanBePassedOn() {
        assertEquals(List.of(), compile(capturing(254)));
        assertEquals(List.of("Main$async$0.class", "Main.class"), classFiles());
    }

    @Test
    void blockThatCapturesMoreThanCanBePassedOn() {
        assertEquals(
                List.of(
                        "ERROR 5:14 [kyoto:too-many-captures] This async block captures 255 values (this is one, a long or double is two), and 254 is"
                                + " the most that can be passed on. Put some of them into a record first."),
                compile(capturing(255)));
    }

    @Test
    void awaitInTheArgumentsOfSuper() {
        assertEquals(List.of("ERROR 3:86 " + CONSTRUCTION), compile("""
                static class Sub extends Exception { Sub(Future<String> x) throws Exception { super(x.await()); } }"""));
    }
}
