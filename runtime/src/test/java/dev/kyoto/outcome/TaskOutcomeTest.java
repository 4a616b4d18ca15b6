package dev.kyoto.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kyoto.outcome.Situation.Ending;
import dev.kyoto.outcome.Situation.Workers;
import dev.kyoto.outcome.Stage.Remains;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every way in which a task may end, with every way in which its handle may be treated, with every abort at every moment, on
 * every kind of runtime: the future ends once, its outcome is delivered or discarded once, its failure is delivered or
 * reported, and nothing of it is kept.
 */
class TaskOutcomeTest {
    @TestFactory
    Stream<DynamicNode> task() {
        return Stream.of(Workers.values())
                .flatMap(workers -> Stream.of(Ending.values()).map(ending -> situations(workers, ending)));
    }

    private static DynamicContainer situations(Workers workers, Ending ending) {
        List<Remains> remains = new ArrayList<>();
        Stream<DynamicNode> tests = Situation.all(workers, ending).stream()
                .map(situation -> dynamicTest(situation.toString(), () -> remains.add(new Stage(situation).play())));
        DynamicNode last = dynamicTest("kept handles keep neither a future nor a discarded value", () -> {
            System.gc();
            assertEquals(
                    List.of(),
                    remains.stream()
                            .filter(TaskOutcomeTest::isKept)
                            .map(Remains::situation)
                            .toList());
            remains.clear();
        });
        return dynamicContainer(
                "on " + Situation.words(workers) + ", a task that " + Situation.words(ending),
                Stream.concat(tests, Stream.of(last)));
    }

    private static boolean isKept(Remains remains) {
        return remains.future().get() != null || remains.value().get() != null;
    }
}
