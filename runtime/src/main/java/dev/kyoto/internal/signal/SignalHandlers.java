package dev.kyoto.internal.signal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The only class that knows how the JVM hands out signals: by {@code sun.misc.Signal}, which {@code jdk.unsupported} exports
 * to everybody, and to which the JDK has no alternative. By public method handles, because javac warns of the name whatever
 * one does, and because a JVM without that module should fail here and clearly.
 */
public final class SignalHandlers {
    private SignalHandlers() {}

    /** @throws UnsupportedOperationException if this JVM does not hand out the signal */
    public static void install(String name, Runnable action) {
        try {
            handle(name, action);
        } catch (ClassNotFoundException e) {
            throw new UnsupportedOperationException(
                    "This JVM cannot hand out SIG" + name
                            + ", because the module jdk.unsupported is missing. Start it with"
                            + " --add-modules jdk.unsupported, or link that module into the image.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedOperationException(
                    "This JVM does not hand out SIG" + name + " (" + e.getMessage()
                            + "). It was started with -Xrs, or the"
                            + " system has no such signal. Start it without -Xrs, or stop waiting for this signal.",
                    e);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UnsupportedOperationException(
                    "The sun.misc.Signal of this JVM is not the one that is known. Update Kyoto.", e);
        }
    }

    /** {@code Signal.handle(new Signal(name), signal -> action.run())}. */
    private static void handle(String name, Runnable action) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> signal = lookup.findClass("sun.misc.Signal");
        Class<?> handler = lookup.findClass("sun.misc.SignalHandler");
        MethodHandle make = lookup.findConstructor(signal, MethodType.methodType(void.class, String.class));
        MethodHandle install = lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler));
        MethodHandle run = lookup.findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                .bindTo(action);
        Object runner = MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
        install.invoke(make.invoke(name), runner);
    }
}
