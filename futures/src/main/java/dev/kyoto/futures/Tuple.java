package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * The values of several futures that were joined, each with its own type.
 *
 * <pre>{@code
 * var both = join(user(id), orders(id)).await();
 * show(both.first(), both.second());
 * }</pre>
 */
public sealed interface Tuple {
    record Of2<A extends @Nullable Object, B extends @Nullable Object>(A first, B second) implements Tuple {
        @SuppressWarnings({"unchecked", "NullAway"}) // the values of futures of these types, in this order
        static <A extends @Nullable Object, B extends @Nullable Object> Of2<A, B> of(@Nullable Object[] values) {
            return new Of2<>((A) values[0], (B) values[1]);
        }
    }

    record Of3<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>(
            A first, B second, C third) implements Tuple {
        @SuppressWarnings({"unchecked", "NullAway"}) // the values of futures of these types, in this order
        static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> Of3<A, B, C> of(
                @Nullable Object[] values) {
            return new Of3<>((A) values[0], (B) values[1], (C) values[2]);
        }
    }

    record Of4<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>(
            A first, B second, C third, D fourth) implements Tuple {
        @SuppressWarnings({"unchecked", "NullAway"}) // the values of futures of these types, in this order
        static <
                        A extends @Nullable Object,
                        B extends @Nullable Object,
                        C extends @Nullable Object,
                        D extends @Nullable Object>
                Of4<A, B, C, D> of(@Nullable Object[] values) {
            return new Of4<>((A) values[0], (B) values[1], (C) values[2], (D) values[3]);
        }
    }

    record Of5<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>(
            A first, B second, C third, D fourth, E fifth) implements Tuple {
        @SuppressWarnings({"unchecked", "NullAway"}) // the values of futures of these types, in this order
        static <
                        A extends @Nullable Object,
                        B extends @Nullable Object,
                        C extends @Nullable Object,
                        D extends @Nullable Object,
                        E extends @Nullable Object>
                Of5<A, B, C, D, E> of(@Nullable Object[] values) {
            return new Of5<>((A) values[0], (B) values[1], (C) values[2], (D) values[3], (E) values[4]);
        }
    }

    record Of6<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>(
            A first, B second, C third, D fourth, E fifth, F sixth) implements Tuple {
        @SuppressWarnings({"unchecked", "NullAway"}) // the values of futures of these types, in this order
        static <
                        A extends @Nullable Object,
                        B extends @Nullable Object,
                        C extends @Nullable Object,
                        D extends @Nullable Object,
                        E extends @Nullable Object,
                        F extends @Nullable Object>
                Of6<A, B, C, D, E, F> of(@Nullable Object[] values) {
            return new Of6<>((A) values[0], (B) values[1], (C) values[2], (D) values[3], (E) values[4], (F) values[5]);
        }
    }

    record Of7<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object>(
            A first, B second, C third, D fourth, E fifth, F sixth, G seventh) implements Tuple {
        @SuppressWarnings({"unchecked", "NullAway"}) // the values of futures of these types, in this order
        static <
                        A extends @Nullable Object,
                        B extends @Nullable Object,
                        C extends @Nullable Object,
                        D extends @Nullable Object,
                        E extends @Nullable Object,
                        F extends @Nullable Object,
                        G extends @Nullable Object>
                Of7<A, B, C, D, E, F, G> of(@Nullable Object[] values) {
            return new Of7<>(
                    (A) values[0], (B) values[1], (C) values[2], (D) values[3], (E) values[4], (F) values[5], (G)
                            values[6]);
        }
    }

    record Of8<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>(
            A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth) implements Tuple {
        @SuppressWarnings({"unchecked", "NullAway"}) // the values of futures of these types, in this order
        static <
                        A extends @Nullable Object,
                        B extends @Nullable Object,
                        C extends @Nullable Object,
                        D extends @Nullable Object,
                        E extends @Nullable Object,
                        F extends @Nullable Object,
                        G extends @Nullable Object,
                        H extends @Nullable Object>
                Of8<A, B, C, D, E, F, G, H> of(@Nullable Object[] values) {
            return new Of8<>(
                    (A) values[0],
                    (B) values[1],
                    (C) values[2],
                    (D) values[3],
                    (E) values[4],
                    (F) values[5],
                    (G) values[6],
                    (H) values[7]);
        }
    }
}
