package dev.kyoto.process;

/** The children of this process, those that ended and were not yet waited for included. */
final class Children {
    private Children() {}

    /** Waits until there are none. A zombie stays, until the test's time is up; what another test has killed goes. */
    static void awaitNone() {
        while (ProcessHandle.current().children().findAny().isPresent()) {
            if (Thread.interrupted()) { // by the test's time limit
                throw new AssertionError(
                        "There are still " + ProcessHandle.current().children().toList());
            }
            Thread.yield();
        }
    }
}
