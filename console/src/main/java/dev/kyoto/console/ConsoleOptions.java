package dev.kyoto.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Console} listens, and what it asks of those who look.
 *
 * @param host a name or an address of this machine; {@code 0.0.0.0} for all of them
 * @param port 0 for any that is free
 * @param token what who looks must bring; null, which is only possible at an address that no other machine reaches, for nothing
 */
public record ConsoleOptions(
        String host, int port, @Nullable String token) {
    private static final int TOKEN_BYTES = 16;

    /** Shorter ones can be guessed. */
    private static final int LEAST_TOKEN_LENGTH = 16;

    /** 127.0.0.1 and {@link Console#DEFAULT_PORT}, without a token. */
    public static final ConsoleOptions DEFAULT = new ConsoleOptions("127.0.0.1", Console.DEFAULT_PORT, null);

    public ConsoleOptions {
        Objects.requireNonNull(host, "host");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + port + ".");
        }
        if (token != null && !token.matches("[A-Za-z0-9._~-]{" + LEAST_TOKEN_LENGTH + ",}")) {
            throw new IllegalArgumentException("A token has at least " + LEAST_TOKEN_LENGTH
                    + " characters, of A–Z a–z 0–9 . _ ~ -. Let withRandomToken() make one.");
        }
    }

    /**
     * {@code host:port}, {@code host}, or {@code port}; of 127.0.0.1 and {@link Console#DEFAULT_PORT} what is left out. With a random
     * token unless the host is this machine's loopback. An empty text and {@code true} are {@link #DEFAULT}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static ConsoleOptions parse(String text) {
        if (text.isEmpty() || text.equals("true")) {
            return DEFAULT;
        }
        int colon = text.lastIndexOf(':');
        boolean onlyHost = colon < 0 && !text.matches("\\d+") || text.endsWith("]");
        String host = onlyHost ? text : colon < 0 ? DEFAULT.host : text.substring(0, colon);
        String port = onlyHost ? Integer.toString(DEFAULT.port) : text.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (!port.matches("\\d{1,5}") || host.isEmpty()) {
            throw new IllegalArgumentException(
                    "kyoto.console is to be a port, a host, or host:port, such as 127.0.0.1:6670, not \"" + text
                            + "\".");
        }
        ConsoleOptions options = new ConsoleOptions(host, Integer.parseInt(port), null);
        return options.isLoopback() ? options : options.withRandomToken();
    }

    public ConsoleOptions withHost(String host) {
        return new ConsoleOptions(host, port, token);
    }

    public ConsoleOptions withPort(int port) {
        return new ConsoleOptions(host, port, token);
    }

    public ConsoleOptions withToken(@Nullable String token) {
        return new ConsoleOptions(host, port, token);
    }

    /** With 128 random bits as the token. */
    public ConsoleOptions withRandomToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return withToken(HexFormat.of().formatHex(random));
    }

    /** @throws IllegalArgumentException if other machines could reach it, and there is no token */
    InetSocketAddress resolve() throws UnknownHostException {
        InetAddress address = InetAddress.getByName(host);
        if (token == null && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "At " + host + " other machines can reach the console: that wants a token. Use"
                            + " withRandomToken(), or the address 127.0.0.1.");
        }
        return new InetSocketAddress(address, port);
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false; // to be found out when it is bound
        }
    }

    /** Without the token, which is a secret. */
    @Override
    public String toString() {
        return host + ":" + port + (token == null ? "" : ", with a token");
    }
}
