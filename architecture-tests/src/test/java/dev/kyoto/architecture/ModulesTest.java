package dev.kyoto.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

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
    void moduleIsNamedAfterItsPackages(ModuleMap module) throws IOException {
        String name = descriptor(module).name();

        Set<String> strangers = CompiledModules.packagesOf(module)
                .filter(packageName -> !(packageName + ".").startsWith(name + "."))
                .collect(Collectors.toSet());

        assertEquals(Set.of(), strangers, () -> "packages of the module " + name);
    }

    @ParameterizedTest
    @MethodSource("modular")
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
        return CompiledModules.built().filter(module -> module.kind() != ModuleMap.Kind.SINGLE_FILES);
    }

    static Stream<ModuleMap> core() {
        return CompiledModules.built().filter(module -> module.kind() == ModuleMap.Kind.CORE);
    }

    private static boolean isCompiled(String folder) {
        return Files.isDirectory(
                CompiledModules.ROOT.resolve(folder).resolve("target").resolve("classes"));
    }

    private static ModuleDescriptor descriptor(ModuleMap module) throws IOException {
        // A module whose libraries are relocated into its jar has its descriptor compiled by itself, in another folder.
        Path target = CompiledModules.output(module).getParent();
        Path file = Stream.of("classes", "module")
                .map(folder -> target.resolve(folder).resolve("module-info.class"))
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> fail(module.folder() + " has no module-info.java"));
        try (InputStream in = Files.newInputStream(file)) {
            return ModuleDescriptor.read(in);
        }
    }
}
