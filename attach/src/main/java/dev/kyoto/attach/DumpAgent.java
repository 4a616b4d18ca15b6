package dev.kyoto.attach;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints a dump of every Kyoto runtime of the program that it is loaded into, and is done:
 *
 * <pre>
 * jcmd 1234 JVMTI.agent_load /path/to/kyoto-attach.jar                  text, to the standard error of the program
 * jcmd 1234 JVMTI.agent_load /path/to/kyoto-attach.jar text:/tmp/dump   text, to a file
 * jcmd 1234 JVMTI.agent_load /path/to/kyoto-attach.jar json:/tmp/dump   JSON: an array of dumps
 * </pre>
 *
 * <p>{@code jcmd} itself lists the commands of the JVM alone, and a program cannot add to them; but among them is the one above.
 *
 * <p>It works on a thread of the JVM's own, so the program's threads may all be stuck. Kyoto is found by its name in
 * whatever class loader has it, and called by reflection: this jar need not be the program's, nor of the same version. A
 * file must be there already, so that nobody is talked into writing one elsewhere.
 */
public final class DumpAgent {
    private static final String RUNTIME = "dev.kyoto.Runtime";
    private static final String TEXT = "text:";
    private static final String JSON = "json:";

    private DumpAgent() {}

    /** What the JVM calls. */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) throws IOException {
        String wanted = arguments == null ? "" : arguments;
        String dumps = dump(instrumentation, wanted.startsWith(JSON));
        if (wanted.startsWith(JSON) || wanted.startsWith(TEXT)) {
            Path file = Path.of(wanted.substring(TEXT.length()));
            Files.writeString(file, dumps, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } else {
            print(System.err, dumps);
        }
    }

    private static void print(PrintStream out, String text) {
        out.print(text);
        out.flush();
    }

    private static String dump(Instrumentation instrumentation, boolean json) {
        List<String> dumps = new ArrayList<>();
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.getName().equals(RUNTIME)) {
                addDumps(loaded, json, dumps);
            }
        }
        if (json) {
            return "[" + String.join(",", dumps) + "]";
        }
        return dumps.isEmpty() ? "No Kyoto runtime is running here.\n" : String.join("\n", dumps);
    }

    /** {@code for (Runtime runtime : Runtime.open()) dumps.add(runtime.dump().toJson());}. */
    private static void addDumps(Class<?> runtimes, boolean json, List<String> dumps) {
        try {
            List<?> open = (List<?>) runtimes.getMethod("open").invoke(null);
            for (Object runtime : open) {
                Object dump = runtimes.getMethod("dump").invoke(runtime);
                dumps.add((String)
                        dump.getClass().getMethod(json ? "toJson" : "toString").invoke(dump));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "The Kyoto in this program, from " + runtimes.getClassLoader() + ", cannot be dumped: " + e
                            + ". It is older than 0.1, or not exported to others.",
                    e);
        }
    }
}
