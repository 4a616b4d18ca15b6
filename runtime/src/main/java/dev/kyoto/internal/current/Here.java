package dev.kyoto.internal.current;

import org.jspecify.annotations.Nullable;

/**
 * What is current on one thread. Threads of a runtime carry theirs in a field, found by a cast; any other thread has one in a
 * {@link ThreadLocal} while there is something to remember. Touched by its own thread only.
 */
public final class Here {
    private static final ThreadLocal<@Nullable Here> OF_OTHER_THREADS = new ThreadLocal<>();

    private @Nullable Place place;
    private @Nullable Bindings bindings;

    /** A thread that carries its own. */
    public abstract static class Carrier extends Thread {
        private final Here here = new Here();

        protected Carrier(@Nullable Runnable target, String name) {
            super(null, target, name);
        }
    }

    private static @Nullable Here find() {
        return Thread.currentThread() instanceof Carrier carrier ? carrier.here : OF_OTHER_THREADS.get();
    }

    /** What the calling thread works for at the moment, or null. */
    public static @Nullable Place place() {
        Here here = find();
        return here == null ? null : here.place;
    }

    /** Sets what the calling thread works for, and returns what it was. */
    public static @Nullable Place enter(@Nullable Place place) {
        Here here = findOrMake(place);
        if (here == null) {
            return null;
        }
        Place before = here.place;
        here.place = place;
        here.forgetIfEmpty();
        return before;
    }

    /** What the place of the calling thread offers under {@code type}; null if nothing, or if there is no place. */
    public static <S> @Nullable S service(Class<S> type) {
        Place place = place();
        return place == null ? null : place.service(type);
    }

    /** What is bound on the calling thread at the moment. */
    public static @Nullable Bindings bindings() {
        Here here = find();
        return here == null ? null : here.bindings;
    }

    /** Sets the bindings of the calling thread, and returns what they were: whoever sets them puts them back. */
    public static @Nullable Bindings bind(@Nullable Bindings bindings) {
        Here here = findOrMake(bindings);
        if (here == null) {
            return null;
        }
        Bindings before = here.bindings;
        here.bindings = bindings;
        here.forgetIfEmpty();
        return before;
    }

    /** Null if there is nothing remembered, and nothing to remember. */
    private static @Nullable Here findOrMake(@Nullable Object toRemember) {
        Here here = find();
        if (here == null && toRemember != null) {
            here = new Here();
            OF_OTHER_THREADS.set(here);
        }
        return here;
    }

    private void forgetIfEmpty() {
        if (place == null && bindings == null && !(Thread.currentThread() instanceof Carrier)) {
            OF_OTHER_THREADS.remove();
        }
    }
}
