package dev.kyoto.futures;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The joins among the static methods of {@link Futures}. A static import takes one class and Java has no other way to put
 * methods of several files into it, so the surface is a chain of superclasses, one for each family.
 */
abstract class JoinMethods {
    private static final String VALUES = "the values of the futures that have ended";

    JoinMethods() {}

    /**
     * All of these futures, each to its end, at the same time on one task: a future for their values, each with its own
     * type. More of them: {@link #joinAll}.
     *
     * <p>When some fail, the others run on; when all have ended, the failure that came first is thrown, with the later ones
     * {@linkplain Throwable#addSuppressed suppressed} in it. The values of those that succeeded are discarded then.
     *
     * <p><b>Cancel safety.</b> Cancelled, it cancels those that have not ended. The values of those that have are lost, and
     * are not closed: a future that yields a handle is better joined inside the block that closes it.
     */
    @CancelUnsafe(VALUES)
    public static <A extends @Nullable Object, B extends @Nullable Object> Future<Tuple.Of2<A, B>> join(
            Future<A> first, Future<B> second) {
        return Join.join(Tuple.Of2::of, first, second);
    }

    /** As {@link #join(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            Future<Tuple.Of3<A, B, C>> join(Future<A> first, Future<B> second, Future<C> third) {
        return Join.join(Tuple.Of3::of, first, second, third);
    }

    /** As {@link #join(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            Future<Tuple.Of4<A, B, C, D>> join(Future<A> first, Future<B> second, Future<C> third, Future<D> fourth) {
        return Join.join(Tuple.Of4::of, first, second, third, fourth);
    }

    /** As {@link #join(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            Future<Tuple.Of5<A, B, C, D, E>> join(
                    Future<A> first, Future<B> second, Future<C> third, Future<D> fourth, Future<E> fifth) {
        return Join.join(Tuple.Of5::of, first, second, third, fourth, fifth);
    }

    /** As {@link #join(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            Future<Tuple.Of6<A, B, C, D, E, F>> join(
                    Future<A> first,
                    Future<B> second,
                    Future<C> third,
                    Future<D> fourth,
                    Future<E> fifth,
                    Future<F> sixth) {
        return Join.join(Tuple.Of6::of, first, second, third, fourth, fifth, sixth);
    }

    /** As {@link #join(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object>
            Future<Tuple.Of7<A, B, C, D, E, F, G>> join(
                    Future<A> first,
                    Future<B> second,
                    Future<C> third,
                    Future<D> fourth,
                    Future<E> fifth,
                    Future<F> sixth,
                    Future<G> seventh) {
        return Join.join(Tuple.Of7::of, first, second, third, fourth, fifth, sixth, seventh);
    }

    /** As {@link #join(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>
            Future<Tuple.Of8<A, B, C, D, E, F, G, H>> join(
                    Future<A> first,
                    Future<B> second,
                    Future<C> third,
                    Future<D> fourth,
                    Future<E> fifth,
                    Future<F> sixth,
                    Future<G> seventh,
                    Future<H> eighth) {
        return Join.join(Tuple.Of8::of, first, second, third, fourth, fifth, sixth, seventh, eighth);
    }

    /**
     * All of these futures at the same time on one task, unless one fails: a future for their values, each with its own
     * type. More of them: {@link #tryJoinAll}.
     *
     * <p>When one fails, those that have not ended are cancelled, and then that failure is thrown. The values of those that
     * succeeded before are discarded.
     *
     * <p><b>Cancel safety.</b> As {@link #join(Future, Future)}.
     */
    @CancelUnsafe(VALUES)
    public static <A extends @Nullable Object, B extends @Nullable Object> Future<Tuple.Of2<A, B>> tryJoin(
            Future<A> first, Future<B> second) {
        return Join.tryJoin(Tuple.Of2::of, first, second);
    }

    /** As {@link #tryJoin(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            Future<Tuple.Of3<A, B, C>> tryJoin(Future<A> first, Future<B> second, Future<C> third) {
        return Join.tryJoin(Tuple.Of3::of, first, second, third);
    }

    /** As {@link #tryJoin(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            Future<Tuple.Of4<A, B, C, D>> tryJoin(
                    Future<A> first, Future<B> second, Future<C> third, Future<D> fourth) {
        return Join.tryJoin(Tuple.Of4::of, first, second, third, fourth);
    }

    /** As {@link #tryJoin(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            Future<Tuple.Of5<A, B, C, D, E>> tryJoin(
                    Future<A> first, Future<B> second, Future<C> third, Future<D> fourth, Future<E> fifth) {
        return Join.tryJoin(Tuple.Of5::of, first, second, third, fourth, fifth);
    }

    /** As {@link #tryJoin(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            Future<Tuple.Of6<A, B, C, D, E, F>> tryJoin(
                    Future<A> first,
                    Future<B> second,
                    Future<C> third,
                    Future<D> fourth,
                    Future<E> fifth,
                    Future<F> sixth) {
        return Join.tryJoin(Tuple.Of6::of, first, second, third, fourth, fifth, sixth);
    }

    /** As {@link #tryJoin(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object>
            Future<Tuple.Of7<A, B, C, D, E, F, G>> tryJoin(
                    Future<A> first,
                    Future<B> second,
                    Future<C> third,
                    Future<D> fourth,
                    Future<E> fifth,
                    Future<F> sixth,
                    Future<G> seventh) {
        return Join.tryJoin(Tuple.Of7::of, first, second, third, fourth, fifth, sixth, seventh);
    }

    /** As {@link #tryJoin(Future, Future)}. */
    @CancelUnsafe(VALUES)
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>
            Future<Tuple.Of8<A, B, C, D, E, F, G, H>> tryJoin(
                    Future<A> first,
                    Future<B> second,
                    Future<C> third,
                    Future<D> fourth,
                    Future<E> fifth,
                    Future<F> sixth,
                    Future<G> seventh,
                    Future<H> eighth) {
        return Join.tryJoin(Tuple.Of8::of, first, second, third, fourth, fifth, sixth, seventh, eighth);
    }

    /**
     * All of these futures, each to its end, at the same time on one task: a future for the list of their values, in the
     * order of the futures. The list cannot be modified, and holds null where a future yields null. Of no futures it is
     * empty.
     *
     * <p>Failures and cancel safety as {@link #join(Future, Future)}. The collection is read now, not later. However many
     * there are, a wake polls only those that were woken.
     *
     * @throws NullPointerException if {@code futures} contains null
     */
    @CancelUnsafe(VALUES)
    public static <T extends @Nullable Object> Future<List<T>> joinAll(
            Collection<? extends Future<? extends T>> futures) {
        return Join.join(JoinMethods::<T>listOf, futures.toArray(new Future<?>[0]));
    }

    /**
     * All of these futures at the same time on one task, unless one fails: a future for the list of their values, in the
     * order of the futures, as {@link #joinAll} yields it.
     *
     * <p>Failures and cancel safety as {@link #tryJoin(Future, Future)}.
     *
     * @throws NullPointerException if {@code futures} contains null
     */
    @CancelUnsafe(VALUES)
    public static <T extends @Nullable Object> Future<List<T>> tryJoinAll(
            Collection<? extends Future<? extends T>> futures) {
        return Join.tryJoin(JoinMethods::<T>listOf, futures.toArray(new Future<?>[0]));
    }

    @SuppressWarnings("unchecked") // the values of futures of T
    private static <T extends @Nullable Object> List<T> listOf(@Nullable Object[] values) {
        return (List<T>) Collections.unmodifiableList(Arrays.asList(values));
    }
}
