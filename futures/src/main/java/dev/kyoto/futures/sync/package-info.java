/**
 * Channels and locks for async code: whoever has to wait is a pending future, never a blocked thread.
 *
 * <table>
 * <caption>What to take</caption>
 * <tr><td>{@link dev.kyoto.futures.sync.Oneshot}</td><td>one value, from one task to one other</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.Mpsc}</td><td>a queue: many senders, one receiver; bounded or not</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.Mpmc}</td><td>a queue: many senders, many receivers; each message to one</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.Broadcast}</td><td>every receiver sees every message; the slow ones are told
 *     what they missed</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.Watch}</td><td>the latest value, and word that there is a newer one</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.Notify}</td><td>"look again", without a value</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.Mutex}</td><td>one at a time, in order of arrival</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.RwLock}</td><td>many readers or one writer, in order of arrival</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.Semaphore}</td><td>so many at a time, in order of arrival</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.Barrier}</td><td>so many wait for each other</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.OnceCell}</td><td>a value that is made when it is first needed</td></tr>
 * <tr><td>{@link dev.kyoto.futures.sync.SetOnce}</td><td>a value that is set once, for any number that wait</td></tr>
 * </table>
 *
 * <p>All of it works on any executor, {@code blockOn} included, and between executors. Handles (senders, receivers,
 * permits, guards) mean something when they are closed: use them with try-with-resources. Closing twice is harmless. Those
 * that are lost without having been closed are found by the {@link dev.kyoto.futures.sync.LeakDetector}.
 *
 * <p>Every future here takes one unit of its task's cooperative budget when it makes progress, and states under "Cancel
 * safety" what happens if it is dropped instead of being polled to its end.
 */
@NullMarked
package dev.kyoto.futures.sync;

import org.jspecify.annotations.NullMarked;
