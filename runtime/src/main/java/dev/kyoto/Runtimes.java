package dev.kyoto;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.WeakHashMap;

/** The runtimes of the process, and who wants to know of them. */
final class Runtimes {
    /** Weak, for one without threads need not be closed; threads keep theirs. */
    private static final Set<Runtime> OPEN =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private Runtimes() {}

    static void add(Runtime runtime) {
        OPEN.add(runtime);
        DumpOnSignal.installIfWanted();
        for (RuntimeExtension extension : Extensions.ALL) {
            try {
                extension.runtimeBuilt(runtime);
            } catch (Throwable failure) {
                System.getLogger("dev.kyoto")
                        .log(Level.WARNING, extension.getClass().getName() + " failed for " + runtime, failure);
            }
        }
    }

    static List<Runtime> open() {
        List<Runtime> open;
        synchronized (OPEN) {
            open = new ArrayList<>(OPEN);
        }
        open.removeIf(Runtime::hasEnded);
        open.sort(Comparator.comparing(Runtime::toString));
        return List.copyOf(open);
    }

    /** Loaded with the first runtime. */
    private static final class Extensions {
        static final List<RuntimeExtension> ALL = load();

        private static List<RuntimeExtension> load() {
            List<RuntimeExtension> all = new ArrayList<>();
            try {
                ServiceLoader.load(RuntimeExtension.class, Runtime.class.getClassLoader())
                        .forEach(all::add);
            } catch (ServiceConfigurationError broken) {
                System.getLogger("dev.kyoto").log(Level.WARNING, "An extension of Kyoto could not be loaded", broken);
            }
            return all;
        }
    }
}
