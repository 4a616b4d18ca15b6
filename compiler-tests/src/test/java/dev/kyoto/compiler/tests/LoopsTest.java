package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Future;
import java.util.ArrayList;
import java.util.List;

class LoopsTest {
    @ReadyAndPending
    void forLoopWithAwaitInEveryPart(Script script) throws Exception {
        Future<Integer> block = async(() -> {
            int sum = 0;
            for (int i = script.later(1).await();
                    i < script.later(4).await();
                    i += script.later(1).await()) {
                sum += script.later(i * 10).await();
            }
            return sum;
        });
        assertEquals(60, script.run(block));
    }

    @ReadyAndPending
    void whileAndDoWhile(Script script) throws Exception {
        Future<String> block = async(() -> {
            StringBuilder text = new StringBuilder();
            int left = 3;
            while (left-- > 0) {
                text.append(script.later(left).await());
            }
            do {
                text.append('x');
            } while (script.later(text.length() < 6).await());
            return text.toString();
        });
        assertEquals("210xxx", script.run(block));
    }

    @ReadyAndPending
    void forEachOverArrayInsideTry(Script script) throws Exception {
        Future<List<String>> block = async(() -> {
            List<String> seen = new ArrayList<>();
            try {
                for (String word : new String[] {"a", "b", "c"}) {
                    seen.add(word + script.later(seen.size()).await());
                }
            } finally {
                seen.add("end");
            }
            return seen;
        });
        assertEquals(List.of("a0", "b1", "c2", "end"), script.run(block));
    }

    @ReadyAndPending
    void labelledBreakAndContinue(Script script) throws Exception {
        Future<String> block = async(() -> {
            String path = "";
            outer:
            for (int row = 0; row < 4; row++) {
                for (int column = 0; column < 4; column++) {
                    if (script.later(column == 2).await()) {
                        continue outer;
                    }
                    if (script.later(row == 2).await()) {
                        break outer;
                    }
                    path += "" + row + column + " ";
                }
            }
            return path;
        });
        assertEquals("00 01 10 11 ", script.run(block));
    }

    @ReadyAndPending
    void endlessLoopLeftByReturn(Script script) throws Exception {
        Future<Long> block = async(() -> {
            long product = 1;
            for (int factor = 1; ; factor++) {
                product *= script.later(factor).await();
                if (product > 100) {
                    return product;
                }
            }
        });
        assertEquals(120L, script.run(block));
    }
}
