package dev.kyoto.process;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;

/** {@link Child#exited}. */
final class Exit extends AbstractFuture<Integer> {
    private final Process process;
    private final String what;
    private final Future<Integer> exit;

    /** @param what how messages call the process */
    Exit(Process process, String what) {
        this.process = process;
        this.what = what;
        this.exit = Futures.from(() -> process.onExit().thenApply(Process::exitValue));
    }

    @Override
    protected Poll<Integer> step(Context cx) throws Exception {
        Poll<Integer> poll = exit.poll(cx);
        return poll.isPending() ? Poll.pending() : readyWith(poll.value());
    }

    @Override
    protected void dropped() {
        exit.cancel();
    }

    @Override
    protected Resource resource() {
        return Resource.of("process", process, what);
    }

    @Override
    protected String describe() {
        return "Child.exited()";
    }
}
