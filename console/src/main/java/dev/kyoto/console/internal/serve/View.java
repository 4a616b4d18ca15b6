package dev.kyoto.console.internal.serve;

import dev.kyoto.console.internal.observe.Observatory.Observed;

/** One of the things that a page can show. */
interface View {
    /** Writes its members into the object that was begun. */
    void write(Observed observed, Parameters parameters, Json json);
}
