package dev.kyoto.net;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.NioDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves, then listens at the first address that can be had. */
final class BindFuture extends AbstractFuture<TcpListener> {
    private final Resolution resolution;

    BindFuture(Resolution resolution) {
        this.resolution = resolution;
    }

    @Override
    protected Poll<TcpListener> step(Context cx) throws Exception {
        NioDriver driver = NioDriver.of(cx, describe());
        if (driver == null) {
            return Poll.pending();
        }
        Poll<List<InetSocketAddress>> resolved = resolution.poll(cx);
        return resolved.isPending() ? Poll.pending() : readyWith(listen(resolved.value(), driver));
    }

    private TcpListener listen(List<InetSocketAddress> addresses, NioDriver driver) throws IOException {
        @Nullable IOException failure = null;
        for (InetSocketAddress address : addresses) {
            try {
                return TcpListener.listen(address, driver);
            } catch (IOException e) {
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
        return "TcpListener.bind(" + resolution + ")";
    }
}
