package dev.kyoto.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.kyoto.futures.ProgramFrames;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Dependencies run one way, downwards; what is internal stays inside; the core stands on the JDK alone. */
class DependenciesTest {
    /** Methods of {@link Class} that look into a type or make one by its name. */
    private static final Set<String> REFLECTIVE = Set.of(
            "forName",
            "newInstance",
            "getConstructor",
            "getConstructors",
            "getDeclaredConstructor",
            "getDeclaredConstructors",
            "getField",
            "getFields",
            "getDeclaredField",
            "getDeclaredFields",
            "getMethod",
            "getMethods",
            "getDeclaredMethod",
            "getDeclaredMethods");

    @Test
    void modulesUseOnlyTheModulesBelowThem() {
        check(classes().should(useOnlyKnownModules()));
    }

    @Test
    void packagesHaveNoCircles() {
        check(slices().assignedFrom(packages()).should().beFreeOfCycles());
    }

    @Test
    void internalPackagesAreUsedByTheirOwnModuleOnly() {
        check(classes().should(useNoInternalsOfOtherModules()));
    }

    @Test
    void coreDependsOnTheJdkAndNullnessAnnotationsOnly() {
        check(noClasses()
                .that(areOfTheCore())
                .should()
                .dependOnClassesThat(resideOutsideOfPackages(
                        "java..",
                        "javax.crypto..",
                        "javax.management..",
                        "javax.net.ssl..",
                        "javax.security.auth.x500..",
                        "jdk.jfr..",
                        "org.jspecify..",
                        "dev.kyoto..")));
    }

    @Test
    void coreUsesNoReflection() {
        // Method and variable handles do the same, checked once; and a native image needs no list of them.
        check(noClasses()
                .that(areOfTheCore())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .orShould()
                .callCodeUnitWhere(describe("reflects on a class", DependenciesTest::isReflective)));
    }

    @Test
    void stackTracesLeaveOutThePackagesOfTheCore() {
        // Its own package is also that of programs and tests, and has few classes that call a program.
        check(classes()
                .that(areOfTheCore())
                .and()
                .resideOutsideOfPackage("dev.kyoto")
                .should(ArchCondition.from(
                        describe("be known to ProgramFrames", type -> ProgramFrames.isKyotos(type.getName())))));
    }

    @Test
    void nobodyUsesUnsafe() {
        check(noClasses().should().dependOnClassesThat().resideInAnyPackage("sun.misc..", "jdk.internal.."));
    }

    @Test
    void everyPackageIsNullMarked() {
        check(classes()
                .that(describe(
                        "are in a package",
                        (JavaClass type) -> !type.getPackageName().isEmpty()))
                .should(liveInANullMarkedPackage()));
    }

    private static void check(ArchRule rule) {
        rule.check(CompiledModules.classes());
    }

    /** What is used; of an array, its elements. */
    private static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }

    private static DescribedPredicate<JavaClass> areOfTheCore() {
        return describe("are of the core", type -> CompiledModules.isOfKind(type, ModuleMap.Kind.CORE));
    }

    private static boolean isReflective(JavaCall<?> call) {
        CodeUnitCallTarget target = call.getTarget();
        return target.getOwner().isEquivalentTo(Class.class) && REFLECTIVE.contains(target.getName());
    }

    private static SliceAssignment packages() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return CompiledModules.moduleOf(type).isPresent()
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    private static ArchCondition<JavaClass> useOnlyKnownModules() {
        return new ArchCondition<>("use only modules below their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    Optional<ModuleMap> user = CompiledModules.moduleOf(type);
                    Optional<ModuleMap> used = CompiledModules.moduleOf(target(dependency));
                    if (user.isPresent() && used.isPresent() && !user.get().mayUse(used.get())) {
                        events.add(SimpleConditionEvent.violated(
                                type,
                                user.get().folder() + " may use " + user.get().describeKnown() + ", not "
                                        + used.get().folder() + ": " + dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> useNoInternalsOfOtherModules() {
        return new ArchCondition<>("use no internal package of another module") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = target(dependency);
                    if (target.getPackageName().matches("dev\\.kyoto\\b.*\\.internal\\b.*")
                            && !CompiledModules.moduleOf(target).equals(CompiledModules.moduleOf(type))) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type,
                            "The package of " + type.getName()
                                    + " is not @NullMarked; say so in its package-info.java"));
                }
            }
        };
    }
}
