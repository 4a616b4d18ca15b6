package dev.kyoto.benchmarks.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A peer that runs, and answers numbers with what it measured. benchmarks/README.md describes the protocol. */
final class PeerProcess implements AutoCloseable {
    /** A round, with its warm-up, is over long before: a peer that takes so long hangs. */
    private static final int ANSWER_SECONDS = 180;

    private final Process process;
    private final BufferedReader output;
    private final Writer input;
    private final Path errors;

    /** What it said first: {@code ops}, the operations of a round, or {@code port}. */
    private final Answer greeting;

    PeerProcess(List<String> command, Path errors) throws IOException {
        this.errors = errors;
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        output = process.inputReader();
        input = process.outputWriter();
        try {
            greeting = read();
        } catch (IOException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    /** What a peer said, in one line. */
    record Answer(Map<String, String> values) {
        double number(String key) throws IOException {
            return Double.parseDouble(text(key));
        }

        String text(String key) throws IOException {
            String value = values.get(key);
            if (value == null) {
                throw new IOException("answered without " + key + ": " + values);
            }
            return value;
        }
    }

    long pid() {
        return process.pid();
    }

    Answer greeting() {
        return greeting;
    }

    /** What it measured in so many repetitions. */
    Answer ask(long repetitions) throws IOException {
        input.write(repetitions + "\n");
        input.flush();
        return read();
    }

    private Answer read() throws IOException {
        CompletableFuture<Boolean> watchdog = CompletableFuture.supplyAsync(
                () -> process.isAlive() && process.destroyForcibly().isAlive(),
                CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS));
        try {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("ended without an answer: " + lastWords());
            }
            Map<String, String> values = new HashMap<>();
            for (String field : line.split(" ")) {
                String[] parts = field.split("=", 2);
                values.put(parts[0], parts[parts.length - 1]);
            }
            return new Answer(values);
        } finally {
            watchdog.cancel(false);
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(errors);
        return lines.isEmpty() ? "it said nothing" : lines.get(0);
    }

    /** Its input ends, and with it the peer. */
    @Override
    public void close() {
        try {
            input.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
