/**
 * What tasks do, as events of the JDK's flight recorder. To add the jar to a program is all there is to it. The events are in the
 * category Kyoto; which are on, with which threshold, and whether they have stack traces, is said by the recording:
 *
 * <table>
 * <caption>The events</caption>
 * <tr><th>Event</th><th>Unless the recording says otherwise</th></tr>
 * <tr><td>{@code dev.kyoto.BlockedWorker}</td><td>on</td></tr>
 * <tr><td>{@code dev.kyoto.TaskPoll}</td><td>off; if on, of polls that took more than 10 ms</td></tr>
 * <tr><td>{@code dev.kyoto.TaskSpawn}</td><td>off</td></tr>
 * <tr><td>{@code dev.kyoto.BudgetYield}</td><td>off</td></tr>
 * <tr><td>{@code dev.kyoto.HalfwayDrop}</td><td>off</td></tr>
 * </table>
 *
 * <p>{@code java -XX:StartFlightRecording:+dev.kyoto.TaskPoll#enabled=true,+dev.kyoto.TaskPoll#threshold=1ms …}
 *
 * <p>While no recording has any of these on, the runtime has no listener, and pays nothing; with blocked workers alone it pays a
 * test at each event of a task, some 3 ns a poll; with events of tasks, 55 ns a poll. That is looked at when a recording
 * begins or ends and when a runtime is built; an event that is switched on in a recording that runs already is heard of from the
 * next of these on.
 */
@NullMarked
package dev.kyoto.jfr;

import org.jspecify.annotations.NullMarked;
