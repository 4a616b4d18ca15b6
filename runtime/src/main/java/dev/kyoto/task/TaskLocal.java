package dev.kyoto.task;

import dev.kyoto.futures.Future;
import dev.kyoto.internal.current.Bindings;
import dev.kyoto.internal.current.Bound;
import dev.kyoto.internal.current.Here;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A value that a future and all that it calls can see, without passing it along: a request's id, a user, a deadline. What a
 * {@link ThreadLocal} cannot be for code that goes from thread to thread.
 *
 * <pre>{@code
 * static final TaskLocal<String> REQUEST = TaskLocal.of("request");
 *
 * REQUEST.where(id, handle(request)).await();      // in handle, and in what that awaits: REQUEST.get()
 * }</pre>
 *
 * <p>A binding holds while the future is polled, and while it is dropped, so its {@code finally} blocks see it too. It ends with
 * the future and cannot be changed, only hidden by an inner one. A spawned task is a future of its own and starts with no
 * bindings, except for those of locals made by {@link #inheritable}, which also {@code spawnBlocking} takes along.
 *
 * <p>Code that uses no task-locals pays nothing for them; {@link #get()} takes time in proportion to how many are bound.
 *
 * <p><b>Threads.</b> May be used from any thread; without a runtime too.
 */
public final class TaskLocal<T extends @Nullable Object> {
    private final String name;
    private final boolean inheritable;

    private TaskLocal(String name, boolean inheritable) {
        this.name = Objects.requireNonNull(name, "name");
        this.inheritable = inheritable;
    }

    /** One whose bindings spawned tasks do not see. Commonly kept in a constant; {@code name} is for messages. */
    public static <T extends @Nullable Object> TaskLocal<T> of(String name) {
        return new TaskLocal<>(name, false);
    }

    /** One whose bindings spawned tasks take along, as they are at the moment of the {@code spawn}. */
    public static <T extends @Nullable Object> TaskLocal<T> inheritable(String name) {
        return new TaskLocal<>(name, true);
    }

    /**
     * {@code future}, within which {@link #get()} yields {@code value}.
     *
     * <p><b>Cancel safety.</b> That of {@code future}.
     */
    public <R extends @Nullable Object> Future<R> where(T value, Future<R> future) {
        return new Bound<>(this, value, inheritable, Objects.requireNonNull(future, "future"));
    }

    /**
     * Calls {@code code}, within which {@link #get()} yields {@code value}, on this thread. A future that {@code code} makes
     * and returns is polled elsewhere, and does not see it.
     */
    public <R extends @Nullable Object> R call(T value, Callable<? extends R> code) throws Exception {
        Bindings outer = Here.bindings();
        Here.bind(Bindings.ofLocal(this, value, inheritable, outer));
        try {
            return code.call();
        } finally {
            Here.bind(outer);
        }
    }

    /**
     * The value of the innermost binding around the calling code.
     *
     * @throws IllegalStateException if there is none
     */
    public T get() {
        Bindings binding = Bindings.find(Here.bindings(), this);
        if (binding == null) {
            throw new IllegalStateException("The task-local \"" + name + "\" is not bound on "
                    + Thread.currentThread().getName() + ". Bind it around the future, with where(value, future);"
                    + (inheritable
                            ? " a task sees what was bound where it was spawned."
                            : " a spawned task does not see it, unless the local is made by TaskLocal.inheritable."));
        }
        return value(binding);
    }

    /** The value of the innermost binding around the calling code, or {@code other} if there is none. */
    public T orElse(T other) {
        Bindings binding = Bindings.find(Here.bindings(), this);
        return binding == null ? other : value(binding);
    }

    /** Whether {@link #get()} yields a value. */
    public boolean isBound() {
        return Bindings.find(Here.bindings(), this) != null;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // bound by where or call of this object, so it is a T
    private T value(Bindings binding) {
        return (T) binding.value();
    }

    @Override
    public String toString() {
        return "TaskLocal[" + name + "]";
    }
}
