package dev.kyoto.compiler.tests.constructs;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Loops, and the jumps in them and out of them. */
class LoopsTest {
    @EveryMode
    void forLoopWithAwaitInEveryPart(Construct construct) throws Exception {
        construct.yields(
                "60",
                source -> async(() -> {
                    int sum = 0;
                    for (int i = source.later(1).await();
                            i < source.later(4).await();
                            i += source.later(1).await()) {
                        sum += source.later(i * 10).await();
                    }
                    return sum;
                }));
    }

    @EveryMode
    void forLoopWithSeveralVariablesAndUpdates(Construct construct) throws Exception {
        construct.yields(
                "3 0 2",
                source -> async(() -> {
                    String path = "";
                    for (int i = 0, j = source.later(3).await();
                            i < j;
                            i++, j -= source.later(1).await(), source.note(j)) {
                        path = j + " " + i + " " + source.later(2).await();
                        if (i == 0 && j == 3) {
                            break;
                        }
                    }
                    return path;
                }));
    }

    @EveryMode
    void whileAndDoWhile(Construct construct) throws Exception {
        construct.yields(
                "210xxx",
                source -> async(() -> {
                    StringBuilder text = new StringBuilder();
                    int left = 3;
                    while (left-- > 0) {
                        text.append(source.later(left).await());
                    }
                    do {
                        text.append('x');
                    } while (source.later(text.length() < 6).await());
                    return text.toString();
                }));
    }

    @EveryMode
    void loopWhoseBodyIsEmpty(Construct construct) throws Exception {
        construct.yields(
                "3",
                source -> async(() -> {
                    int i = 0;
                    while (source.later(++i).await() < 3) {}
                    for (; source.later(i).await() < 3; i++) {}
                    return i;
                }));
    }

    @EveryMode
    void forEachOverArraysOfEveryKind(Construct construct) throws Exception {
        construct.yields(
                "a0b1 3 4.5 xy",
                source -> async(() -> {
                    String text = "";
                    int index = 0;
                    for (String word : new String[] {"a", "b"}) {
                        text += word + source.later(index++).await();
                    }
                    long sum = 0;
                    for (long number : source.later(new long[] {1, 2}).await()) {
                        sum += source.later(number).await();
                    }
                    double half = 0;
                    for (double number : new double[] {1.5, 3}) {
                        half += source.later(number).await();
                    }
                    String nested = "";
                    for (char[] row : new char[][] {{'x'}, {'y'}}) {
                        for (char letter : row) {
                            nested += source.later(letter).await();
                        }
                    }
                    return text + " " + sum + " " + half + " " + nested;
                }));
    }

    @EveryMode
    void forEachOverAnArrayInsideTry(Construct construct) throws Exception {
        construct.yields(
                "[a0, b1, c2, end]",
                source -> async(() -> {
                    List<String> seen = new ArrayList<>();
                    try {
                        for (String word : new String[] {"a", "b", "c"}) {
                            seen.add(word + source.later(seen.size()).await());
                        }
                    } finally {
                        seen.add("end");
                    }
                    return seen;
                }));
    }

    @EveryMode
    void forEachOverAnIterable(Construct construct) throws Exception {
        construct.yields(
                "10",
                source -> async(() -> {
                    int sum = 0;
                    for (int number : source.later(List.of(1, 2, 3)).await()) {
                        sum += number + source.later(0).await();
                    }
                    Iterable<Integer> one = () -> {
                        source.note("iterator");
                        return List.of(4).iterator();
                    };
                    for (final Integer number : one) {
                        sum += source.later(number).await();
                    }
                    return sum;
                }));
    }

    @EveryMode
    void iteratorThatIsChangedMeanwhile(Construct construct) throws Exception {
        construct.yields(
                "[b]",
                source -> async(() -> {
                    List<String> words = new ArrayList<>(List.of("a", "b"));
                    for (Iterator<String> each = words.iterator(); each.hasNext(); ) {
                        if (each.next().equals(source.later("a").await())) {
                            each.remove();
                        }
                    }
                    return words;
                }));
    }

