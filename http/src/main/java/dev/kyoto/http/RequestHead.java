package dev.kyoto.http;

/** What a request begins with. The second digit of its version is 0 or more; its first is 1. */
record RequestHead(String method, String target, int minorVersion, Headers headers) {
    /** Stands for one that could not be read, and is answered all the same. */
    static final RequestHead UNREADABLE = new RequestHead("GET", "/", 1, Headers.empty());

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether who sent it reads another response on the same connection. */
    boolean keepsAlive() {
        return minorVersion == 0
                ? headers.lists("Connection", "keep-alive") && !headers.lists("Connection", "close")
                : !headers.lists("Connection", "close");
    }

    boolean expectsContinue() {
        return minorVersion > 0 && headers.lists("Expect", "100-continue");
    }
}
