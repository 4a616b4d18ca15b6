package dev.kyoto.compiler.tests.harness;

import java.io.IOException;

/** What an await of a construct fails with when it is that await's turn to fail. */
public final class Injected extends IOException {
    private static final long serialVersionUID = 1L;

    public Injected(int await) {
        super("await " + await + " fails");
    }
}
