package dev.kyoto.compiler.lint;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.Name;

/** What is said of the cancel safety of futures, by the annotations of the methods that make them. */
final class Marks {
    /** Combinators of which a drop loses what a drop of the futures in them loses. */
    static final Set<String> TRANSPARENT = Set.of("map", "orElse", "fuse", "timeout");

    /** A branch of a select. */
    static final Set<String> BRANCH = Set.of("on", "onIf");

    private static final String SAFE = "s";
    private static final String UNSAFE = "u";
    private static final String UNKNOWN = "";

    private Marks() {}

    /** The mark of the future that an expression yields, as it stands in the source of a block; empty if there is none. */
    static String of(Place future) {
        Tree tree = future.path().getLeaf();
        if (tree instanceof ParenthesizedTree inner) {
            return of(future.in(inner.getExpression()));
        } else if (!(tree instanceof MethodInvocationTree call)) {
            return UNKNOWN;
        } else if (isOfKyoto(future, TRANSPARENT)) {
            return ofAll(futuresIn(call, future));
        }
        Element method = future.element();
        if (method == null) {
            return UNKNOWN;
        }
        return future.elements().annotationValue(method, "CancelUnsafe") != null
                ? UNSAFE
                : future.elements().annotationValue(method, "CancelSafe") != null ? SAFE : UNKNOWN;
    }

    /** Of what is unsafe if one of them is, and safe if all are. */
    private static String ofAll(List<Place> futures) {
        List<String> marks = futures.stream().map(Marks::of).toList();
        return marks.contains(UNSAFE) ? UNSAFE : marks.isEmpty() || marks.contains(UNKNOWN) ? UNKNOWN : SAFE;
    }

    private static List<Place> futuresIn(MethodInvocationTree call, Place place) {
        List<Place> futures = new ArrayList<>();
        if (call.getMethodSelect() instanceof MemberSelectTree select) {
            addFuture(place.in(select).in(select.getExpression()), futures);
        }
        for (ExpressionTree argument : call.getArguments()) {
            addFuture(place.in(argument), futures);
        }
        return futures;
    }

    private static void addFuture(Place place, List<Place> futures) {
        if (place.elements().isFuture(place.type())) {
            futures.add(place);
        }
    }

    /** Whether a place is a call of a method of Kyoto's that has one of these names. */
    static boolean isOfKyoto(Place place, Set<String> names) {
        Name name = place.nameOfCall();
        if (name == null || !names.contains(String.valueOf(name))) {
            return false;
        }
        Element method = place.element();
        return method != null && place.elements().isInKyoto(method);
    }
}
