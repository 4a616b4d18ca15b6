package dev.kyoto.futures;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** What {@code await()} does where the compiler did not replace it. */
final class UncompiledAwait {
    /** {@code Thread.isVirtual()}, which JDK 17 does not have. */
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtualHandle();

    private UncompiledAwait() {}

    static <T extends @Nullable Object> T await(Future<T> future) throws Exception {
        if (isVirtual(Thread.currentThread())) {
            return Futures.blockOn(future);
        }
        throw new IllegalStateException("await() was called outside an async block, on "
                + Thread.currentThread().getName() + ". Inside async(() -> …) this means that the class was compiled"
                + " without the Kyoto compiler: put kyoto-compiler on the processor path. Anywhere else, wrap the code in"
                + " async(() -> …), or wait for the value with blockOn(future).");
    }

    static boolean isVirtual(Thread thread) {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static @Nullable MethodHandle isVirtualHandle() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}
