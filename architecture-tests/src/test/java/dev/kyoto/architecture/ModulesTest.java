package dev.kyoto.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the root pom, the module map and the module descriptors say about each other. */
class ModulesTest {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    @Test
    void everyCompiledModuleIsOnTheMap() throws IOException {
        Set<String> unmapped = MODULE.matcher(Files.readString(CompiledModules.ROOT.resolve("pom.xml")))
                .results()
                .map((MatchResult module) -> module.group(1))
                .filter(ModulesTest::isCompiled)
                .collect(Collectors.toCollection(TreeSet::new));
        for (ModuleMap module : ModuleMap.values()) {
            unmapped.remove(module.folder());
        }

        assertEquals(Set.of(), unmapped, "modules of the root pom that ModuleMap does not know");
    }

    @ParameterizedTest
    @MethodSource("modular")
    void moduleDescribesItself(ModuleMap module) {
        Path sources =
                CompiledModules.ROOT.resolve(module.folder()).resolve("src").resolve("main");

        assertTrue(
                Stream.of("java", "module")
                        .anyMatch(folder -> Files.exists(sources.resolve(folder).resolve("module-info.java"))),
                () -> module.folder() + " has no module-info.java");
    }

    @ParameterizedTest
    @MethodSource("described")
    void moduleIsNamedAfterItsPackages(ModuleMap module) throws IOException {
        String name = descriptor(module).name();

        Set<String> strangers = CompiledModules.packagesOf(module)
                .filter(packageName -> !(packageName + ".").startsWith(name + "."))
                .collect(Collectors.toSet());

        assertEquals(Set.of(), strangers, () -> "packages of the module " + name);
    }

    @ParameterizedTest
    @MethodSource("described")
    void internalPackagesAreExportedToNobodyInParticular(ModuleMap module) throws IOException {
        Set<String> exported = descriptor(module).exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .filter(name -> name.contains(".internal"))
                .collect(Collectors.toSet());

        assertEquals(Set.of(), exported, "internal packages exported to everybody");
    }

    @ParameterizedTest
    @MethodSource("core")
    void coreModuleNeedsNothingBeyondJavaAtRunTime(ModuleMap module) throws IOException {
        Set<String> foreign = descriptor(module).requires().stream()
                .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name)
                .filter(name -> !name.equals("java.base") && !name.startsWith("dev.kyoto"))
                .collect(Collectors.toSet());

        assertEquals(Set.of(), foreign, "modules of the JDK or of libraries required at run time");
    }

    static Stream<ModuleMap> modular() {
        return CompiledModules.built()
                .filter(module ->
                        module.kind() != ModuleMap.Kind.SINGLE_FILES && module.kind() != ModuleMap.Kind.CLASS_PATH);
    }

    /** Of a module whose libraries are relocated into its jar, the descriptor is compiled late, just before the jar. */
    static Stream<ModuleMap> described() {
        return modular().filter(module -> Files.exists(descriptorFile(module)));
    }

    static Stream<ModuleMap> core() {
        return CompiledModules.built().filter(module -> module.kind() == ModuleMap.Kind.CORE);
    }

    private static boolean isCompiled(String folder) {
        return Files.isDirectory(
                CompiledModules.ROOT.resolve(folder).resolve("target").resolve("classes"));
    }

    private static ModuleDescriptor descriptor(ModuleMap module) throws IOException {
        try (InputStream in = Files.newInputStream(descriptorFile(module))) {
            return ModuleDescriptor.read(in);
        }
    }

    private static Path descriptorFile(ModuleMap module) {
        Path classes = CompiledModules.output(module);
        Path amongThem = classes.resolve("module-info.class");
        return Files.exists(amongThem)
                ? amongThem
                : classes.resolveSibling("module").resolve("module-info.class");
    }
}
