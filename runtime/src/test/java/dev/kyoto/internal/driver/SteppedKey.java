package dev.kyoto.internal.driver;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** A key whose interests a test follows, and which lets it step in before one is dropped. */
final class SteppedKey extends SelectionKey {
    private final Runnable beforeDrop;
    private int interest = OP_READ;

    SteppedKey(Runnable beforeDrop) {
        this.beforeDrop = beforeDrop;
    }

    @Override
    public int interestOpsAnd(int operations) {
        beforeDrop.run();
        return super.interestOpsAnd(operations);
    }

    @Override
    public int interestOps() {
        return interest;
    }

    @Override
    public SelectionKey interestOps(int operations) {
        interest = operations;
        return this;
    }

    @Override
    public SelectableChannel channel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Selector selector() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isValid() {
        return true;
    }

    @Override
    public void cancel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int readyOps() {
        return OP_READ;
    }
}
