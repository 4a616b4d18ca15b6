package dev.kyoto.http;

import java.util.Locale;

/** Whom a connection leads to. Addresses that differ in what counts for nothing are the same origin. */
record Origin(boolean isEncrypted, String host, int port) {
    /** @throws IllegalArgumentException if the address has no host, or no port that can be one */
    static Origin of(Request request) {
        Target target = request.parsedTarget();
        String authority = target.authority();
        if (authority == null) {
            throw new IllegalArgumentException("A client has to be told where to connect to: the target of \"" + request
                    + "\" begins with http://host.");
        }
        boolean isEncrypted = "https".equals(target.scheme());
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']'); // there are colons in an IPv6 address
        String host = hasPort ? authority.substring(0, colon) : authority;
        int port = hasPort ? port(authority, colon + 1) : isEncrypted ? 443 : 80;
        if (host.isEmpty() || host.indexOf(':') >= 0 && !host.startsWith("[")) {
            throw new IllegalArgumentException(
                    "\"" + authority + "\" is no host, or an IPv6 address without brackets.");
        }
        return new Origin(isEncrypted, host.toLowerCase(Locale.ROOT), port);
    }

    private static int port(String authority, int start) {
        try {
            int port = Integer.parseInt(authority, start, authority.length(), 10);
            if (port > 0 && port < 1 << 16) {
                return port;
            }
        } catch (NumberFormatException e) {
            // as below
        }
        throw new IllegalArgumentException("The port of \"" + authority + "\" is no number from 1 to 65535.");
    }

    @Override
    public String toString() {
        return (isEncrypted ? "https://" : "http://") + host + ":" + port;
    }
}
