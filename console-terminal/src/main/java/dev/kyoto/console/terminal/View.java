package dev.kyoto.console.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** One of the things that the terminal can show: what it asks for, and the lines that it makes of the answer. */
interface View {
    Map<String, String> parameters(int height);

    /** @param view of the answer */
    List<AttributedString> lines(JsonNode view, int width, int height);

    /** Whether the key, a character, meant something. */
    default boolean key(int key) {
        return false;
    }

    /** The task that enter opens; null for none. */
    default @Nullable Long selected() {
        return null;
    }
}
