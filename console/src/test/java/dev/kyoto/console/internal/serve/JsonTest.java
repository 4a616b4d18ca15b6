package dev.kyoto.console.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What JSON is written. */
class JsonTest {
    @Test
    void valuesOfEveryKindHaveTheirCommas() {
        Json json = new Json();
        json.object(() -> {
            json.member("text", "a");
            json.member("none", (String) null);
            json.object("empty", () -> {});
            json.array("list", List.of("x", "y"), json::value);
            json.array("nothing", List.<String>of(), json::value);
            json.member("numbers", new int[] {1, 2});
            json.member("share", 0.12345);
            json.member("nan", Double.NaN);
            json.member("yes", true);
        });

        assertEquals(
                "{\"text\":\"a\",\"empty\":{},\"list\":[\"x\",\"y\"],\"nothing\":[],\"numbers\":[1,2],\"share\":0.123,"
                        + "\"nan\":0.0,\"yes\":true}",
                json.toString());
    }

    @Test
    void textThatWouldBeAnythingElseIsEscaped() {
        Json json = new Json();
        json.object(() -> json.member("a\"b", "</script>\\\n\u0000\u2028\uD800 \uD83D\uDE00"));

        assertEquals("{\"a\\\"b\":\"\\u003c/script>\\\\\\n\\u0000\\u2028\\ud800 \uD83D\uDE00\"}", json.toString());
    }
}
