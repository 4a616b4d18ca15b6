package dev.kyoto.compiler.tests.tooling;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * A process in which javac is run again and again, because it takes a second to start. Not this process: what is on its class
 * path, the compiler too, javac sees beside the paths that it is given. That process has nothing on its class path but this
 * class.
 */
final class JavacServer {
    private static JavacServer instance;

    private final DataOutputStream requests;
    private final DataInputStream answers;

    private JavacServer(Process process) {
        requests = new DataOutputStream(process.getOutputStream());
        answers = new DataInputStream(process.getInputStream());
    }

    static synchronized Jdk.Outcome javac(List<String> arguments) {
        try {
            if (instance == null) {
                instance = start();
            }
            instance.requests.writeInt(arguments.size());
            for (String argument : arguments) {
                instance.requests.writeUTF(argument);
            }
            instance.requests.flush();
            int exitCode = instance.answers.readInt();
            byte[] output = new byte[instance.answers.readInt()];
            instance.answers.readFully(output);
            return new Jdk.Outcome(exitCode, new String(output, StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static JavacServer start() throws IOException {
        String file = JavacServer.class.getName().replace('.', '/') + ".class";
        Path folder = Files.createTempDirectory("javac");
        Path copy = folder.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(Artifacts.tests().resolve(file), copy);
        for (Path made = copy; !made.equals(folder.getParent()); made = made.getParent()) {
            made.toFile().deleteOnExit();
        }
        return new JavacServer(Jdk.start(
                folder,
                "java",
                List.of("-XX:TieredStopAtLevel=1", "-cp", folder.toString(), JavacServer.class.getName()),
                ProcessBuilder.Redirect.PIPE));
    }

    /** In that process, which ends with the one that started it. */
    public static void main(String... arguments) throws IOException {
        DataInputStream requests = new DataInputStream(System.in);
        DataOutputStream answers = new DataOutputStream(System.out);
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        System.setErr(System.out);
        while (true) {
            String[] options;
            try {
                options = new String[requests.readInt()];
            } catch (EOFException end) {
                return;
            }
            for (int i = 0; i < options.length; i++) {
                options[i] = requests.readUTF();
            }
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            answers.writeInt(ToolProvider.getSystemJavaCompiler().run(null, output, output, options));
            answers.writeInt(output.size());
            output.writeTo(answers);
            answers.flush();
        }
    }
}
