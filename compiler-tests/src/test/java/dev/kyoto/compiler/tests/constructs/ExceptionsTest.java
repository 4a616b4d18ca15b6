package dev.kyoto.compiler.tests.constructs;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code try} in all its forms, {@code throw}, {@code assert}, and {@code synchronized} beside an await. */
class ExceptionsTest {
    @EveryMode
    void awaitInTryCatchAndFinally(Construct construct) throws Exception {
        construct.yields(
                "local",
                source -> async(() -> {
                    String local = source.later("local").await();
                    try {
                        source.note(source.later("try").await());
                        source.failing(new IOException("lost")).await();
                        return "unreachable";
                    } catch (IOException e) {
                        source.note(source.later("catch").await() + e.getMessage());
                        return local;
                    } finally {
                        source.note(source.later("finally").await());
                    }
                }));
    }

    @EveryMode
    void failureThatPassesByOtherHandlers(Construct construct) throws Exception {
        construct.fails(
                "FileNotFoundException: gone",
                source -> async(() -> {
                    try {
                        return source.<String>failing(new FileNotFoundException("gone"))
                                .await();
                    } catch (InterruptedException | IllegalStateException e) {
                        return "wrong handler";
                    } finally {
                        source.note(source.later("finally").await());
                    }
                }));
    }

    @EveryMode
    void severalHandlersOfWhichTheFirstThatFitsIsTaken(Construct construct) throws Exception {
        construct.yields(
                "not found",
                source -> async(() -> {
                    try {
                        return source.<String>failing(new FileNotFoundException("x"))
                                .await();
                    } catch (FileNotFoundException e) {
                        return source.later("not found").await();
                    } catch (IOException e) {
                        return source.later("io ").await() + e.getMessage();
                    } catch (Exception e) {
                        return source.later("other").await();
                    }
                }));
    }

    @EveryMode
    void handlerOfSeveralTypes(Construct construct) throws Exception {
        construct.yields(
                "caught 2",
                source -> async(() -> {
                    int caught = 0;
                    for (Exception failure :
                            new Exception[] {new IllegalStateException("s"), new UncheckedIOException(new IOException())
                            }) {
                        try {
                            source.failing(failure).await();
                        } catch (IllegalStateException | UncheckedIOException e) {
                            caught += source.later(1).await();
                            source.note(e.getClass().getSimpleName());
                        }
                    }
                    return "caught " + caught;
                }));
    }

    @EveryMode
    void failureWithinAHandler(Construct construct) throws Exception {
        construct.fails(
                "IllegalStateException: second, caused by (IOException: first)",
                source -> async(() -> {
                    try {
                        source.failing(new IOException("first")).await();
                    } catch (IOException e) {
                        throw new IllegalStateException(source.later("second").await(), e);
                    } finally {
                        source.note("finally");
                    }
                }));
    }

    @EveryMode
    void exceptionThatIsThrownAgain(Construct construct) throws Exception {
        construct.fails(
                "IOException: lost",
                source -> async(() -> {
                    try {
                        source.failing(new IOException("lost")).await();
                    } catch (final Exception e) {
                        source.later("logged").await();
                        throw e;
                    }
                }));
    }

    @EveryMode
    void nestedTriesInTryCatchAndFinally(Construct construct) throws Exception {
        construct.yields(
                "a b c",
                source -> async(() -> {
                    String path = "";
                    try {
                        try {
                            path += source.later("a").await();
                            throw new IOException();
                        } finally {
                            try {
                                source.later(1).await();
                            } finally {
                                path += source.later(" b").await();
                            }
                        }
                    } catch (IOException e) {
                        try {
                            path += source.later(" c").await();
                        } catch (RuntimeException never) {
                            path += "never";
                        } finally {
                            source.note(path);
                        }
                    } finally {
                        source.later("end").await();
                    }
                    return path;
                }));
    }

    @EveryMode
    @SuppressWarnings("finally") // is what is tested
    void finallyOverridesReturn(Construct construct) throws Exception {
        construct.yields(
                "3",
                source -> async(() -> {
                    int i = 1;
                    while (true) {
                        try {
                            return source.later(i).await();
                        } finally {
                            if (i++ < 3) {
                                continue;
                            }
                            source.note(i);
                        }
                    }
                }));
    }

    @EveryMode
    void finallyWithAwaitAfterAReturnedValueWasComputed(Construct construct) throws Exception {
        construct.yields(
                "1",
                source -> async(() -> {
                    int i = source.later(1).await();
                    try {
                        return i;
                    } finally {
                        i = source.later(2).await();
                        source.note(i);
                    }
                }));
    }

    @EveryMode
    @SuppressWarnings("finally") // is what is tested
    void innerFinallyReturnsAndOuterReplaces(Construct construct) throws Exception {
        construct.yields(
                "inner",
                source -> async(() -> {
                    String text = "";
                    try {
                        try {
                            throw new IOException(source.later("lost").await());
                        } finally {
                            text += source.note("inner");
                            return source.note(text);
                        }
                    } finally {
                        source.note("outer");
                    }
                }));
    }

    @EveryMode
    @SuppressWarnings("finally") // is what is tested
    void exceptionInFinallyReplacesTheFirst(Construct construct) throws Exception {
        construct.fails(
                "IllegalStateException: second",
                source -> async(() -> {
                    try {
                        source.failing(new IOException("first")).await();
                    } finally {
                        throw new IllegalStateException(source.later("second").await());
                    }
                }));
    }

