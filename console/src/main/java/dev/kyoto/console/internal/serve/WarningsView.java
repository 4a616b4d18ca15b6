package dev.kyoto.console.internal.serve;

import dev.kyoto.console.internal.observe.Observatory.Observed;
import dev.kyoto.console.internal.warn.Inspector.Found;
import dev.kyoto.console.internal.warn.Warning;

/** All warnings, the worst kinds first. */
final class WarningsView implements View {
    @Override
    public void write(Observed observed, Parameters parameters, Json json) {
        json.array("warnings", observed.inspector().found(), found -> write(found, observed, json));
    }

    static void write(Found found, Observed observed, Json json) {
        Warning warning = found.warning();
        json.object(() -> {
            json.member("kind", warning.kind().name());
            json.member("title", warning.kind().title());
            json.member("task", warning.task());
            json.member("subject", warning.subject());
            json.member("text", warning.text());
            json.member("cure", warning.kind().cure());
            json.member("age", observed.watch().tasks().now() - found.since());
            json.array("stack", warning.stack(), json::value);
        });
    }
}
