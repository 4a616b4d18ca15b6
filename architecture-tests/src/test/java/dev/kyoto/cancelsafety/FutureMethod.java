package dev.kyoto.cancelsafety;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.kyoto.architecture.CompiledModules;
import dev.kyoto.architecture.ModuleMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A method of the public surface that gives a future or a stream, as its user knows it: one that is inherited from a class that
 * nobody sees is a method of the class that everybody does.
 */
record FutureMethod(String owner, JavaMethod method) {
    private static final String FUTURES = "dev.kyoto.futures.";
    private static final String FUTURE = FUTURES + "Future";
    private static final String STREAM = FUTURES + "stream.Stream";
    private static final String SAFE = FUTURES + "CancelSafe";
    private static final String UNSAFE = FUTURES + "CancelUnsafe";

    /** Whoever calls a method of these, or passes one, knows what its future does. */
    private static final Set<String> GIVEN =
            Set.of(FUTURE, FUTURES + "AsyncCode", FUTURES + "Branch", STREAM, FUTURES + "PollFunction");

    /** What the compiler makes of async blocks: its methods are called by compiled code, whose users write {@code async}. */
    private static final String COMPILED = FUTURES + "CompiledBlock";

    static List<FutureMethod> all() {
        return CompiledModules.classes().stream()
                .filter(type -> CompiledModules.isOfKind(type, ModuleMap.Kind.CORE)
                        && isPublic(type)
                        && !type.getName().equals(COMPILED))
                .flatMap(type -> methods(type).map(method -> new FutureMethod(nameOf(type), method)))
                .filter(found -> found.givesFuture() || found.givesStream())
                .toList();
    }

    private static Stream<JavaMethod> methods(JavaClass type) {
        return Stream.concat(
                        Stream.of(type),
                        type.getAllRawSuperclasses().stream().takeWhile(superclass -> !isPublic(superclass)))
                .flatMap(declaring -> declaring.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC)
                        && !method.getModifiers().contains(JavaModifier.BRIDGE));
    }

    /** Seen from outside, as are all classes around it, and in a package that is exported. */
    private static boolean isPublic(JavaClass type) {
        return !type.getPackageName().contains(".internal")
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(FutureMethod::isPublic).orElse(true);
    }

    /** {@code Mpsc.Sender}. */
    private static String nameOf(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    /** {@code Mpsc.Sender.send}. */
    String name() {
        return owner + "." + method.getName();
    }

    /** {@code Mpsc.Sender.send(Object)}: of several under one name, this one. */
    String signature() {
        return method.getRawParameterTypes().stream()
                .map(JavaClass::getSimpleName)
                .collect(Collectors.joining(", ", name() + "(", ")"));
    }

    boolean givesFuture() {
        return method.getRawReturnType().isAssignableTo(FUTURE);
    }

    boolean givesStream() {
        return method.getRawReturnType().isAssignableTo(STREAM);
    }

    /** A handle of work that goes on whatever becomes of the handle. */
    boolean isEager() {
        return method.getRawReturnType().isAnnotatedWith(FUTURES + "Eager");
    }

    boolean isSafe() {
        return method.isAnnotatedWith(SAFE);
    }

    boolean isUnsafe() {
        return method.isAnnotatedWith(UNSAFE);
    }

    /** Of one that is not safe: as the end of a sentence. */
    String whatIsLost() {
        return (String) method.getAnnotationOfType(UNSAFE).get("value").orElseThrow();
    }

    /** Made of futures, blocks or streams that it is given, or of itself. */
    boolean isCombinator() {
        return isGiven(method.getOwner()) && !method.getModifiers().contains(JavaModifier.STATIC)
                || method.getParameterTypes().stream()
                        .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream())
                        .anyMatch(FutureMethod::isGiven);
    }

    private static boolean isGiven(JavaClass type) {
        JavaClass given = type.isArray() ? type.getBaseComponentType() : type;
        return GIVEN.stream().anyMatch(given::isAssignableTo);
    }
}
