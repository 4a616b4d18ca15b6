package dev.kyoto.net;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.NioDriver;
import dev.kyoto.internal.time.SleepFuture;
import dev.kyoto.time.Sleep;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves, then shakes hands with one address after the other until one accepts, without waiting long for one that is silent:
 * sections 4 and 5 of RFC 8305, "Happy Eyeballs".
 */
final class ConnectFuture extends AbstractFuture<TcpStream> {
    /** For how long an attempt is the only one. The RFC's recommendation. */
    static final long ATTEMPT_DELAY_MILLIS = 250;

    private final Future<List<InetSocketAddress>> resolution;
    private final TcpSocket.Plan plan;

    /** Null while resolving. */
    private @Nullable Deque<InetSocketAddress> untried;

    private final List<Handshake> handshakes = new ArrayList<>(1);

    /** Until the next address is tried beside those that are under way; null if there is no reason to wait. */
    private @Nullable Sleep delay;

    private @Nullable IOException failure;

    ConnectFuture(Future<List<InetSocketAddress>> resolution, TcpSocket.Plan plan) {
        this.resolution = resolution;
        this.plan = plan;
    }

    @Override
    protected Poll<TcpStream> step(Context cx) throws Exception {
        NioDriver driver = NioDriver.of(cx, describe());
        if (driver == null) {
            return Poll.pending();
        }
        try {
            return step(cx, driver);
        } catch (Throwable e) {
            giveUpHandshakes();
            throw e;
        }
    }

    private Poll<TcpStream> step(Context cx, NioDriver driver) throws Exception {
        if (untried == null) {
            Poll<List<InetSocketAddress>> resolved = resolution.poll(cx);
            if (resolved.isPending()) {
                return Poll.pending();
            }
            untried = takingTurns(resolved.value());
        }
        while (true) {
            TcpStream connected = shakeHands(cx);
            if (connected != null) {
                giveUpHandshakes();
                return readyWith(connected);
            }
            if (untried.isEmpty()) {
                if (handshakes.isEmpty()) {
                    throw failure != null ? failure : new IOException(describe() + " has no address to try.");
                }
                return Poll.pending();
            }
            if (delay != null && delay.poll(cx).isPending()) {
                return Poll.pending();
            }
            begin(untried.removeFirst(), driver);
            delay = untried.isEmpty() ? null : SleepFuture.of(Duration.ofMillis(ATTEMPT_DELAY_MILLIS));
        }
    }

    /** Who answered first, or null. */
    private @Nullable TcpStream shakeHands(Context cx) throws Exception {
        for (Iterator<Handshake> each = handshakes.iterator(); each.hasNext(); ) {
            Handshake handshake = each.next();
            try {
                Poll<TcpStream> poll = handshake.poll(cx);
                if (poll.isReady()) {
                    each.remove();
                    return poll.value();
                }
            } catch (IOException e) {
                each.remove();
                failed(e);
            }
        }
        return null;
    }

    private void begin(InetSocketAddress address, NioDriver driver) {
        try {
            handshakes.add(Handshake.with(address, plan, driver));
        } catch (BindException e) {
            failed(e);
        } catch (IOException e) {
            failed(SocketErrors.connecting(address, e));
        }
    }

    /** The next address need not wait for what has failed. */
    private void failed(IOException e) {
        if (failure != null) {
            e.addSuppressed(failure);
        }
        failure = e;
        delay = null;
    }

    private void giveUpHandshakes() {
        if (delay != null) {
            Dropper.discard(delay);
        }
        handshakes.forEach(Handshake::cancel);
        handshakes.clear();
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return untried == null ? List.of(resolution) : List.copyOf(handshakes);
    }

    @Override
    protected void dropped() {
        resolution.cancel();
        giveUpHandshakes();
    }

    @Override
    protected String describe() {
        return "TcpStream.connect(" + resolution + ")";
    }

    /** In the resolver's order, but IPv6 and IPv4 in turns, so that a family that leads nowhere costs one delay at most. */
    static Deque<InetSocketAddress> takingTurns(List<InetSocketAddress> addresses) {
        Deque<InetSocketAddress> first = new ArrayDeque<>();
        Deque<InetSocketAddress> second = new ArrayDeque<>();
        for (InetSocketAddress address : addresses) {
            boolean ofTheFirst = first.isEmpty() || isIpv6(address) == isIpv6(first.getFirst());
            (ofTheFirst ? first : second).add(address);
        }
        Deque<InetSocketAddress> turns = new ArrayDeque<>();
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                turns.add(first.removeFirst());
            }
            if (!second.isEmpty()) {
                turns.add(second.removeFirst());
            }
        }
        return turns;
    }

    private static boolean isIpv6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address;
    }
}
