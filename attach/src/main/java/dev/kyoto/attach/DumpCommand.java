package dev.kyoto.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./kyoto dump}: prints the dumps of a program that runs, by having {@link DumpAgent} loaded there. */
public final class DumpCommand {
    private static final String USAGE = """
            Usage: ./kyoto dump [--json] <pid>

            Prints what the Kyoto runtimes of a running program do: every task with what it waits for, the workers, and
            deadlocks. Without a pid, lists the Java programs that run.
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final Path agent;

    /** @param agent the jar with {@link DumpAgent} */
    DumpCommand(PrintStream out, PrintStream err, Path agent) {
        this.out = out;
        this.err = err;
        this.agent = agent;
    }

    public static void main(String[] arguments) throws URISyntaxException {
        Path jar = Path.of(DumpCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        System.exit(new DumpCommand(System.out, System.err, jar).run(List.of(arguments)));
    }

    /** Returns the exit status. */
    int run(List<String> arguments) {
        List<String> rest = new ArrayList<>(arguments);
        boolean json = rest.remove("--json");
        if (rest.isEmpty()) {
            list();
            return 0;
        }
        if (rest.size() > 1 || !rest.get(0).matches("\\d+")) {
            boolean asked = rest.equals(List.of("--help")) || rest.equals(List.of("-h"));
            (asked ? out : err).print(USAGE);
            return asked ? 0 : 2;
        }
        String pid = rest.get(0);
        try {
            dump(pid, json);
            return 0;
        } catch (AttachNotSupportedException | IOException e) {
            err.println("kyoto: process " + pid + " cannot be attached to: " + e.getMessage()
                    + ". It must be a Java program of the same user on this machine, and not started with"
                    + " -XX:+DisableAttachMechanism.");
        } catch (AgentLoadException | AgentInitializationException e) {
            err.println("kyoto: process " + pid + " does not let itself be looked at: " + e.getMessage()
                    + ". If it was started with -XX:-EnableDynamicAgentLoading, start it with -Dkyoto.dump.signal=USR1 as"
                    + " well, and send it that signal. Its standard error may say more.");
        }
        return 1;
    }

    private void dump(String pid, boolean json)
            throws AttachNotSupportedException, IOException, AgentLoadException, AgentInitializationException {
        Path file = Files.createTempFile("kyoto-dump", ".txt"); // nobody else may read or write it
        try {
            VirtualMachine program = VirtualMachine.attach(pid);
            try {
                program.loadAgent(agent.toAbsolutePath().toString(), (json ? "json:" : "text:") + file);
            } finally {
                program.detach();
            }
            out.print(Files.readString(file));
            if (json) {
                out.println();
            }
            out.flush();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void list() {
        err.print(USAGE);
        err.println();
        for (VirtualMachineDescriptor program : VirtualMachine.list()) {
            out.println(program.id() + " " + program.displayName());
        }
    }
}
