package dev.kyoto.benchmarks.peer;

import static dev.kyoto.Kyoto.async;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The workloads on Kyoto. Usage: {@code KyotoPeer multi|current WORKLOAD}
 *
 * <p>Speaks the protocol that benchmarks/README.md describes.
 */
public final class KyotoPeer {
    private static final int WORKERS = 2;

    private final Runtime runtime;

    private KyotoPeer(Runtime runtime) {
        this.runtime = runtime;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("Usage: KyotoPeer multi|current WORKLOAD");
            System.exit(2);
        }
        Runtime.Builder builder = Runtime.builder();
        Runtime runtime = (arguments[0].equals("multi") ? builder.workers(WORKERS) : builder.currentThread()).build();
        new KyotoPeer(runtime).run(arguments[1]);
        System.exit(0); // whatever still sleeps
    }

    private void run(String workload) throws Exception {
        switch (workload) {
            case "spawn_many" -> rounds(500_000, () -> times(50, () -> Spawning.spawnMany(10_000)));
            case "spawn_join" -> rounds(500_000, () -> times(50, () -> Spawning.spawnJoin(10_000)));
            case "spawn_chain" -> rounds(500_000, () -> times(500, () -> Spawning.spawnChain(1_000)));
            case "yield" -> rounds(2_000_000, () -> times(10, () -> Spawning.yielding(200, 1_000)));
            case "skynet" -> rounds(1_000_000, Spawning::skynet);
            case "remote_spawn_1" -> rounds(400_000, () -> Spawning.remoteSpawn(1, 400_000));
            case "remote_spawn_2" -> rounds(400_000, () -> Spawning.remoteSpawn(2, 400_000));
            case "remote_spawn_4" -> rounds(400_000, () -> Spawning.remoteSpawn(4, 400_000));
            case "remote_spawn_8" -> rounds(400_000, () -> Spawning.remoteSpawn(8, 400_000));
            case "ping_pong" -> rounds(200_000, () -> times(200, () -> Channels.pingPong(1_000)));
            case "mpsc_1" -> rounds(1_000_000, () -> Channels.mpsc(1, 1_000_000));
            case "mpsc_5" -> rounds(1_000_000, () -> Channels.mpsc(5, 1_000_000));
            case "select" -> rounds(1_000_000, () -> Channels.selecting(1_000_000));
            case "mutex" -> rounds(1_000_000, () -> times(10, () -> Locks.mutex(100, 1_000, false)));
            case "mutex_yield" -> rounds(500_000, () -> times(5, () -> Locks.mutex(100, 1_000, true)));
            case "semaphore" -> rounds(1_000_000, () -> times(10, () -> Locks.semaphore(100, 1_000, 10, false)));
            case "semaphore_yield" -> rounds(500_000, () -> times(5, () -> Locks.semaphore(100, 1_000, 10, true)));
            case "sleep" -> answers(1_000_000, times -> "ns=" + runtime.blockOn(Sleeping.timeOver(1_000_000)));
            case "sleep_heap" -> answers(1_000_000, times -> "heap=" + runtime.blockOn(Sleeping.heap(1_000_000)));
            case "wake" -> answers(1, samples -> "samples=" + runtime.blockOn(Channels.wake(samples)));
            case "echo" -> runtime.blockOn(Servers.echo());
            case "http" -> runtime.blockOn(Servers.http());
            default -> {
                System.err.println("There is no workload " + workload + " here.");
                System.exit(2);
            }
        }
    }

    /** Makes a workload, which is run once. */
    private interface Workload {
        Future<@Nullable Void> once();
    }

    private static Future<@Nullable Void> times(int times, Workload workload) {
        return async(() -> {
            for (int i = 0; i < times; i++) {
                workload.once().await();
            }
        });
    }

    /** Answers each number that is read with the time of so many repetitions, driven from inside a task. */
    private void rounds(int operations, Workload workload) throws Exception {
        answers(operations, times -> {
            long nanos = 0;
            for (int i = 0; i < times; i++) {
                nanos += runtime.blockOn(timed(workload));
            }
            return "ns=" + nanos;
        });
    }

    private static Future<Long> timed(Workload workload) {
        return async(() -> {
            long begin = System.nanoTime();
            workload.once().await();
            return System.nanoTime() - begin;
        });
    }

    private interface Answer {
        String to(int number) throws Exception;
    }

    private static void answers(int operations, Answer answer) throws Exception {
        say("ops=" + operations);
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = readLine(input); line != null; line = readLine(input)) {
            say(answer.to(Integer.parseInt(line.strip())));
        }
    }

    private static @Nullable String readLine(BufferedReader input) throws IOException {
        return input.readLine();
    }

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