    @EveryMode
    void labelledBreakAndContinue(Construct construct) throws Exception {
        construct.yields(
                "00 01 10 11 ",
                source -> async(() -> {
                    String path = "";
                    outer:
                    for (int row = 0; row < 4; row++) {
                        for (int column = 0; column < 4; column++) {
                            if (source.later(column == 2).await()) {
                                continue outer;
                            }
                            if (source.later(row == 2).await()) {
                                break outer;
                            }
                            path += "" + row + column + " ";
                        }
                    }
                    return path;
                }));
    }

    @EveryMode
    void labelledContinueOfWhileAndDo(Construct construct) throws Exception {
        construct.yields(
                "ab",
                source -> async(() -> {
                    String path = "";
                    int i = 0;
                    outer:
                    while (i < 2) {
                        i++;
                        do {
                            if (source.later(i == 1).await()) {
                                path += "a";
                                continue outer;
                            }
                            path += "b";
                            break outer;
                        } while (source.later(true).await());
                    }
                    return path;
                }));
    }

    @EveryMode
    @SuppressWarnings("LabelledBreakTarget") // is what is tested
    void breakOutOfALabelledBlock(Construct construct) throws Exception {
        construct.yields(
                "start end",
                source -> async(() -> {
                    String path = "start";
                    block:
                    {
                        if (source.later(true).await()) {
                            break block;
                        }
                        path += source.later("never").await();
                    }
                    label:
                    if (source.later(true).await()) {
                        path += source.later(" end").await();
                        break label;
                    }
                    return path;
                }));
    }

    @EveryMode
    void endlessLoopLeftByReturn(Construct construct) throws Exception {
        construct.yields(
                "120",
                source -> async(() -> {
                    long product = 1;
                    for (int factor = 1; ; factor++) {
                        product *= source.later(factor).await();
                        if (product > 100) {
                            return product;
                        }
                    }
                }));
    }

    @EveryMode
    void endlessLoopLeftByAnException(Construct construct) throws Exception {
        construct.fails(
                "IllegalStateException: 2",
                source -> async(() -> {
                    for (int i = 0; ; i++) {
                        if (source.later(i).await() == 2) {
                            throw new IllegalStateException("" + i);
                        }
                    }
                }));
    }

    @EveryMode
    void breakAndContinueThroughFinally(Construct construct) throws Exception {
        construct.yields(
                "f0 c1 f1 f2 ",
                source -> async(() -> {
                    StringBuilder path = new StringBuilder();
                    for (int i = 0; ; i++) {
                        try (var resource = source.resource("r" + i)) {
                            if (source.later(i).await() == 1) {
                                path.append("c1 ");
                                continue;
                            }
                            if (i == 2) {
                                break;
                            }
                        } finally {
                            path.append("f").append(source.later(i).await()).append(' ');
                        }
                    }
                    return path.toString();
                }));
    }

    @EveryMode
    void loopWithATryAndALocalReassignedInBoth(Construct construct) throws Exception {
        construct.yields(
                "3 caught caught",
                source -> async(() -> {
                    String log = "";
                    int tries = 0;
                    while (true) {
                        tries++;
                        try {
                            if (tries < 3) {
                                source.failing(new IllegalStateException("no")).await();
                            }
                            return source.later(tries).await() + log;
                        } catch (IllegalStateException e) {
                            log += source.later(" caught").await();
                        }
                    }
                }));
    }

    @EveryMode
    void nestedLoopsWithLocalsOfTheirOwn(Construct construct) throws Exception {
        construct.yields(
                "84",
                source -> async(() -> {
                    int sum = 0;
                    for (int i = 0; i < 2; i++) {
                        int row = source.later(i * 10).await();
                        for (int j = 0; j < 2; j++) {
                            int cell = row + source.later(j).await();
                            int k = 0;
                            while (k++ < 2) {
                                sum += cell + source.later(k).await() + k + 1;
                            }
                        }
                    }
                    return sum + source.later(8).await();
                }));
    }
}
