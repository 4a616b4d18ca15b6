package dev.kyoto.compiler.tests.constructs;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;

/** A try while a raw object lies on the operand stack. Eclipse's compiler writes class files of it that do not verify. */
class TryInArgumentsTest {
    record Cell(Object x, Object y) {}

    @EveryMode
    void switchWithATryInTheArgumentsOfANew(Construct construct) throws Exception {
        construct.yields(
                "Cell[x=1, y=tried]",
                source -> async(() -> new Cell( // a long before the switch is too much for javac itself
                        1,
                        switch (source.later("a").await()) {
                            case "a" -> {
                                try {
                                    yield source.later("tried").await();
                                } finally {
                                    source.note("finally");
                                }
                            }
                            default -> "no";
                        })));
    }
}
