import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example, started as a user would: in a virtual machine of its own. */
class ExamplesTest {
    @Test
    void helloGreetsAfterWaiting() throws Exception {
        assertEquals(List.of("Waiting…", "Hello, Kyoto!"), outputOf("Hello"));
    }

    @Test
    void countLinesSumsUpAllFiles(@TempDir Path folder) throws Exception {
        Path three = Files.writeString(folder.resolve("three"), "a\nb\nc\n");
        Path two = Files.writeString(folder.resolve("two"), "a\nb\n");

        List<String> output = outputOf("CountLines", three.toString(), two.toString());

        assertTrue(output.containsAll(List.of("three: 3", "two: 2")), output::toString);
        assertEquals("5 lines in 2 files", output.get(output.size() - 1));
    }

    @Test
    void countLinesOfAMissingFileFails(@TempDir Path folder) throws Exception {
        Process program = start("CountLines", folder.resolve("missing").toString());

        assertTrue(program.waitFor() != 0);
    }

    @Test
    void selectLoopTakesNumbersInOrderUntilTimeIsUp() throws Exception {
        List<String> output;
        do { // a program that gets no processor for a second does not come to its second number
            output = outputOf("SelectLoop");
            List<String> expected = new ArrayList<>();
            for (int number = 1; number < output.size(); number++) {
                expected.add("Number " + number);
            }
            expected.add("Time is up");
            assertEquals(expected, output);
        } while (output.size() <= 2);
    }

    @Test
    void echoServerSendsBackWhatEachClientSent() throws Exception {
        Process server = start("EchoServer", "0");
        try (BufferedReader output = server.inputReader(UTF_8)) {
            String listening = output.readLine();
            assertTrue(listening.startsWith("Listening on port "), listening);
            int port = Integer.parseInt(listening.substring("Listening on port ".length()));
            try (Socket one = new Socket("127.0.0.1", port);
                    Socket other = new Socket("127.0.0.1", port)) {
                assertEquals("from the other", echo(other, "from the other"));
                assertEquals("from one", echo(one, "from one"));
                assertEquals("from one again", echo(one, "from one again"));
            }
        } finally {
            server.destroy();
            server.waitFor(); // a server that does not end when it is asked to runs into the time limit
        }
    }

    @Test
    void webServerKeepsNotes() throws Exception {
        Process server = start("WebServer", "0");
        try (BufferedReader output = server.inputReader(UTF_8)) {
            String listening = output.readLine();
            assertTrue(listening.startsWith("Listening at http://127.0.0.1:"), listening);
            String notes = listening.substring("Listening at ".length()) + "/notes/today";

            assertEquals("404 There is no such note.\n", ask("GET", notes, ""));
            assertEquals("204 ", ask("PUT", notes, "Buy tea"));
            assertEquals("200 Buy tea\n", ask("GET", notes, ""));
            assertEquals(
                    "GET /notes/today 200", output.lines().skip(1).findFirst().orElse(""));
        } finally {
            server.destroy();
            server.waitFor(); // a server that does not end when it is asked to runs into the time limit
        }
    }

    private static String ask(String method, String address, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address))
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static String echo(Socket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.getOutputStream().write(bytes);
        return new String(socket.getInputStream().readNBytes(bytes.length), UTF_8);
    }

    private static List<String> outputOf(String program, String... arguments) throws Exception {
        Process process = start(program, arguments);
        try (BufferedReader output = process.inputReader(UTF_8)) {
            List<String> lines = output.lines().toList();
            assertEquals(0, process.waitFor(), lines::toString);
            return lines;
        }
    }

    private static Process start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Dstdout.encoding=UTF-8");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
