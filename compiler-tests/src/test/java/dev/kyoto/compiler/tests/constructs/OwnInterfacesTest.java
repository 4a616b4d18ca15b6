package dev.kyoto.compiler.tests.constructs;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.AsyncCode;
import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Future;
import java.io.IOException;
import java.util.List;

/** Functional interfaces of one's own as async blocks. */
class OwnInterfacesTest {
    interface Query<R> extends AsyncCode {
        R on(String table, int limit) throws Exception;

        default Future<R> start(String table, int limit) {
            return CompiledBlock.start(this, table, limit);
        }

        static <R> Query<R> of(Query<R> query) {
            return query;
        }
    }

    @EveryMode
    void withADefaultMethodThatStartsIt(Construct construct) throws Exception {
        construct.yields("rows of a: 6", source -> {
            Query<String> query =
                    (table, limit) -> "rows of " + source.later(table).await() + ": "
                            + (limit + source.later(limit).await());
            return query.start("a", 3);
        });
    }

    @EveryMode
    void startedTwiceWithDifferentArguments(Construct construct) throws Exception {
        construct.yields("1a 2bb", source -> {
            Query<String> query = Query.of(
                    (table, limit) -> limit + source.later(table.repeat(limit)).await());
            return async(() ->
                    query.start("a", 1).await() + " " + query.start("b", 2).await());
        });
    }

    interface Sum<T extends Number> extends AsyncCode {
        T apply(int a, long b, T c) throws Exception;
    }

    interface IntSum extends Sum<Integer> {
        @Override
        Integer apply(int a, long b, Integer c) throws Exception;
    }

    @EveryMode
    void extendedByASubInterfaceThatFixesTheTypeArgument(Construct construct) throws Exception {
        construct.yields("6", source -> {
            IntSum sum = (a, b, c) ->
                    source.later(a).await() + (int) b + source.later(c).await();
            return CompiledBlock.<Integer>start(sum, 1, 2L, 3);
        });
    }

    @EveryMode
    void subInterfaceThatIsCalledBySuper(Construct construct) throws Exception {
        construct.yields("6", source -> {
            IntSum sum = (a, b, c) ->
                    source.later(a).await() + (int) b + source.later(c).await();
            Sum<Integer> asSuper = sum;
            return CompiledBlock.<Integer>start(asSuper, 1, 2L, 3);
        });
    }

    interface Everything extends AsyncCode {
        double mix(
                boolean a,
                byte b,
                short c,
                char d,
                int e,
                long f,
                float g,
                double h,
                String i,
                int[] j,
                List<? extends Number> k)
                throws Exception;
    }

    @EveryMode
    void withParametersOfEveryKindAndAPrimitiveResult(Construct construct) throws Exception {
        construct.yields("160.5", source -> {
            Everything everything = (a, b, c, d, e, f, g, h, i, j, k) -> {
                double sum = a ? source.later(b).await() : 0;
                sum += c + d + source.later(e).await();
                sum += f + g + source.later(h).await();
                return sum + i.length() + j[0] + source.later(k.get(0)).await().intValue();
            };
            return CompiledBlock.<Double>start(
                    everything, true, (byte) 1, (short) 2, 'a', 4, 5L, 6f, 7.5, "nine", new int[] {10}, List.of(24));
        });
    }

    interface Primitive extends AsyncCode {
        long get(String text, double factor) throws Exception;
    }

    @EveryMode
    void resultsOfPrimitiveTypesAreBoxed(Construct construct) throws Exception {
        construct.yields("10", source -> {
            Primitive primitive =
                    (text, factor) -> (long) (source.later(text.length()).await() * factor);
            return CompiledBlock.<Long>start(primitive, "four", 2.5);
        });
    }

    interface Predicate<T> extends AsyncCode {
        boolean test(T value) throws Exception;

        default Predicate<T> negate() {
            return value -> !CompiledBlock.<Boolean>start(this, value).await();
        }

        default Predicate<T> and(Predicate<? super T> other) {
            return value -> CompiledBlock.<Boolean>start(this, value).await()
                    && CompiledBlock.<Boolean>start(other, value).await();
        }
    }

    @EveryMode
    void composedByDefaultMethodsThatAreBlocksThemselves(Construct construct) throws Exception {
        construct.yields("true false", source -> {
            Predicate<String> longer = text -> text.length() > source.later(1).await();
            Predicate<String> starting =
                    text -> text.startsWith(source.later("a").await());
            return async(() ->
                    CompiledBlock.<Boolean>start(longer.and(starting), "ab").await() + " "
                            + CompiledBlock.<Boolean>start(longer.and(starting).negate(), "ab")
                                    .await());
        });
    }

    interface Narrow extends AsyncCode {
        String read(String file) throws IOException;
    }

    @EveryMode
    void throwingANarrowerException(Construct construct) throws Exception {
        construct.yields("notes caught lost", source -> {
            Narrow narrow = file -> {
                try {
                    source.later(file).await();
                    return file
                            + source.<String>failing(new IOException("lost")).await();
                } catch (IOException e) {
                    return file + source.note(" caught ") + e.getMessage();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            };
            return CompiledBlock.<String>start(narrow, "notes");
        });
    }

    interface Silent extends AsyncCode {
        void run(long millis);
    }

    @EveryMode
    void throwingNothingAndReturningNothing(Construct construct) throws Exception {
        construct.yields("null", source -> {
            Silent silent = millis -> {
                try {
                    source.note(millis + source.later(1L).await());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            };
            return CompiledBlock.start(silent, 5L);
        });
    }

    interface Named extends AsyncBlock<String> {
        default String name() {
            return "named";
        }
    }

    @EveryMode
    void extendingABlockOfTheLibrary(Construct construct) throws Exception {
        construct.yields("named x", source -> {
            Named block = () -> source.later("x").await();
            return async(() -> block.name() + " " + async(block).await());
        });
    }

    interface Handler<E extends Exception> extends AsyncFunction<E, String> {}

    @EveryMode
    void extendingAFunctionOfTheLibrary(Construct construct) throws Exception {
        construct.yields("handled lost", source -> {
            Handler<IOException> handler = failure -> source.later("handled ").await() + failure.getMessage();
            return async(handler, new IOException("lost"));
        });
    }

    interface VariableArguments extends AsyncCode {
        String join(String separator, Object... values) throws Exception;
    }

    @EveryMode
    void withVariableArguments(Construct construct) throws Exception {
        construct.yields("a-b", source -> {
            VariableArguments join = (separator, values) ->
                    values[0] + separator + source.later(values[1]).await();
            return CompiledBlock.<String>start(join, "-", new Object[] {"a", "b"});
        });
    }

    interface Wide extends AsyncCode {
        long sum(long a, double b, long c, double d) throws Exception;
    }

    @EveryMode
    void withWideParametersThatTheBodyChanges(Construct construct) throws Exception {
        construct.yields("20", source -> {
            int captured = 5;
            Wide wide = (a, b, c, d) -> {
                a += source.later(1L).await();
                d = b + source.later(d).await();
                c++;
                return a + (long) d + c + source.later(captured).await();
            };
            return CompiledBlock.<Long>start(wide, 1L, 2.0, 3L, 7.0);
        });
    }
}
