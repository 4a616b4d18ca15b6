package dev.kyoto.console;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeExtension;
import java.io.IOException;

/**
 * Starts the console of the process with its first runtime, if the system property {@value #PROPERTY} is set: to nothing, to a
 * port, or to {@code host:port}, as {@link ConsoleOptions#parse} reads it. Found by {@link java.util.ServiceLoader}; not to be
 * used otherwise.
 */
public final class ConsoleExtension implements RuntimeExtension {
    /** The system property. */
    public static final String PROPERTY = "kyoto.console";

    @Override
    public void runtimeBuilt(Runtime runtime) {
        String wanted = System.getProperty(PROPERTY);
        if (wanted == null || wanted.equals("false")) {
            return;
        }
        try {
            Console.ofFlag(ConsoleOptions.parse(wanted)).runtimeBuilt();
        } catch (IOException | IllegalArgumentException failure) { // the program is to run, seen or not
            System.err.println("Kyoto console: " + failure.getMessage());
        } catch (NoClassDefFoundError missing) { // of a program that is made of modules, and does not have this one
            System.err.println("Kyoto console: there is no " + missing.getMessage()
                    + " in this program. Start it with --add-modules jdk.httpserver.");
        }
    }
}
