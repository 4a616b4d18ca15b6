/**
 * A snippet that is a part of a class, made a whole source file.
 *
 * @param before what comes before the snippet, in lines of its own
 */
record Wrapping(String before, String snippet, String after) {
    /** What bodies and members take for granted; the guide says so. */
    private static final String IMPORTS = """
            import static dev.kyoto.Kyoto.*;
            import dev.kyoto.Runtime;
            import dev.kyoto.Tracing;
            import dev.kyoto.futures.*;
            import dev.kyoto.futures.stream.*;
            import dev.kyoto.futures.sync.*;
            import dev.kyoto.fs.*;
            import dev.kyoto.io.*;
            import dev.kyoto.micrometer.*;
            import dev.kyoto.net.*;
            import dev.kyoto.opentelemetry.*;
            import dev.kyoto.process.*;
            import dev.kyoto.signal.*;
            import dev.kyoto.slf4j.*;
            import dev.kyoto.task.*;
            import dev.kyoto.time.*;
            import dev.kyoto.tls.*;
            import io.micrometer.core.instrument.MeterRegistry;
            import io.opentelemetry.api.GlobalOpenTelemetry;
            import io.opentelemetry.api.trace.Tracer;
            import java.io.IOException;
            import java.net.StandardSocketOptions;
            import java.nio.ByteBuffer;
            import java.nio.file.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.function.Consumer;
            import java.util.stream.IntStream;
            import java.util.concurrent.Callable;
            import java.util.concurrent.TimeoutException;
            import java.util.concurrent.locks.*;
            """;

    private static final String FETCH = """
            static Future<String> fetch(String name) { return ready(name); }
            """;

    static Wrapping of(Snippet snippet) {
        return snippet.is("members")
                ? new Wrapping(IMPORTS + "class Snippet {\n" + FETCH, snippet.text(), "}\n")
                : new Wrapping(
                        IMPORTS + "class Snippet {\n" + FETCH + "static Object body() { return async(() -> {\n",
                        snippet.text(),
                        "}); }\n}\n");
    }

    String source() {
        return before + snippet + after;
    }

    /** The number of the line of the file that is the first one of the snippet. */
    long firstLine() {
        return before.lines().count() + 1;
    }

    /** The same, with an annotation on the class around it. */
    Wrapping annotated(String annotation) {
        return new Wrapping(before.replace("class Snippet {", annotation + " class Snippet {"), snippet, after);
    }
}
