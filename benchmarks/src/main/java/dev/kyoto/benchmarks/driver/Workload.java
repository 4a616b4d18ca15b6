package dev.kyoto.benchmarks.driver;

import java.util.List;

/**
 * One line of a table.
 *
 * @param name how the tables and the filters call it
 * @param argument what a peer is told to run
 * @param kind how it is measured
 * @param description what one operation is
 */
record Workload(String name, String argument, Kind kind, String description) {
    enum Kind {
        /** The time of an operation, in rounds of many. */
        TIME,
        /** A million tasks that sleep: the time beyond their sleep, and the peak of the resident memory. */
        SLEEP,
        /** A million tasks that sleep: the memory they hold. */
        HEAP,
        /** The time from a thread's send to the task that goes on, in a runtime that slept. */
        WAKE,
        /** A server, and a client in the driver. */
        ECHO,
        /** A server of HTTP, and wrk. */
        HTTP,
        /** A server with many idle connections, and some that are not. */
        IDLE
    }

    /** In {@link Kind#IDLE}. */
    static final int IDLE_CONNECTIONS = 10_000;

    /** Tasks in {@link Kind#SLEEP} and {@link Kind#HEAP}. */
    static final int SLEEPERS = 1_000_000;

    static final List<Workload> ALL = List.of(
            time("spawn_many", "a task that counts down; 10,000 at a time"),
            time("spawn_join", "a task whose handle is awaited; 10,000 at a time"),
            time("spawn_chain", "a task that spawns the next; 1,000 in a chain"),
            time("yield", "a yield; 200 tasks, 1,000 each"),
            time("ping_pong", "two tasks and two one-shot channels, a message each way; 1,000 pairs at a time"),
            time("mpsc_1", "a message; 1 producer, capacity 1,000"),
            time("mpsc_5", "a message; 5 producers, capacity 1,000"),
            time("mutex", "lock, count, unlock; 100 tasks, 1,000 each"),
            time("mutex_yield", "the same with a yield while locked: everybody queues"),
            time("semaphore", "acquire one of 10 permits, count, release; 100 tasks, 1,000 each"),
            time("semaphore_yield", "the same with a yield while holding the permit"),
            time("select", "a message, by a select over two channels"),
            time("skynet", "a leaf of a tree of tasks, ten children each, 1,000,000 leaves"),
            time("remote_spawn_1", "a task spawned from outside by 1 thread"),
            time("remote_spawn_2", "the same, 2 threads"),
            time("remote_spawn_4", "the same, 4 threads"),
            time("remote_spawn_8", "the same, 8 threads"),
            new Workload("wake", "wake", Kind.WAKE, "a send from a thread into a runtime that slept for 2 ms"),
            echo(1),
            echo(50),
            echo(1_000),
            new Workload("http_50", "http", Kind.HTTP, "a request for 13 bytes, by wrk; 50 connections"),
            new Workload("idle_1000", "echo", Kind.IDLE, "10,000 idle connections, and echo on 1,000 others"),
            new Workload("sleep_heap", "sleep_heap", Kind.HEAP, "1,000,000 sleeping tasks"),
            new Workload("sleep", "sleep", Kind.SLEEP, "1,000,000 tasks that sleep for ten seconds"));

    private static Workload time(String name, String operation) {
        return new Workload(name, name, Kind.TIME, operation);
    }

    private static Workload echo(int connections) {
        return new Workload("echo_" + connections, "echo", Kind.ECHO, connections + " connections");
    }

    /** Of an {@link Kind#ECHO}, an {@link Kind#HTTP} or an {@link Kind#IDLE}: those that are busy. */
    int connections() {
        return Integer.parseInt(name.substring(name.indexOf('_') + 1));
    }
}
