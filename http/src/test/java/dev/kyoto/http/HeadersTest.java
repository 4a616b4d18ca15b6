package dev.kyoto.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    private final Headers headers = Headers.of("Accept", "a", "Cookie", "x", "ACCEPT", "b");

    @Test
    void namesAreTheSameInCapitalAndSmallLetters() {
        assertEquals("a", headers.get("accept"));
        assertEquals(List.of("a", "b"), headers.all("Accept"));
        assertTrue(headers.contains("COOKIE"));
        assertNull(headers.get("Cook"));
        assertEquals(List.of(), headers.all("Other"));
    }

    @Test
    void fieldsKeepTheirOrder() {
        List<String> seen = new ArrayList<>();
        headers.forEach(field -> seen.add(field.name() + "=" + field.value()));
        assertEquals(List.of("Accept=a", "Cookie=x", "ACCEPT=b"), seen);
    }

    @Test
    void changesAreMadeInOthers() {
        assertEquals(Headers.of("accept", "c", "Cookie", "x"), headers.with("accept", "c"));
        assertEquals(Headers.of("Accept", "a", "Cookie", "x", "ACCEPT", "b", "New", "n"), headers.with("New", "n"));
        assertEquals(
                Headers.of("Accept", "a", "Cookie", "x", "ACCEPT", "b", "Accept", "c"),
                headers.withAdded("Accept", "c"));
        assertEquals(Headers.of("Cookie", "x"), headers.without("Accept"));
        assertEquals(headers, headers.without("Other"));
        assertEquals(3, headers.size());
        assertTrue(headers.without("Accept").without("Cookie").isEmpty());
    }

    @Test
    void equalityIsThatOfWhatIsSent() {
        assertEquals(headers, Headers.of("accept", "a", "cookie", "x", "Accept", "b"));
        assertEquals(
                headers.hashCode(),
                Headers.of("accept", "a", "cookie", "x", "Accept", "b").hashCode());
        assertNotEquals(headers, Headers.of("Accept", "b", "Cookie", "x", "ACCEPT", "a"));
    }

    @Test
    void listsAreOfTokensNotOfText() {
        Headers connection = Headers.of("Connection", "Keep-Alive , Upgrade", "connection", "close");
        assertTrue(connection.lists("connection", "upgrade"));
        assertTrue(connection.lists("Connection", "CLOSE"));
        assertFalse(connection.lists("Connection", "alive"));
        assertFalse(Headers.of("Connection", "closed").lists("Connection", "close"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\nb", "\0", " a", "a\t", "\u0100"})
    void valueThatWouldBeReadAsSomethingElseIsRefused(String value) {
        assertThrows(IllegalArgumentException.class, () -> headers.with("A", value));
        assertThrows(IllegalArgumentException.class, () -> headers.withAdded("A", value));
        assertThrows(IllegalArgumentException.class, () -> Headers.of("A", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "é", "a\r\n"})
    void nameThatIsNoneIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> headers.with(name, "a"));
    }

    @Test
    void valuesAreNotShown() {
        assertEquals("Headers[Accept: 1, Cookie: 1, ACCEPT: 1]", headers.toString());
    }
}
