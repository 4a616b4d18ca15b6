package dev.kyoto.internal.driver;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** A selector of one channel, where nothing happens, that tells what was asked of it; a waiting select ends when a test {@link #letGo lets go}. */
final class ScriptedSelector extends Selector {
    final CountDownLatch entered = new CountDownLatch(1);
    final List<Long> timeouts = new CopyOnWriteArrayList<>();
    volatile int wakeupCalls;
    volatile int selectNowCalls;
    private final Semaphore gate = new Semaphore(0);

    private final SelectionKey key = new SteppedKey(() -> {});

    /** Ends the current or the next select. */
    void letGo() {
        gate.release();
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeout) {
        timeouts.add(timeout);
        entered.countDown();
        gate.acquireUninterruptibly();
        return 0;
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) {
        synchronized (this) {
            selectNowCalls++;
        }
        return 0;
    }

    @Override
    public Selector wakeup() {
        synchronized (this) {
            wakeupCalls++;
        }
        return this;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public SelectorProvider provider() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SelectionKey> keys() {
        return Set.of(key);
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int selectNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select(long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {}
}
