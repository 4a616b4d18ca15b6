/** What tasks do, as events of the JDK's flight recorder. */
module dev.kyoto.jfr {
    requires dev.kyoto;
    requires static org.jspecify;
    requires jdk.jfr;

    provides dev.kyoto.RuntimeExtension with
            dev.kyoto.jfr.FlightRecorderExtension;
}
