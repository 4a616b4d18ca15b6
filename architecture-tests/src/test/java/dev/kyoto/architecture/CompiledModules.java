package dev.kyoto.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The class files of the modules that were built, each class assigned to the module it came from. */
public final class CompiledModules {
    /** The folder of the root pom. */
    static final Path ROOT =
            Path.of(System.getProperty("kyoto.root", "..")).toAbsolutePath().normalize();

    private static final CompiledModules ALL = new CompiledModules();

    private final Map<ModuleMap, URI> outputs = new EnumMap<>(ModuleMap.class);
    private final JavaClasses classes;

    private CompiledModules() {
        List<Path> folders = new ArrayList<>();
        for (ModuleMap module : ModuleMap.values()) {
            Path output = output(module);
            if (Files.isDirectory(output)) {
                folders.add(output);
                outputs.put(module, output.toUri());
            }
        }
        classes = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/jmh_generated/"))
                .importPaths(folders);
    }

    public static JavaClasses classes() {
        return ALL.classes;
    }

    /** Those of the map that have class files; a build of a part of Kyoto makes not all. */
    static Stream<ModuleMap> built() {
        return ALL.outputs.keySet().stream();
    }

    /** Where the compiler put the module's class files. */
    static Path output(ModuleMap module) {
        return ROOT.resolve(module.folder()).resolve("target").resolve("classes");
    }

    /** The module that {@code type} was compiled in; empty for a class of the JDK or a library. */
    static Optional<ModuleMap> moduleOf(JavaClass type) {
        return type.getSource()
                .map(source -> source.getUri().toString())
                .flatMap(uri -> ALL.outputs.entrySet().stream()
                        .filter(module -> uri.startsWith(module.getValue().toString()))
                        .map(Map.Entry::getKey)
                        .findFirst());
    }

    static Stream<String> packagesOf(ModuleMap module) {
        return ALL.classes.stream()
                .filter(type -> moduleOf(type).filter(module::equals).isPresent())
                .filter(type -> !type.getSimpleName().equals("module-info"))
                .map(JavaClass::getPackageName)
                .distinct();
    }

    public static boolean isOfKind(JavaClass type, ModuleMap.Kind kind) {
        return moduleOf(type).filter(module -> module.kind() == kind).isPresent();
    }
}
