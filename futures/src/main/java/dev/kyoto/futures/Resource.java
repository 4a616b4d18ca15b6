package dev.kyoto.futures;

import java.util.List;

/**
 * Something that futures wait for, or hold: a lock, a channel, a deadline, a socket, the end of another task. Text and numbers
 * of one moment; it keeps nothing alive.
 *
 * @param kind what it is: {@code "Mutex"}, {@code "Mpsc"}, {@code "deadline"}, {@code "task"}
 * @param id the same for all who wait for the same thing, and for who holds it, as long as this process lives, and different for
 *     different things; of a task its {@linkplain TaskIdentity#id() number}. 0: nobody else can wait for it, as for a deadline
 * @param details how it stands, for people: {@code "3 of 10 places taken"}; may be empty
 * @param holders who is known to hold it. Empty: nobody does, or it is not known who
 * @param needsHolders whether the one who waits goes on only after every holder has let go, and by nothing else: so it is with
 *     locks and with the end of a task, and not with a channel or a semaphore, where anybody may help
 */
public record Resource(String kind, long id, String details, List<Holder> holders, boolean needsHolders) {
    /** The kind of a resource that is the end of a task. */
    public static final String TASK = "task";

    /**
     * Who holds a resource.
     *
     * @param task the {@linkplain TaskIdentity#id() number} of the task
     * @param name the name of the task; empty if only its number is known
     */
    public record Holder(long task, String name) {
        @Override
        public String toString() {
            return "task " + task + (name.isEmpty() ? "" : " (" + name + ")");
        }
    }

    /** What anybody may bring about: a message, a notification, readiness of a socket. {@code thing} gives the id. */
    public static Resource of(String kind, Object thing, String details) {
        return new Resource(kind, ResourceIds.of(thing), details, List.of(), false);
    }

    /** What only this one future waits for. */
    public static Resource ownedBy(String kind, String details) {
        return new Resource(kind, 0, details, List.of(), false);
    }

    /**
     * A lock, whose holder alone can let the waiting one go on.
     *
     * @param thing gives the id
     * @param holder from {@link Context#taskId()}; 0 if it is not known
     */
    public static Resource lock(String kind, Object thing, String details, long holder) {
        return new Resource(
                kind, ResourceIds.of(thing), details, holder == 0 ? List.of() : List.of(new Holder(holder, "")), true);
    }

    /** The end of a task, which holds itself. */
    static Resource endOf(TaskIdentity task) {
        return new Resource(TASK, task.id(), "", List.of(new Holder(task.id(), task.name())), true);
    }

    /** {@code Mutex#3}, or the kind alone of what has no id. */
    public String reference() {
        return id == 0 ? kind : kind + "#" + id;
    }

    /** {@code Mutex#3: held by task 12 (main)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(reference());
        String separator = ": ";
        if (!details.isEmpty()) {
            text.append(separator).append(details);
            separator = ", ";
        }
        for (Holder holder : holders) {
            text.append(separator).append("held by ").append(holder);
            separator = ", ";
        }
        return text.toString();
    }
}
