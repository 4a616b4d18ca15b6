package dev.kyoto.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That the yardstick measures: what it objects to, and how it reads a row. */
class TestSourcesTest {
    private static final List<String> SOURCE = """
            @Timeout(30)
            class TeaTest {
                @Test
                void waterBoils() {
                }

                @Disabled("no tea today")
                @Test
                void teaIsServed() {
                }

                void pour(int cups) {
                }

                @ParameterizedTest
                @ValueSource(ints = {1, 2})
                void cupsAreFull(int cups) {
                }
            }
            """.lines().toList();

    @Test
    void testThatRunsIsAccepted() {
        assertEquals(Optional.empty(), TestSources.objection(SOURCE, "waterBoils"));
        assertEquals(Optional.empty(), TestSources.objection(SOURCE, "cupsAreFull"));
    }

    @Test
    void whatIsNoTestThatRunsIsObjectedTo() {
        assertEquals(Optional.of("there is no such test"), TestSources.objection(SOURCE, "milkBoils"));
        assertEquals(Optional.of("it is no test"), TestSources.objection(SOURCE, "pour"));
        assertEquals(Optional.of("it is disabled"), TestSources.objection(SOURCE, "teaIsServed"));
    }

    @Test
    void testsOfADisabledClassAreObjectedTo() {
        List<String> disabled = new java.util.ArrayList<>(SOURCE);
        disabled.add(0, "@Disabled");

        assertEquals(Optional.of("it is disabled"), TestSources.objection(disabled, "waterBoils"));
    }

    @Test
    void rowsAreCountedByTheTestsThatAsk() {
        Group group = Group.parse(List.of(
                "# Tea",
                "[tea.rs]",
                "boil | water boils | TeaTest.waterBoils",
                "pour, pour_again | cups fill | missing: no pot",
                "",
                "[cup.rs]",
                "send | a cup goes to another | n/a: it has a handle",
                "sugar | with sugar | otherwise: without, TeaTest.cupsAreFull"));

        assertEquals(5, group.size());
        assertEquals(2, group.count(Verdict.Missing.class));
        assertEquals(100.0 / 3, group.coverage());
        assertEquals(
                List.of(new TestName("TeaTest", "waterBoils"), new TestName("TeaTest", "cupsAreFull")),
                group.rows().flatMap(row -> row.verdict().named()).toList());
    }

    @Test
    void malformedRowNamesTheCure() {
        assertThrows(IllegalArgumentException.class, () -> Row.parse("boil | water boils"));
        assertThrows(IllegalArgumentException.class, () -> Row.parse("boil | water boils | seen by eye"));
    }
}
