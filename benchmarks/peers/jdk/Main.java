import java.util.concurrent.Callable;

/**
 * The workloads on virtual threads and java.util.concurrent. Usage: Main WORKLOAD
 *
 * <p>Speaks the protocol that benchmarks/README.md describes. There is no select: java.util.concurrent has none.
 */
public class Main {
    interface Code {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "spawn_many" -> rounds(500_000, repeated(50, () -> Spawning.spawnMany(10_000)));
            case "spawn_join" -> rounds(500_000, repeated(50, () -> Spawning.spawnJoin(10_000)));
            case "spawn_chain" -> rounds(500_000, repeated(500, () -> Spawning.spawnChain(1_000)));
            case "yield" -> rounds(2_000_000, repeated(10, () -> Spawning.yielding(200, 1_000)));
            case "skynet" -> rounds(1_000_000, Spawning::skynet);
            case "remote_spawn_1" -> rounds(400_000, () -> Spawning.remoteSpawn(1, 400_000));
            case "remote_spawn_2" -> rounds(400_000, () -> Spawning.remoteSpawn(2, 400_000));
            case "remote_spawn_4" -> rounds(400_000, () -> Spawning.remoteSpawn(4, 400_000));
            case "remote_spawn_8" -> rounds(400_000, () -> Spawning.remoteSpawn(8, 400_000));
            case "ping_pong" -> rounds(200_000, repeated(200, () -> Messages.pingPong(1_000)));
            case "mpsc_1" -> rounds(1_000_000, () -> Messages.mpsc(1, 1_000_000));
            case "mpsc_5" -> rounds(1_000_000, () -> Messages.mpsc(5, 1_000_000));
            case "mutex" -> rounds(1_000_000, repeated(10, () -> Locks.mutex(100, 1_000, false)));
            case "mutex_yield" -> rounds(500_000, repeated(5, () -> Locks.mutex(100, 1_000, true)));
            case "semaphore" -> rounds(1_000_000, repeated(10, () -> Locks.semaphore(100, 1_000, 10, false)));
            case "semaphore_yield" -> rounds(500_000, repeated(5, () -> Locks.semaphore(100, 1_000, 10, true)));
            case "sleep" -> answers(1_000_000, times -> "ns=" + Sleeping.timeOver(1_000_000));
            case "sleep_heap" -> answers(1_000_000, times -> "heap=" + Sleeping.heap(1_000_000));
            case "wake" -> answers(1, samples -> "samples=" + Messages.wake(samples));
            case "echo" -> Echo.serve();
            default -> {
                System.err.println("There is no workload " + arguments[0] + " here.");
                System.exit(2);
            }
        }
        System.exit(0); // whatever still sleeps
    }

    private static Code repeated(int times, Code code) {
        return () -> {
            for (int i = 0; i < times; i++) {
                code.run();
            }
        };
    }

    /** Answers each number that is read with the time of so many repetitions, driven from inside a virtual thread. */
    private static void rounds(int operations, Code workload) {
        answers(operations, times -> {
            long nanos = 0;
            for (int i = 0; i < times; i++) {
                long begin = System.nanoTime();
                workload.run();
                nanos += System.nanoTime() - begin;
            }
            return "ns=" + nanos;
        });
    }

    interface Answer {
        String to(int number) throws Exception;
    }

    private static void answers(int operations, Answer answer) {
        IO.println("ops=" + operations);
        for (String line = IO.readln(); line != null; line = IO.readln()) {
            IO.println(inVirtualThread(answer, Integer.parseInt(line.strip())));
        }
    }

    private static String inVirtualThread(Answer answer, int number) {
        var answers = new String[1];
        try {
            Thread.startVirtualThread(() -> answers[0] = unchecked(() -> answer.to(number))).join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return answers[0];
    }

    static <T> T unchecked(Callable<T> code) {
        try {
            return code.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts that many virtual threads and waits for them. */
    static void inThreads(int threads, Code code) throws InterruptedException {
        var started = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            started[i] = Thread.startVirtualThread(() -> unchecked(() -> {
                code.run();
                return null;
            }));
        }
        for (Thread thread : started) {
            thread.join();
        }
    }
}
