/** The console of Kyoto: what a program's runtimes do, as a web page and in a terminal. */
module dev.kyoto.console {
    requires transitive dev.kyoto;
    requires jdk.httpserver;
    requires java.management;
    requires static transitive org.jspecify;

    exports dev.kyoto.console;

    provides dev.kyoto.RuntimeExtension with
            dev.kyoto.console.ConsoleExtension;
}
