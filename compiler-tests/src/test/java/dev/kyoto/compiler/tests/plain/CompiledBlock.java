package dev.kyoto.compiler.tests.plain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

public final class CompiledBlock {
    private CompiledBlock() {}

    /** Calls the method of the functional interface. */
    @SuppressWarnings("unchecked")
    public static <T> Future<T> start(AsyncCode code, Object... arguments) {
        return () -> {
            Method method = methodOf(code.getClass());
            method.setAccessible(true);
            try {
                return (T) method.invoke(code, arguments);
            } catch (InvocationTargetException thrown) {
                throw CompiledBlock.<RuntimeException>asItIs(thrown.getCause());
            }
        };
    }

    /** The most special one: a lambda has bridges beside it, all of which do the same. */
    private static Method methodOf(Class<?> lambda) {
        for (Method method : lambda.getDeclaredMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers())) {
                return method;
            }
        }
        throw new AssertionError(lambda + " has no method");
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X asItIs(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
