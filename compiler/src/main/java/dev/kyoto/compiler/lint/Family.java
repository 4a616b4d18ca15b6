package dev.kyoto.compiler.lint;

import java.util.HashMap;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** A type and all below it. Javac is asked once about each class: walking its supertypes at every call is what a lint costs. */
final class Family {
    private final Types types;
    private final TypeMirror root;
    private final Map<Element, Boolean> known = new HashMap<>();

    Family(Types types, TypeElement root) {
        this.types = types;
        this.root = types.erasure(root.asType());
    }

    /** Whether a type is of this family when generics are erased; of an intersection, whether one of its parts is. */
    boolean contains(@Nullable TypeMirror type) {
        if (type == null) {
            return false;
        }
        return switch (type.getKind()) {
            case DECLARED -> containsClass(type);
            case TYPEVAR -> isBelow(type);
            case INTERSECTION -> types.directSupertypes(type).stream().anyMatch(this::contains);
            default -> false;
        };
    }

    private boolean containsClass(TypeMirror type) {
        Element element = ((DeclaredType) type).asElement();
        Boolean answer = known.get(element);
        if (answer == null) {
            answer = isBelow(type);
            known.put(element, answer);
        }
        return answer;
    }

    private boolean isBelow(TypeMirror type) {
        return types.isSubtype(types.erasure(type), root);
    }
}
