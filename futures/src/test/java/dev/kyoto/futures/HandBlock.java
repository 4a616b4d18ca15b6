package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** What the compiler would make of {@code argument -> body.apply(argument).await()}, written by hand. */
public final class HandBlock<A extends @Nullable Object, R extends @Nullable Object> extends CompiledBlock<R>
        implements AsyncFunction<A, R>, AsyncConsumer<A>, AsyncBlock<R> {
    /** Gives the future that the block awaits. */
    public interface Body<A extends @Nullable Object, R extends @Nullable Object> {
        Future<R> apply(A argument) throws Exception;
    }

    private final Body<A, R> body;
    private @Nullable A argument;

    private HandBlock(Body<A, R> body) {
        this.body = body;
    }

    public static <A extends @Nullable Object, R extends @Nullable Object> AsyncFunction<A, R> handler(
            Body<A, R> body) {
        return new HandBlock<>(body);
    }

    public static <R extends @Nullable Object> AsyncBlock<R> block(Body<@Nullable Void, R> body) {
        return new HandBlock<>(body);
    }

    public static <A extends @Nullable Object, R extends @Nullable Object> AsyncConsumer<A> consumer(Body<A, R> body) {
        return new HandBlock<>(body);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // as in compiled code
    public Poll<R> poll(Context cx) throws Exception {
        Future<R> awaited = enter() == 0 ? body.apply(argument) : (Future<R>) resume();
        Poll<R> poll = awaited.poll(cx);
        return settle(poll.isPending() ? suspend(1, awaited) : poll.value());
    }

    @Override
    protected CompiledBlock<R> fresh() {
        return new HandBlock<>(body);
    }

    @Override
    @SuppressWarnings("unchecked") // as in compiled code
    protected CompiledBlock<R> fresh(@Nullable Object[] arguments) {
        HandBlock<A, R> fresh = new HandBlock<>(body);
        fresh.argument = (A) arguments[0];
        return fresh;
    }

    @Override
    protected String describeSource() {
        return "com.example.Shop|lambda$serve$0|Shop.java|10|12";
    }

    @Override
    public R run() {
        throw calledDirectly();
    }

    @Override
    public R apply(A value) {
        throw calledDirectly();
    }

    @Override
    public void accept(A value) {
        throw calledDirectly();
    }
}
