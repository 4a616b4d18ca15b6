package dev.kyoto.internal.scheduler;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where one worker is: at its {@link Post}, in a poll, or on the bench of the {@link Crew}; {@link Post} says how it goes from
 * one to the other. Fields without a word about threads are the driving thread's.
 */
final class Attendance {
    private final Worker worker;

    /** Where the worker works, or worked last; written by the driving thread. */
    private volatile Post post;

    /** Whether the key of the post is in this worker's hand. */
    private boolean atPost;

    /** Without a post: waits for {@link #assigned}. Written by the driving thread. */
    private volatile boolean onBench;

    /** The post that whoever took this worker from the bench sends it to. */
    private volatile @Nullable Post assigned;

    /** The thread that drives the worker, or null. */
    private volatile @Nullable Thread thread;

    /** @param onBench whether the worker is a spare, which gets a post later */
    Attendance(Worker worker, Post post, boolean onBench) {
        this.worker = worker;
        this.post = post;
        this.onBench = onBench;
    }

    // ---- the driving thread

    /** The calling thread drives the worker from now on. */
    void begin() {
        thread = Thread.currentThread(); // before it looks at assigned: see assign
        worker.scheduler().monitor().rouse();
    }

    void end() {
        thread = null;
    }

    /** False: the worker was relieved. */
    boolean takePost() {
        if (!atPost) {
            atPost = post.take(worker);
        }
        return atPost;
    }

    /** Before a poll, which may be long. */
    void leavePost() {
        if (atPost) {
            atPost = false;
            post.leave(worker);
        }
    }

    /** Relieved, and with nothing left to do. */
    void sitDown() {
        onBench = true;
        worker.scheduler().crew().sitDown(worker);
    }

    /** On the bench: waits for a post, or for another reason to look again. True: the worker is at a post. */
    boolean waitForPost() {
        Post next = assigned;
        if (next == null) {
            LockSupport.park(this);
            Thread.interrupted(); // nobody's business here
            return false;
        }
        assigned = null;
        post = next;
        atPost = next.take(worker);
        if (atPost) {
            onBench = false;
        } else {
            worker.scheduler().crew().putOnBench(worker); // the worker there was quicker, and took its post back
        }
        return atPost;
    }

    // ---- any thread

    /** By whoever took the worker from the bench. */
    void assign(Post assigned) {
        this.assigned = assigned; // then the thread is read; the thread is written, and then this is read
        unparkFromBench();
    }

    void unparkFromBench() {
        LockSupport.unpark(thread);
    }

    Post post() {
        return post;
    }

    boolean isOnBench() {
        return onBench;
    }

    @Nullable Thread thread() {
        return thread;
    }
}
