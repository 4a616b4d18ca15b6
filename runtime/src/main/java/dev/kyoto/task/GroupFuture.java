package dev.kyoto.task;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import org.jspecify.annotations.Nullable;

/** What awaits the tasks of a group, one by one: one such future at a time. */
abstract class GroupFuture<R extends @Nullable Object> extends AbstractFuture<R> {
    private final TaskGroup group;
    private final String owner;

    /** @param owner how messages call what the group belongs to */
    GroupFuture(TaskGroup group, String owner) {
        this.group = group;
        this.owner = owner;
    }

    /** The next member that has ended, with its outcome; null inside of ready if there is none left. */
    final Poll<TaskGroup.@Nullable Member<?>> pollEnded(Context cx) {
        if (!group.beginJoin(this)) {
            throw new IllegalStateException("This " + owner + " is awaited by two tasks at once. Let one await it,"
                    + " and pass on what it gets through a channel.");
        }
        TaskGroup.Member<?> member = group.pollEnded(cx);
        if (member == null && group.size() > 0) {
            return Poll.pending();
        }
        group.endJoin(this);
        return Poll.<TaskGroup.@Nullable Member<?>>ready(member);
    }

    @Override
    protected final Resource resource() {
        return group.resource(owner);
    }

    @Override
    protected final void dropped() {
        group.endJoin(this);
    }
}
