package dev.kyoto.architecture;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The modules, and which others each may know. Whoever adds a module to the build adds it here, or {@link ModulesTest}
 * fails.
 */
public enum ModuleMap {
    FUTURES("futures", Kind.CORE),
    COMPILER("compiler", Kind.TOOL),
    RUNTIME("runtime", Kind.CORE, FUTURES),
    ATTACH("attach", Kind.PROGRAM),
    CODEC("codec", Kind.CORE, FUTURES, RUNTIME),
    TLS("tls", Kind.CORE, FUTURES, RUNTIME),
    HTTP("http", Kind.CORE, FUTURES, RUNTIME),
    SLF4J("slf4j", Kind.ADAPTER, FUTURES, RUNTIME),
    MICROMETER("micrometer", Kind.ADAPTER, RUNTIME),
    JFR("jfr", Kind.ADAPTER, FUTURES, RUNTIME),
    OPENTELEMETRY("opentelemetry", Kind.ADAPTER, FUTURES, RUNTIME),
    CONSOLE("console", Kind.PROGRAM, FUTURES, RUNTIME),
    CONSOLE_TERMINAL("console-terminal", Kind.CLASS_PATH),
    MINI_REDIS("mini-redis", Kind.PROGRAM, FUTURES, RUNTIME),
    EXAMPLES("examples", Kind.SINGLE_FILES, FUTURES, RUNTIME, CODEC, TLS, HTTP),
    BENCHMARKS("benchmarks", Kind.CLASS_PATH, FUTURES, RUNTIME, HTTP, SLF4J, OPENTELEMETRY);

    /** What is asked of a module beyond the direction of its dependencies. */
    public enum Kind {
        /** Depends on nothing but the JDK and JSpecify; uses no reflection; modular. */
        CORE,
        /** Reaches into javac; modular. */
        TOOL,
        /** Brings Kyoto and a library together; modular. */
        ADAPTER,
        /** Modular. */
        PROGRAM,
        /** Programs of one file each, in no package and no module. */
        SINGLE_FILES,
        /** In no module, because what they use is in none. */
        CLASS_PATH
    }

    private final String folder;
    private final Kind kind;
    private final List<ModuleMap> known;

    ModuleMap(String folder, Kind kind, ModuleMap... known) {
        this.folder = folder;
        this.kind = kind;
        this.known = List.of(known);
    }

    String folder() {
        return folder;
    }

    Kind kind() {
        return kind;
    }

    boolean mayUse(ModuleMap other) {
        return other == this || known.contains(other);
    }

    String describeKnown() {
        return known.isEmpty()
                ? "no other module"
                : known.stream().map(ModuleMap::folder).collect(Collectors.joining(", "));
    }
}
