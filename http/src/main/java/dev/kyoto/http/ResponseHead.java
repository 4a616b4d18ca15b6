package dev.kyoto.http;

/** What a response begins with. The second digit of its version is 0 or more; its first is 1. */
record ResponseHead(int status, int minorVersion, Headers headers) {
    boolean isInterim() {
        return status < 200;
    }

    /** Whether the connection may be used again. */
    boolean keepsAlive() {
        return minorVersion == 0
                ? headers.lists("Connection", "keep-alive") && !headers.lists("Connection", "close")
                : !headers.lists("Connection", "close");
    }
}
