package dev.kyoto.console.internal.serve;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the console. A browser on this machine may be made to ask on behalf of any page that it shows: so a request must
 * name the console as its host (a name that an attacker has pointed at this machine is refused) and must come from the console's
 * own page, or from no page at all. With a token, it must bring that as well.
 */
final class Gate {
    static final String COOKIE = "kyoto-console";

    /** What follows is checked by comparing, so this only has to keep names out. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final InetSocketAddress bound;
    private final byte @Nullable [] token;

    /** @param token null: whoever reaches the console may see it */
    Gate(InetSocketAddress bound, @Nullable String token) {
        this.bound = bound;
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /** Why the request is refused, or null. */
    @Nullable Refusal refusal(Headers headers, @Nullable String tokenOfQuery) {
        String host = headers.getFirst("Host");
        if (host == null || !isOurs(host.toLowerCase(Locale.ROOT))) {
            return new Refusal(
                    421,
                    "This is the console of a Kyoto program, and it was asked for under another name. Open it by its address.");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
            return new Refusal(403, "Another page must not look into the console.");
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return new Refusal(403, "Another page must not look into the console.");
        }
        if (token != null && !isToken(tokenOfQuery) && !isToken(bearer(headers)) && !isToken(cookie(headers))) {
            return new Refusal(
                    401,
                    "The console wants its token. Open the address that the program has printed, with ?token=… in it.");
        }
        return null;
    }

    /** Why not, in words. */
    record Refusal(int status, String reason) {}

    boolean isToken(@Nullable String offered) {
        return token != null
                && offered != null
                && MessageDigest.isEqual(
                        token, offered.getBytes(StandardCharsets.UTF_8)); // takes as long for any offer
    }

    private boolean isOurs(String host) {
        int port = host.startsWith("[") ? host.indexOf(':', host.indexOf(']') + 1) : host.indexOf(':');
        String name = port < 0 ? host : host.substring(0, port);
        if (port >= 0 && !host.substring(port + 1).equals(Integer.toString(bound.getPort()))) {
            return false;
        }
        InetAddress address = bound.getAddress();
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            if (List.of("localhost", "127.0.0.1", "[::1]").contains(name)) {
                return true;
            }
        }
        return address.isAnyLocalAddress()
                ? ADDRESS.matcher(name).matches()
                : name.equals(literal(address))
                        || name.equals(bound.getHostString().toLowerCase(Locale.ROOT));
    }

    static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text.replaceFirst("%.*", "") + "]" : text;
    }

    private static @Nullable String bearer(Headers headers) {
        String value = headers.getFirst("Authorization");
        return value != null && value.startsWith("Bearer ") ? value.substring("Bearer ".length()) : null;
    }

    /** Browsers do not tell cookies of one host from those of another port: so the port is part of the name. */
    String cookieName() {
        return COOKIE + "-" + bound.getPort();
    }

    private @Nullable String cookie(Headers headers) {
        for (String header : headers.getOrDefault("Cookie", List.of())) {
            for (String pair : header.split(";")) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2 && parts[0].equals(cookieName())) {
                    return parts[1];
                }
            }
        }
        return null;
    }
}
