package dev.kyoto.attach;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of their own, looked into from here. */
class DumpCommandTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

    /** How long a JVM waits for another that it attaches to; ten seconds are little on a machine that is busy. */
    private static final String PATIENCE = "sun.tools.attach.attachTimeout";

    private static final String PATIENCE_MILLIS = "60000";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Process program;

    @TempDir
    Path folder;

    @BeforeAll
    static void bePatient() {
        System.setProperty(PATIENCE, PATIENCE_MILLIS);
    }

    @AfterAll
    static void beAsBefore() {
        System.clearProperty(PATIENCE);
    }

    @AfterEach
    void end() {
        if (program != null) {
            program.destroyForcibly();
        }
    }

    /** Its standard error goes to the returned file. */
    private Path start(String... options) throws IOException {
        Path errors = folder.resolve("errors");
        List<String> command = new ArrayList<>();
        command.add(JAVA.resolve("java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        program = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        BufferedReader output = new BufferedReader(new InputStreamReader(program.getInputStream(), UTF_8));
        assertEquals("ready", output.readLine());
        return errors;
    }

    private int run(String... arguments) {
        Path jar = Path.of(System.getProperty("kyoto.attach.jar"));
        return new DumpCommand(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), jar)
                .run(List.of(arguments));
    }

    private static boolean isFrozen(String dump) {
        return dump.contains("Runtime frozen at ")
                && dump.contains("0 on frozen-worker-0: polls task")
                && dump.contains("at dev.kyoto.attach.Program.lambda$main$1(Program.java")
                && dump.contains("(locking)");
    }

    @Test
    void frozenProgramIsDumped() throws IOException {
        start();

        int status = run(Long.toString(program.pid()));

        assertEquals("", err.toString(UTF_8));
        assertEquals(0, status);
        assertTrue(isFrozen(out.toString(UTF_8)), out.toString(UTF_8));
    }

    @Test
    void programIsDumpedTwiceAndAsJson() throws IOException {
        start();
        run(Long.toString(program.pid()));
        out.reset();

        run("--json", Long.toString(program.pid()));

        assertTrue(out.toString(UTF_8).startsWith("[{\"runtime\":\"frozen\",\"takenAt\":"), out.toString(UTF_8));
    }

    @Test
    void jcmdDoesTheSame() throws Exception {
        Path errors = start();

        Process jcmd = new ProcessBuilder(
                        JAVA.resolve("jcmd").toString(),
                        "-J-D" + PATIENCE + "=" + PATIENCE_MILLIS,
                        Long.toString(program.pid()),
                        "JVMTI.agent_load",
                        System.getProperty("kyoto.attach.jar"))
                .redirectErrorStream(true)
                .start();
        jcmd.getInputStream().readAllBytes();
        jcmd.waitFor();

        assertTrue(isFrozen(Files.readString(errors)), Files.readString(errors));
    }

    @Test
    void signalDoesTheSame() throws Exception {
        Path errors = start("-Dkyoto.dump.signal=USR1");

        new ProcessBuilder("kill", "-USR1", Long.toString(program.pid()))
                .start()
                .waitFor();
        while (!isFrozen(Files.readString(errors))) {
            Thread.sleep(10); // it is written piece by piece
        }
    }

    @Test
    void signalThatTheJvmNeedsIsRefused() throws Exception {
        Path errors = start("-Dkyoto.dump.signal=SIGUSR2");

        assertTrue(Files.readString(errors).contains("Take -Dkyoto.dump.signal=USR1"), Files.readString(errors));
    }

    @Test
    void signalThatIsNoneIsNamed() throws Exception {
        Path errors = start("-Dkyoto.dump.signal=NONE");

        assertTrue(
                Files.readString(errors).contains("-Dkyoto.dump.signal=NONE has no effect"), Files.readString(errors));
    }

    @Test
    void processThatIsNotThereIsNamed() {
        int status = run("999999999");

        assertEquals(1, status);
        assertTrue(
                err.toString(UTF_8).startsWith("kyoto: process 999999999 cannot be attached to"), err.toString(UTF_8));
    }

    @Test
    void wordsThatAreNoPidAreAnsweredWithTheUsage() {
        assertEquals(2, run("my-program"));
        assertTrue(err.toString(UTF_8).startsWith("Usage:"));
        assertEquals(0, run("--help"));
    }

    @Test
    void programsAreListedWithoutAPid() throws IOException {
        start();

        assertEquals(0, run());

        assertTrue(out.toString(UTF_8).contains(program.pid() + " "), out.toString(UTF_8));
    }
}
