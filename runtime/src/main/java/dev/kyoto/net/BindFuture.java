package dev.kyoto.net;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.NioDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves, then binds to the first address that can be had. */
final class BindFuture<S> extends AbstractFuture<S> {
    private final String what;
    private final Resolution resolution;
    private final Binder<S> binder;

    /** @param what is bound, for messages */
    BindFuture(String what, Resolution resolution, Binder<S> binder) {
        this.what = what;
        this.resolution = resolution;
        this.binder = binder;
    }

    @Override
    protected Poll<S> step(Context cx) throws Exception {
        NioDriver driver = NioDriver.of(cx, describe());
        if (driver == null) {
            return Poll.pending();
        }
        Poll<List<InetSocketAddress>> resolved = resolution.poll(cx);
        return resolved.isPending() ? Poll.pending() : readyWith(firstOf(resolved.value(), driver));
    }

    private S firstOf(List<InetSocketAddress> addresses, NioDriver driver) throws IOException {
        @Nullable IOException failure = null;
        for (InetSocketAddress address : addresses) {
            try {
                return binder.bind(address, driver);
            } catch (IOException e) {
                e = SocketErrors.binding(address, e);
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure != null ? failure : new IOException(describe() + " has no address to try.");
    }

    @Override
    protected void dropped() {
        resolution.cancel();
    }

    @Override
    protected String describe() {
        return what + ".bind(" + resolution + ")";
    }

    /** Binds to one address. */
    @FunctionalInterface
    interface Binder<S> {
        S bind(InetSocketAddress address, NioDriver driver) throws IOException;
    }
}
