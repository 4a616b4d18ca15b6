/** What a runtime counts, as meters. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // micrometer-core has a name, and no descriptor
module dev.kyoto.micrometer {
    requires transitive dev.kyoto;
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports dev.kyoto.micrometer;
}
