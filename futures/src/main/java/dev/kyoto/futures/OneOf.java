package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * The value of the branch that won a {@code select}, each with its own type. From Java 21 on a {@code switch} over it is
 * exhaustive without a {@code default}:
 *
 * <pre>{@code
 * switch (select(terminal.readLine(), network.next()).await()) {
 *     case First(var line)   -> …
 *     case Second(var chunk) -> …
 * }
 * }</pre>
 *
 * <p>On Java 17 the form with handlers, {@code select(on(…, line -> …), on(…, chunk -> …))}, reads better.
 *
 * <p>The records are shared by all widths, so that a pattern names only the position; that is why each of them has the type
 * parameters of the widest. Nobody writes them: {@code var} and the diamond infer them.
 */
public sealed interface OneOf {
    sealed interface Of2<A extends @Nullable Object, B extends @Nullable Object> extends OneOf permits First, Second {}

    sealed interface Of3<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            extends OneOf permits First, Second, Third {}

    sealed interface Of4<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            extends OneOf permits First, Second, Third, Fourth {}

    sealed interface Of5<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            extends OneOf permits First, Second, Third, Fourth, Fifth {}

    sealed interface Of6<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            extends OneOf permits First, Second, Third, Fourth, Fifth, Sixth {}

    sealed interface Of7<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object>
            extends OneOf permits First, Second, Third, Fourth, Fifth, Sixth, Seventh {}

    sealed interface Of8<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>
            extends OneOf permits First, Second, Third, Fourth, Fifth, Sixth, Seventh, Eighth {}

    record First<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>(
            A value)
            implements Of2<A, B>,
                    Of3<A, B, C>,
                    Of4<A, B, C, D>,
                    Of5<A, B, C, D, E>,
                    Of6<A, B, C, D, E, F>,
                    Of7<A, B, C, D, E, F, G>,
                    Of8<A, B, C, D, E, F, G, H> {}

    record Second<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>(
            B value)
            implements Of2<A, B>,
                    Of3<A, B, C>,
                    Of4<A, B, C, D>,
                    Of5<A, B, C, D, E>,
                    Of6<A, B, C, D, E, F>,
                    Of7<A, B, C, D, E, F, G>,
                    Of8<A, B, C, D, E, F, G, H> {}

    record Third<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>(
            C value)
            implements Of3<A, B, C>,
                    Of4<A, B, C, D>,
                    Of5<A, B, C, D, E>,
                    Of6<A, B, C, D, E, F>,
                    Of7<A, B, C, D, E, F, G>,
                    Of8<A, B, C, D, E, F, G, H> {}

    record Fourth<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>(
            D value)
            implements Of4<A, B, C, D>,
                    Of5<A, B, C, D, E>,
                    Of6<A, B, C, D, E, F>,
                    Of7<A, B, C, D, E, F, G>,
                    Of8<A, B, C, D, E, F, G, H> {}

    record Fifth<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>(
            E value)
            implements Of5<A, B, C, D, E>,
                    Of6<A, B, C, D, E, F>,
                    Of7<A, B, C, D, E, F, G>,
                    Of8<A, B, C, D, E, F, G, H> {}

    record Sixth<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>(
            F value) implements Of6<A, B, C, D, E, F>, Of7<A, B, C, D, E, F, G>, Of8<A, B, C, D, E, F, G, H> {}

    record Seventh<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>(
            G value) implements Of7<A, B, C, D, E, F, G>, Of8<A, B, C, D, E, F, G, H> {}

    record Eighth<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>(
            H value) implements Of8<A, B, C, D, E, F, G, H> {}
}
