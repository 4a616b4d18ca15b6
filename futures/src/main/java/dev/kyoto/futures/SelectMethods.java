package dev.kyoto.futures;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The selects among the static methods of {@link Futures}. */
abstract class SelectMethods extends JoinMethods {
    SelectMethods() {}

    /**
     * The first of these branches: what its handler makes of its future's value. The other futures are cancelled before
     * the handler runs. More in {@link Select}, also on cancel safety.
     *
     * <pre>{@code
     * String reply = select(
     *         on(terminal.readLine(), line -> "typed " + line),
     *         on(network.next(), chunk -> "got " + chunk)).await();
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <R extends @Nullable Object> Select<R> select(Branch<? extends R>... branches) {
        return new Select<>(branches);
    }

    /** A branch of a {@code select}: should {@code future} be the first, {@code handler}, an async block, runs on its value. */
    public static <A extends @Nullable Object, R extends @Nullable Object> Branch<R> on(
            Future<A> future, AsyncFunction<A, R> handler) {
        return new Branch<>(future, Objects.requireNonNull(handler, "handler"));
    }

    /** A branch of a {@code select}: should {@code future} be the first, its value is the result. */
    public static <R extends @Nullable Object> Branch<R> on(Future<R> future) {
        return on(future, value -> value);
    }

    /**
     * A branch that takes part only if {@code enabled}, which is looked at now, not again later. If it does not, its future
     * is never polled, and is cancelled when the select begins.
     */
    public static <A extends @Nullable Object, R extends @Nullable Object> Branch<R> onIf(
            boolean enabled, Future<A> future, AsyncFunction<A, R> handler) {
        return new Branch<>(future, enabled ? Objects.requireNonNull(handler, "handler") : null);
    }

    /** As {@link #onIf(boolean, Future, AsyncFunction)}; the value of the future is the result. */
    public static <R extends @Nullable Object> Branch<R> onIf(boolean enabled, Future<R> future) {
        return onIf(enabled, future, value -> value);
    }

    /**
     * The first of these futures: its value, as a {@link OneOf} that tells which it was. The others are cancelled before
     * the value is handed over. More in {@link Select}, also on cancel safety.
     *
     * <pre>{@code
     * switch (select(terminal.readLine(), network.next()).await()) {
     *     case First(var line)   -> …
     *     case Second(var chunk) -> …
     * }
     * }</pre>
     */
    public static <A extends @Nullable Object, B extends @Nullable Object> Select<OneOf.Of2<A, B>> select(
            Future<A> first, Future<B> second) {
        return select(on(first, OneOf.First::new), on(second, OneOf.Second::new));
    }

    /** As {@link #select(Future, Future)}. */
    public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            Select<OneOf.Of3<A, B, C>> select(Future<A> first, Future<B> second, Future<C> third) {
        return select(on(first, OneOf.First::new), on(second, OneOf.Second::new), on(third, OneOf.Third::new));
    }

    /** As {@link #select(Future, Future)}. */
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            Select<OneOf.Of4<A, B, C, D>> select(Future<A> first, Future<B> second, Future<C> third, Future<D> fourth) {
        return select(
                on(first, OneOf.First::new),
                on(second, OneOf.Second::new),
                on(third, OneOf.Third::new),
                on(fourth, OneOf.Fourth::new));
    }

    /** As {@link #select(Future, Future)}. */
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            Select<OneOf.Of5<A, B, C, D, E>> select(
                    Future<A> first, Future<B> second, Future<C> third, Future<D> fourth, Future<E> fifth) {
        return select(
                on(first, OneOf.First::new),
                on(second, OneOf.Second::new),
                on(third, OneOf.Third::new),
                on(fourth, OneOf.Fourth::new),
                on(fifth, OneOf.Fifth::new));
    }

    /** As {@link #select(Future, Future)}. */
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            Select<OneOf.Of6<A, B, C, D, E, F>> select(
                    Future<A> first,
                    Future<B> second,
                    Future<C> third,
                    Future<D> fourth,
                    Future<E> fifth,
                    Future<F> sixth) {
        return select(
                on(first, OneOf.First::new),
                on(second, OneOf.Second::new),
                on(third, OneOf.Third::new),
                on(fourth, OneOf.Fourth::new),
                on(fifth, OneOf.Fifth::new),
                on(sixth, OneOf.Sixth::new));
    }

    /** As {@link #select(Future, Future)}. */
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object>
            Select<OneOf.Of7<A, B, C, D, E, F, G>> select(
                    Future<A> first,
                    Future<B> second,
                    Future<C> third,
                    Future<D> fourth,
                    Future<E> fifth,
                    Future<F> sixth,
                    Future<G> seventh) {
        return select(
                on(first, OneOf.First::new),
                on(second, OneOf.Second::new),
                on(third, OneOf.Third::new),
                on(fourth, OneOf.Fourth::new),
                on(fifth, OneOf.Fifth::new),
                on(sixth, OneOf.Sixth::new),
                on(seventh, OneOf.Seventh::new));
    }

    /** As {@link #select(Future, Future)}. */
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>
            Select<OneOf.Of8<A, B, C, D, E, F, G, H>> select(
                    Future<A> first,
                    Future<B> second,
                    Future<C> third,
                    Future<D> fourth,
                    Future<E> fifth,
                    Future<F> sixth,
                    Future<G> seventh,
                    Future<H> eighth) {
        return select(
                on(first, OneOf.First::new),
                on(second, OneOf.Second::new),
                on(third, OneOf.Third::new),
                on(fourth, OneOf.Fourth::new),
                on(fifth, OneOf.Fifth::new),
                on(sixth, OneOf.Sixth::new),
                on(seventh, OneOf.Seventh::new),
                on(eighth, OneOf.Eighth::new));
    }

    /**
     * The first of these futures to end: its value or its failure. The others are cancelled before it is handed over. Which
     * one it was, {@link #selectAll} tells.
     *
     * <p><b>Cancel safety.</b> That of a {@link Select}.
     *
     * @throws IllegalArgumentException if there is none
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T extends @Nullable Object> Future<T> race(Future<? extends T>... futures) {
        return race(Arrays.asList(futures));
    }

    /** As {@link #race(Future[])}. The collection is read now, not later. */
    public static <T extends @Nullable Object> Future<T> race(Collection<? extends Future<? extends T>> futures) {
        return new Race<T, T>("race", true, (index, value) -> value, futures);
    }

    /**
     * The first of these futures to end: its value with its place in the collection, or its failure. The others are cancelled
     * before it is handed over; one that shall go on is {@linkplain Futures#pin pinned}, and where all shall go on,
     * {@link FuturesUnordered} yields one after the other. However many there are, a wake polls only those that were woken.
     *
     * <p><b>Cancel safety.</b> That of a {@link Select}. The collection is read now, not later.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static <T extends @Nullable Object> Future<Selected<T>> selectAll(
            Collection<? extends Future<? extends T>> futures) {
        return new Race<T, Selected<T>>("selectAll", true, Selected::new, futures);
    }

    /**
     * The value of the first of these futures to succeed. The others are cancelled before it is handed over. When all have
     * failed, the failure that came first is thrown, with the later ones {@linkplain Throwable#addSuppressed suppressed} in it.
     *
     * <p><b>Cancel safety.</b> That of a {@link Select}. The collection is read now, not later.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static <T extends @Nullable Object> Future<T> selectOk(Collection<? extends Future<? extends T>> futures) {
        return new Race<T, T>("selectOk", false, (index, value) -> value, futures);
    }
}
