package dev.kyoto.console;

import java.io.IOException;

/**
 * The java agent, by which a program is looked at that knows nothing of the console: {@code -javaagent:kyoto-console.jar} at the
 * start, or {@code jcmd <pid> JVMTI.agent_load kyoto-console.jar} of one that runs. The argument, if there is any, is what
 * {@link ConsoleOptions#parse} reads. Called by the JVM only.
 */
public final class ConsoleAgent {
    private ConsoleAgent() {}

    /** Before the program: the console starts with the first runtime. */
    public static void premain(String argument) {
        if (System.getProperty(ConsoleExtension.PROPERTY) == null) {
            System.setProperty(ConsoleExtension.PROPERTY, argument == null ? "" : argument);
        }
    }

    /** In a program that runs: the console starts at once, with the runtimes that there are. */
    public static void agentmain(String argument) throws IOException {
        Console.ofFlag(ConsoleOptions.parse(argument == null ? "" : argument));
    }
}
