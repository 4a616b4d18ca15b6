/** Spans around futures, and a context that follows a task from thread to thread. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // OpenTelemetry has names, and no descriptors
module dev.kyoto.opentelemetry {
    requires transitive dev.kyoto;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires static transitive org.jspecify;

    exports dev.kyoto.opentelemetry;
}
