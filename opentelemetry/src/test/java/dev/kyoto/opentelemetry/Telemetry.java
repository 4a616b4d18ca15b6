package dev.kyoto.opentelemetry;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.logging.otlp.OtlpJsonLoggingSpanExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A tracer, and what its exporters have got: spans in memory, and the JSON that a collector is sent. */
final class Telemetry implements AutoCloseable {
    private final InMemorySpanExporter inMemory = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(inMemory))
            .addSpanProcessor(SimpleSpanProcessor.create(OtlpJsonLoggingSpanExporter.create()))
            .build();
    private final Logger logger = Logger.getLogger(OtlpJsonLoggingSpanExporter.class.getName());
    private final List<String> json = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            json.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Telemetry() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    Tracer tracer() {
        return provider.get("test");
    }

    /** Those that have ended, in this order. */
    List<SpanData> spans() {
        return inMemory.getFinishedSpanItems();
    }

    SpanData span(String name) {
        List<SpanData> found =
                spans().stream().filter(span -> span.getName().equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " spans named " + name + " among " + spans());
        }
        return found.get(0);
    }

    /** One message for each span, as OTLP has it. */
    List<String> json() {
        return json;
    }

    @Override
    public void close() {
        provider.close();
        logger.removeHandler(handler);
    }
}
