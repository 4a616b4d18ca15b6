package dev.kyoto.compiler.lint;

import com.sun.source.util.JavacTask;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Name;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** The types of {@code dev.kyoto.futures} as javac sees them in one compilation. */
final class AsyncElements {
    private static final String PACKAGE = "dev.kyoto.futures.";

    private final Elements elements;
    private final Types types;
    private final TypeElement future;
    private final Family futures;
    private final Family asyncCode;
    private final Name await;
    private final Name select;

    /** Those that were asked for, by the name of their root; empty where javac finds no such type. */
    private final Map<String, Optional<Family>> families = new HashMap<>();

    private AsyncElements(Elements elements, Types types, TypeElement future, TypeElement asyncCode) {
        this.elements = elements;
        this.types = types;
        this.future = future;
        this.futures = new Family(types, future);
        this.asyncCode = new Family(types, asyncCode);
        this.await = elements.getName("await");
        this.select = elements.getName("select");
    }

    /** Null when the code being compiled cannot see Kyoto's futures. */
    static @Nullable AsyncElements of(JavacTask task) {
        Elements elements = task.getElements();
        TypeElement future = elements.getTypeElement(PACKAGE + "Future");
        TypeElement asyncCode = elements.getTypeElement(PACKAGE + "AsyncCode");
        return future == null || asyncCode == null
                ? null
                : new AsyncElements(elements, task.getTypes(), future, asyncCode);
    }

    boolean isFuture(@Nullable TypeMirror type) {
        return futures.contains(type);
    }

    /** Whether a type is that of a future which does nothing unless it is awaited. */
    boolean isForgettable(@Nullable TypeMirror type) {
        return type != null && isFuture(type) && !hasAnnotation(type, "Eager");
    }

    boolean isAsyncCode(@Nullable TypeMirror type) {
        return asyncCode.contains(type);
    }

    boolean isSerializable(TypeMirror type) {
        return isOfFamily(type, "java.io.Serializable");
    }

    boolean isNameOfAwait(Name name) {
        return Objects.equals(name, await);
    }

    /** Whether calls and methods of this name may concern a rule wherever they stand. */
    boolean isNameOfInterest(@Nullable Name name) {
        return Objects.equals(name, await) || Objects.equals(name, select);
    }

    /** Whether {@code element} is {@code await()} of a future. */
    boolean isAwait(@Nullable Element element) {
        return element instanceof ExecutableElement method
                && isNameOfAwait(method.getSimpleName())
                && method.getParameters().isEmpty()
                && method.getEnclosingElement() instanceof TypeElement type
                && isFuture(type.asType());
    }

    /** Whether {@code element} is a member of {@code Future} itself. */
    boolean isOfFutureItself(Element element) {
        return future.equals(element.getEnclosingElement());
    }

    /** Whether {@code type} is the class or interface of this name, or below it. */
    boolean isSubclass(TypeElement type, String name) {
        return isOfFamily(type.asType(), name);
    }

    private boolean isOfFamily(TypeMirror type, String root) {
        Optional<Family> family = families.get(root);
        if (family == null) {
            family = Optional.ofNullable(elements.getTypeElement(root)).map(found -> new Family(types, found));
            families.put(root, family);
        }
        return family.isPresent() && family.get().contains(type);
    }

    /** What the one abstract method of a functional interface returns. */
    @Nullable TypeMirror returnTypeOfFunction(TypeMirror type) {
        ExecutableElement function = function(type);
        return function == null
                ? null
                : ((ExecutableType) types.asMemberOf((DeclaredType) type, function)).getReturnType();
    }

    /** Whether the one abstract method of a functional interface may throw whatever can be thrown. */
    boolean mayThrowAnything(TypeMirror type) {
        ExecutableElement function = function(type);
        return function != null
                && function.getThrownTypes().stream()
                        .anyMatch(thrown -> thrown.toString().equals("java.lang.Throwable"));
    }

    private @Nullable ExecutableElement function(TypeMirror type) {
        if (!(type instanceof DeclaredType declared)) {
            return null;
        }
        return ElementFilter.methodsIn(elements.getAllMembers((TypeElement) declared.asElement())).stream()
                .filter(method -> method.getModifiers().contains(Modifier.ABSTRACT) && !isOfEveryObject(method))
                .findFirst()
                .orElse(null);
    }

    /** Whether an interface repeats a method of {@code Object}, as Comparator does with equals, to say more about it. */
    private boolean isOfEveryObject(ExecutableElement method) {
        TypeElement object = elements.getTypeElement("java.lang.Object");
        return ElementFilter.methodsIn(object.getEnclosedElements()).stream()
                .anyMatch(inherited -> inherited.getSimpleName().equals(method.getSimpleName())
                        && inherited.getParameters().size()
                                == method.getParameters().size());
    }

    /** Whether one of the parameters of {@code method} is of the class of this name. */
    boolean hasParameter(ExecutableElement method, String name) {
        return method.getParameters().stream()
                .anyMatch(parameter -> parameter.asType().toString().equals(name));
    }

    /** Whether {@code method} is a member of a class of Kyoto's. */
    boolean isInKyoto(Element method) {
        return elements.getPackageOf(method).getQualifiedName().toString().startsWith("dev.kyoto");
    }

    /** The value of an annotation of this name in {@code dev.kyoto.futures}, or null. */
    @Nullable String annotationValue(Element annotated, String simpleName) {
        for (AnnotationMirror annotation : annotated.getAnnotationMirrors()) {
            if (isKyotos(annotation, simpleName)) {
                return annotation.getElementValues().values().stream()
                        .map(value -> String.valueOf(value.getValue()))
                        .findFirst()
                        .orElse("");
            }
        }
        return null;
    }

    private static boolean isKyotos(AnnotationMirror annotation, String simpleName) {
        TypeElement type = (TypeElement) annotation.getAnnotationType().asElement();
        return type.getQualifiedName().contentEquals(PACKAGE + simpleName);
    }

    /** The internal name of the class that a type is when generics are erased, or null. */
    @Nullable String internalName(TypeMirror type) {
        return types.erasure(type) instanceof DeclaredType declared
                ? internalName((TypeElement) declared.asElement())
                : null;
    }

    String internalName(TypeElement type) {
        return String.valueOf(elements.getBinaryName(type)).replace('.', '/');
    }

    /** Whether a type, or one that it extends, has an annotation of this name in {@code dev.kyoto.futures}. */
    boolean hasAnnotation(TypeMirror type, String simpleName) {
        if (!(type instanceof DeclaredType declared)) {
            return false;
        }
        for (AnnotationMirror annotation : declared.asElement().getAnnotationMirrors()) {
            if (isKyotos(annotation, simpleName)) {
                return true;
            }
        }
        return types.directSupertypes(type).stream().anyMatch(supertype -> hasAnnotation(supertype, simpleName));
    }
}
