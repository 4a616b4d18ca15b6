package dev.kyoto.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whoever gets a future from Kyoto is told what a drop of it loses. A method that is given futures, blocks or streams may leave
 * it open: it is as safe as these are.
 */
class CancelSafetyTest {
    private static final String FUTURES = "dev.kyoto.futures.";
    private static final String FUTURE = FUTURES + "Future";
    private static final String SAFE = FUTURES + "CancelSafe";
    private static final String UNSAFE = FUTURES + "CancelUnsafe";

    /** Whoever calls a method of these, or passes one, knows what its future does. */
    private static final Set<String> GIVEN = Set.of(
            FUTURE, FUTURES + "AsyncCode", FUTURES + "Branch", FUTURES + "stream.Stream", FUTURES + "PollFunction");

    @Test
    void everyFutureOfThePublicSurfaceSaysWhatItsDropLoses() {
        assertEquals(
                List.of(),
                futures()
                        .filter(method -> !isCombinator(method) && !saysSo(method))
                        .map(JavaMethod::getFullName)
                        .sorted()
                        .toList());
    }

    @Test
    void noneSaysBoth() {
        assertTrue(futures().count() > 50, "the surface was not found");
        assertEquals(
                List.of(),
                futures()
                        .filter(method -> method.isAnnotatedWith(SAFE) && method.isAnnotatedWith(UNSAFE))
                        .map(JavaMethod::getFullName)
                        .toList());
    }

    private static Stream<JavaMethod> futures() {
        return CompiledModules.classes().stream()
                .filter(type -> CompiledModules.isOfKind(type, ModuleMap.Kind.CORE) && isPublic(type))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC)
                        && !method.getModifiers().contains(JavaModifier.BRIDGE)
                        && method.getRawReturnType().isAssignableTo(FUTURE)
                        && !isEager(method.getRawReturnType()));
    }

    /** A handle of work that goes on whatever becomes of the handle. */
    private static boolean isEager(JavaClass future) {
        return future.isAnnotatedWith(FUTURES + "Eager");
    }

    /** Seen from outside, as are all classes around it, and in a package that is exported. */
    private static boolean isPublic(JavaClass type) {
        return !type.getPackageName().contains(".internal")
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(CancelSafetyTest::isPublic).orElse(true);
    }

    private static boolean isCombinator(JavaMethod method) {
        return isGiven(method.getOwner()) && !method.getModifiers().contains(JavaModifier.STATIC)
                || method.getRawParameterTypes().stream().anyMatch(CancelSafetyTest::isGiven);
    }

    private static boolean isGiven(JavaClass type) {
        JavaClass given = type.isArray() ? type.getBaseComponentType() : type;
        return GIVEN.stream().anyMatch(given::isAssignableTo);
    }

    private static boolean saysSo(JavaMethod method) {
        return method.isAnnotatedWith(SAFE) || method.isAnnotatedWith(UNSAFE);
    }
}