    @EveryMode
    void localAssignedInTryAndReadInHandler(Construct construct) throws Exception {
        construct.yields(
                "first!",
                source -> async(() -> {
                    String stage = "start";
                    try {
                        stage = source.later("first").await();
                        stage = source.<String>failing(new IOException()).await();
                    } catch (IOException e) {
                        return stage + source.later("!").await();
                    }
                    return "unreachable";
                }));
    }

    @EveryMode
    void tryUnderOperands(Construct construct) throws Exception {
        construct.yields(
                "1 [inner 2]",
                source -> async(() -> source.note(1) + " "
                        + java.util.List.of(async(() -> {
                                            try {
                                                return source.later("inner").await();
                                            } finally {
                                                source.note("finally");
                                            }
                                        })
                                        .await()
                                + " " + source.later(2).await())));
    }

    @EveryMode
    void resourcesAreClosedInReverse(Construct construct) throws Exception {
        construct.yields(
                "body",
                source -> async(() -> {
                    try (var a = source.resource(source.later("a").await());
                            var b = source.resource(source.later("b").await())) {
                        return source.later("body").await();
                    } finally {
                        source.later("finally").await();
                    }
                }));
    }

    @EveryMode
    void resourcesThatFailToCloseAreSuppressed(Construct construct) throws Exception {
        construct.fails(
                "IllegalStateException: body, suppressed (IOException: cannot close b),"
                        + " suppressed (IOException: cannot close a)",
                source -> async(() -> {
                    try (var a = source.leaking(source.later("a").await());
                            var b = source.leaking(source.later("b").await())) {
                        return source.<String>failing(new IllegalStateException("body"))
                                .await();
                    }
                }));
    }

    @EveryMode
    void resourceWhoseFailureToCloseIsTheFailure(Construct construct) throws Exception {
        construct.yields(
                "cannot close a",
                source -> async(() -> {
                    try (var a = source.leaking("a")) {
                        source.later("body").await();
                    } catch (IOException e) {
                        source.later("caught").await();
                        return e.getMessage();
                    }
                    return "unreachable";
                }));
    }

    @EveryMode
    void resourceThatIsNull(Construct construct) throws Exception {
        construct.yields(
                "body",
                source -> async(() -> {
                    try (AutoCloseable nothing =
                                    source.<AutoCloseable>later(null).await();
                            var a = source.resource("a")) {
                        return source.later("body").await();
                    }
                }));
    }

    @EveryMode
    void resourceThatIsAVariableAlready(Construct construct) throws Exception {
        construct.yields(
                "body",
                source -> async(() -> {
                    var a = source.resource(source.later("a").await());
                    try (a;
                            var b = source.resource("b")) {
                        return source.later("body").await();
                    }
                }));
    }

    @EveryMode
    void resourceWithCatchAndFinallyThatAwait(Construct construct) throws Exception {
        construct.yields(
                "caught lost, suppressed 1",
                source -> async(() -> {
                    try (var a = source.leaking("a")) {
                        throw new IllegalStateException(source.later("lost").await());
                    } catch (IllegalStateException e) {
                        return "caught " + e.getMessage() + ", suppressed "
                                + source.later(e.getSuppressed().length).await();
                    } finally {
                        source.later("finally").await();
                    }
                }));
    }

    @EveryMode
    void nestedResources(Construct construct) throws Exception {
        construct.yields(
                "ab",
                source -> async(() -> {
                    try (var a = source.resource("a")) {
                        String text = source.later("a").await();
                        try (var b = source.resource("b")) {
                            text += source.later("b").await();
                        }
                        source.later("between").await();
                        return text;
                    }
                }));
    }

    @EveryMode
    void assertWithAwaitInConditionAndMessage(Construct construct) throws Exception {
        construct.fails(
                "AssertionError: because",
                source -> async(() -> {
                    assert source.later(true).await();
                    assert source.later(false).await() : source.later("because").await();
                    return "unreachable";
                }));
    }

    private static <E extends Exception> void raise(Exception e) throws E {
        @SuppressWarnings("unchecked")
        E thrown = (E) e;
        throw thrown;
    }

    @EveryMode
    void inferredCheckedException(Construct construct) throws Exception {
        construct.fails(
                "IOException: x",
                source -> async(() -> {
                    ExceptionsTest.<IOException>raise(
                            new IOException(source.later("x").await()));
                    return "unreachable";
                }));
    }

    @EveryMode
    @SuppressWarnings("kyoto:catch-throwable") // is what is tested
    void handlerOfThrowable(Construct construct) throws Exception {
        construct.yields(
                "caught",
                source -> async(() -> {
                    try {
                        return source.<String>failing(new IOException()).await();
                    } catch (Throwable t) {
                        return source.note("caught");
                    } finally {
                        source.note("finally");
                    }
                }));
    }

    @EveryMode
    void synchronizedBesideAwaits(Construct construct) throws Exception {
        construct.yields(
                "3",
                source -> async(() -> {
                    Object lock = new Object();
                    int number = source.later(1).await();
                    synchronized (source.later(lock).await()) {
                        number += source.note(1);
                    }
                    number += source.later(1).await();
                    synchronized (lock) {
                        assert Thread.holdsLock(lock);
                        return number;
                    }
                }));
    }

    @EveryMode
    void emptyStatementsAndUnreachableEnds(Construct construct) throws Exception {
        construct.fails(
                "IllegalStateException: end",
                source -> async(() -> {
                    ;
                    {
                    }
                    source.later(1).await();
                    throw new IllegalStateException("end");
                }));
    }
}
