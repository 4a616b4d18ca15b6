package dev.kyoto.internal.driver;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket, its selector and its key without a system below, for the model checker: level-triggered, and a select that waits
 * goes by the interests that it found when it was entered, as one over epoll does. One monitor guards it all.
 */
final class ModelSocket extends SelectableChannel {
    private final ModelSelector selector = new ModelSelector();
    private @Nullable ModelKey key;
    private int bytes;

    Selector selector() {
        return selector;
    }

    /** The peer sends one byte. */
    void send() {
        synchronized (selector) {
            bytes++;
            selector.notifyAll();
        }
    }

    /** Takes one byte out. False: there is none. */
    boolean read() {
        synchronized (selector) {
            if (bytes == 0) {
                return false;
            }
            bytes--;
            return true;
        }
    }

    @Override
    public SelectionKey register(Selector selector, int operations, Object attachment) {
        synchronized (selector) {
            key = new ModelKey(operations);
            key.attach(attachment);
            return key;
        }
    }

    @Override
    protected void implCloseChannel() {}

    @Override
    public SelectorProvider provider() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int validOps() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isRegistered() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SelectionKey keyFor(Selector selector) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SelectableChannel configureBlocking(boolean block) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isBlocking() {
        return false;
    }

    @Override
    public Object blockingLock() {
        throw new UnsupportedOperationException();
    }

    private final class ModelKey extends SelectionKey {
        private int interest;

        ModelKey(int interest) {
            this.interest = interest;
        }

        @Override
        public int interestOps() {
            synchronized (selector) {
                if (!ModelSocket.this.isOpen()) {
                    throw new CancelledKeyException();
                }
                return interest;
            }
        }

        @Override
        public SelectionKey interestOps(int operations) {
            synchronized (selector) {
                interest = operations;
            }
            return this;
        }

        @Override
        public int readyOps() {
            return OP_READ;
        }

        @Override
        public SelectableChannel channel() {
            return ModelSocket.this;
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public boolean isValid() {
            return ModelSocket.this.isOpen();
        }

        @Override
        public void cancel() {
            throw new UnsupportedOperationException();
        }
    }

    private final class ModelSelector extends Selector {
        private boolean woken;
        private boolean open = true;

        @Override
        public int select(Consumer<SelectionKey> action, long timeout) {
            return select(action, true);
        }

        @Override
        public int selectNow(Consumer<SelectionKey> action) {
            return select(action, false);
        }

        private int select(Consumer<SelectionKey> action, boolean waiting) {
            ModelKey found;
            synchronized (this) {
                ModelKey watched = key;
                boolean watching = watched != null && (watched.interest & SelectionKey.OP_READ) != 0;
                while (waiting && !woken && !(watching && bytes > 0)) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
                woken = false;
                found = watching && bytes > 0 ? watched : null;
            }
            if (found == null) {
                return 0;
            }
            action.accept(found);
            return 1;
        }

        @Override
        public synchronized Selector wakeup() {
            woken = true;
            notifyAll();
            return this;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public synchronized Set<SelectionKey> keys() {
            return key == null ? Set.of() : Set.of(key);
        }

        @Override
        public synchronized void close() {
            open = false;
        }

        @Override
        public SelectorProvider provider() {
            throw new UnsupportedOperationException();
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
    }
}
