package dev.kyoto.compiler.lint;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import org.jspecify.annotations.Nullable;

/**
 * A call that holds the thread, in an async block: all other tasks of the worker wait with it. Which calls these are is in
 * {@link BlockingCalls}. Locks are not among them: held for a moment, without an await, they are the right thing.
 */
final class Blocking implements Rule.OnCall, Rule.OnCreation {
    /** Of Kyoto's own methods that wait on the thread, as in {@code blockingSend}. */
    private static final String PREFIX = "blocking";

    @Override
    public void call(MethodInvocationTree call, Place place) {
        if (!place.scope().isAsync()
                || !(place.element() instanceof ExecutableElement method)
                || place.elements().isAwait(method)) {
            return;
        }
        TypeElement receiver = receiver(call, method, place);
        String instead = receiver == null ? null : insteadOf(method, receiver, place.elements());
        if (instead != null) {
            report(call.getMethodSelect(), method.getSimpleName() + "()", instead, place);
        }
    }

    /** The static type of what is called, which says more than the class that declares the method. */
    private static @Nullable TypeElement receiver(MethodInvocationTree call, ExecutableElement method, Place place) {
        if (call.getMethodSelect() instanceof MemberSelectTree select
                && place.in(select).typeOf(select.getExpression()) instanceof DeclaredType type) {
            return (TypeElement) type.asElement();
        }
        return method.getEnclosingElement() instanceof TypeElement type ? type : null;
    }

    private static @Nullable String insteadOf(ExecutableElement method, TypeElement receiver, AsyncElements elements) {
        String name = String.valueOf(method.getSimpleName());
        String waiting = name.length() > PREFIX.length() && name.startsWith(PREFIX) ? waitingForm(name, method) : null;
        if (waiting != null && elements.isInKyoto(method)) {
            return waiting + "(…).await()";
        }
        for (BlockingCalls call : BlockingCalls.ALL) {
            if (call.isOf(name)
                    && elements.isSubclass(receiver, call.type())
                    && (!call.onlyWithTimeout() || elements.hasParameter(method, "java.util.concurrent.TimeUnit"))
                    && BlockingCalls.IN_MEMORY.stream().noneMatch(type -> elements.isSubclass(receiver, type))) {
                return call.instead();
            }
        }
        return null;
    }

    /** {@code send} of {@code blockingSend}; null if there is none, because the name means something else. */
    private static @Nullable String waitingForm(String name, ExecutableElement method) {
        int verb = PREFIX.length();
        String waiting = Character.toLowerCase(name.charAt(verb)) + name.substring(verb + 1);
        return method.getEnclosingElement() instanceof TypeElement owner
                        && owner.getEnclosedElements().stream()
                                .anyMatch(member -> member.getSimpleName().contentEquals(waiting))
                ? waiting
                : null;
    }

    @Override
    public void creation(NewClassTree creation, Place place) {
        Element constructor = place.element();
        if (creation.getArguments().isEmpty()
                || constructor == null
                || !(constructor.getEnclosingElement() instanceof TypeElement made)) {
            return;
        }
        for (BlockingCalls call : BlockingCalls.CONSTRUCTORS) {
            if (made.getQualifiedName().contentEquals(call.type())) {
                report(creation, "new " + made.getSimpleName() + "()", call.instead(), place);
            }
        }
    }

    private static void report(Tree at, String what, String instead, Place place) {
        place.report(
                at,
                Diagnosis.BLOCKING,
                what + " blocks the thread, and every other task of this worker with it. In an async block use "
                        + instead + ".");
    }
}
