package dev.kyoto.compiler.tests.fuzz;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs one compiled body in both of its forms through many scenarios, and compares. */
final class Trial {
    private static final int POLLS = 1_000_000;
    private static final int CANCELLATIONS = 12;

    private final Class<?> body;
    private int comparisons;

    Trial(Class<?> body) {
        this.body = body;
    }

    /** How many scenarios were compared. */
    int comparisons() {
        return comparisons;
    }

    /** What differs, or null. */
    String firstDifference(long seed) {
        Random random = new Random(seed);
        List<Scenario> scenarios = new ArrayList<>();
        for (int pending : new int[] {0, 100, 50}) {
            for (int failing : new int[] {0, 5, 20}) {
                scenarios.add(new Scenario(random.nextLong(), pending, failing, -1));
            }
        }
        for (Scenario scenario : List.copyOf(scenarios)) {
            int steps = run(false, scenario).steps();
            for (int count = Math.min(steps, CANCELLATIONS); count > 0; count--) {
                scenarios.add(scenario.cancelledAt(random.nextInt(steps)));
            }
        }
        for (Scenario scenario : scenarios) {
            Run plain = run(false, scenario);
            Run async = run(true, scenario);
            comparisons++;
            if (!plain.tooLong && !async.tooLong && !plain.events.equals(async.events)) {
                return scenario + "\n" + difference(plain.events, async.events);
            }
        }
        return null;
    }

    private static String difference(List<String> plain, List<String> async) {
        int same = 0;
        while (same < Math.min(plain.size(), async.size()) && plain.get(same).equals(async.get(same))) {
            same++;
        }
        List<String> before = plain.subList(Math.max(0, same - 5), same);
        return "after " + same + " equal events, the last of them " + before + "\n  plain: "
                + plain.subList(same, Math.min(plain.size(), same + 4)) + "\n  async: "
                + async.subList(same, Math.min(async.size(), same + 4));
    }

    /** All that can be seen of one run. */
    private record Run(List<String> events, int steps, boolean tooLong) {}

    private Run run(boolean async, Scenario scenario) {
        Steps steps = new Steps(scenario);
        Thread thread = Thread.currentThread();
        thread.setUncaughtExceptionHandler((t, failure) -> steps.report(failure));
        String end;
        try {
            Fixture fixture = (Fixture) body.getConstructor(Steps.class).newInstance(steps);
            end = async ? endOfAsync(fixture, steps) : endOfPlain(fixture, steps);
            end += " " + fixture.state();
        } catch (ReflectiveOperationException broken) {
            throw new LinkageError("the fixture cannot be made", broken);
        } finally {
            thread.setUncaughtExceptionHandler(null);
        }
        List<String> events = new ArrayList<>(steps.trace);
        events.add(end);
        return new Run(events, steps.count(), steps.isTooLong());
    }

    // A class that the JVM refuses is never an outcome to compare: the plain form lies in the same class.

    private static String endOfPlain(Fixture fixture, Steps steps) {
        try {
            Object result = fixture.plain();
            return steps.wasDropped() ? "dropped" : "returned " + Steps.text(result);
        } catch (LinkageError broken) {
            throw broken;
        } catch (Throwable failure) {
            if (!steps.wasDropped()) {
                return "threw " + Steps.describe(failure);
            }
            steps.endOfDrop(failure);
            return "dropped";
        }
    }

    private static String endOfAsync(Fixture fixture, Steps steps) {
        Future<Object> block = fixture.async();
        int[] wakes = {0};
        try {
            for (int polls = 0; polls < POLLS; polls++) {
                int before = wakes[0];
                Poll<Object> poll = block.poll(Context.of(() -> wakes[0]++));
                if (poll.isReady()) {
                    return "returned " + Steps.text(poll.value());
                } else if (steps.isAtCancelledStep()) {
                    steps.drop();
                    block.cancel();
                    return steps.waiting() == 0 ? "dropped" : "dropped, but " + steps.waiting() + " futures were not";
                } else if (wakes[0] == before) {
                    return "lost a wake";
                }
            }
            return "did not end";
        } catch (LinkageError broken) {
            throw broken;
        } catch (Throwable failure) {
            return "threw " + Steps.describe(failure);
        }
    }
}
