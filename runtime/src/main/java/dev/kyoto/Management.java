package dev.kyoto;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Registers runtimes with JMX where the system property {@value #PROPERTY} asks for it, and not else: to start its JMX takes the
 * JVM a tenth of a second and more.
 */
final class Management {
    static final String PROPERTY = "kyoto.jmx";

    private Management() {}

    /** What ends the registration; null if there is none. A program does not fail because it cannot be looked at. */
    static @Nullable Runnable registerIfWanted(Runtime runtime) {
        if (!Boolean.getBoolean(PROPERTY)) {
            return null;
        }
        if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
            warn("The module java.management is missing. Start with --add-modules java.management.", null);
            return null;
        }
        return RuntimeBean.register(runtime); // loaded only where the module is there
    }

    static void warn(String why, @Nullable Throwable cause) {
        System.getLogger("dev.kyoto").log(Level.WARNING, "-D" + PROPERTY + " has no effect. " + why, cause);
    }
}
