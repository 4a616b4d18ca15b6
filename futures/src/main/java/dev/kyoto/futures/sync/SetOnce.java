package dev.kyoto.futures.sync;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that is set once, for any number that wait for it: the port a server got, the reason of a shutdown.
 *
 * <pre>{@code
 * var address = new SetOnce<SocketAddress>();
 * spawn(() -> {
 *     var listener = TcpListener.bind("127.0.0.1:0").await();
 *     address.set(listener.localAddress());
 *     …
 * });
 * connect(address.whenSet().await()).await();
 * }</pre>
 *
 * <p>If those who wait should make the value themselves, use a {@link OnceCell}; if it goes to one alone, a {@link Oneshot}.
 *
 * <p>Thread-safe. What happened before the value was set is visible to whom sees it. There is no null value.
 */
public final class SetOnce<T> {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(SetOnce.class, "value", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Notify set = new Notify();
    private volatile @Nullable T value;

    /**
     * Sets the value and wakes those who wait for it.
     *
     * @throws IllegalStateException if there is one already
     */
    public void set(T value) {
        if (!trySet(value)) {
            throw new IllegalStateException(
                    "This SetOnce has its one value already. For a value that changes use a Watch;"
                            + " where several may be the first, trySet(…) tells who was.");
        }
    }

    /**
     * Sets the value, unless there is one already, and wakes those who wait for it.
     *
     * @return whether it was set by this call
     */
    public boolean trySet(T value) {
        Objects.requireNonNull(value, "The value of a SetOnce is not null: get() is, as long as there is none.");
        if (!VALUE.compareAndSet(this, null, value)) {
            return false;
        }
        set.notifyWaiters();
        return true;
    }

    /** The value, or null as long as there is none. */
    public @Nullable T get() {
        return value;
    }

    /** Whether there is a value. */
    public boolean isSet() {
        return value != null;
    }

    /**
     * Waits until there is a value, and yields it. Where there is one already it is ready at once.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     */
    @CancelSafe
    public Future<T> whenSet() {
        return new WhenSet<>(this);
    }

    @Override
    public String toString() {
        T value = this.value;
        return value == null ? "SetOnce[]" : "SetOnce[" + value + "]";
    }

    private static final class WhenSet<T> extends Until<T> {
        private final SetOnce<T> once;

        WhenSet(SetOnce<T> once) {
            super(once.set);
            this.once = once;
        }

        @Override
        Poll<T> look() {
            T value = once.value;
            return value == null ? Poll.pending() : readyWith(value);
        }

        @Override
        protected Resource resource() {
            return Resource.of("SetOnce", once, "");
        }

        @Override
        protected String describe() {
            return "SetOnce.whenSet()";
        }
    }
}
