package dev.kyoto.console.internal.serve;

import dev.kyoto.console.internal.observe.Observatory;
import dev.kyoto.console.internal.observe.Observatory.Observed;
import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.console.internal.watch.RuntimeWatch.Pulse;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a page gets for a request: the program, its runtimes, the strip that every view has, and the one view that it shows. One
 * answer a second holds everything, so that no two parts of a page are from different moments.
 *
 * <pre>
 * /look?runtime=NAME&amp;view=tasks|task|resources|workers|cancellations|warnings&amp;…
 * </pre>
 *
 * <p>Times are in nanoseconds, rates per second, and histories one reading a second, the oldest first.
 */
public final class Answers {
    /** Another one after a restart: then the page begins anew. */
    private final String instance = UUID.randomUUID().toString();

    private final long pid = ProcessHandle.current().pid();
    private final long begun = ManagementFactory.getRuntimeMXBean().getStartTime();
    private final String command = command();
    private final Observatory observatory;
    private final Map<String, View> views;

    public Answers(Observatory observatory) {
        this.observatory = observatory;
        this.views = Map.of(
                "tasks", new TasksView(),
                "task", new TaskView(),
                "resources", new ResourcesView(),
                "workers", new WorkersView(),
                "cancellations", new CancellationsView(observatory.drops()),
                "warnings", new WarningsView());
    }

    /** The main class or jar, without its folders and arguments, which are nobody's business. */
    private static String command() {
        String whole = System.getProperty("sun.java.command", "");
        String first = whole.strip().split(" ", 2)[0];
        return first.isEmpty() ? "a Java program" : first.substring(first.lastIndexOf('/') + 1);
    }

    /** JSON, in UTF-16. */
    public String answer(Map<String, String> query) {
        Parameters parameters = new Parameters(query);
        List<Observed> all = observatory.observed();
        Observed shown = shown(all, parameters.text("runtime"));
        Json json = new Json();
        json.object(() -> {
            json.member("instance", instance);
            json.object("program", () -> program(json));
            json.array(
                    "runtimes",
                    all,
                    one -> json.object(() -> {
                        json.member("name", one.watch().runtime().toString());
                        json.member("live", one.watch().pulse().live());
                        json.member("ended", one.hasEnded());
                    }));
            if (shown != null) {
                shown.watch().dumps().somebodyLooks();
                json.object("overview", () -> overview(shown, json));
                View view = views.get(parameters.text("view"));
                if (view != null) {
                    json.object("view", () -> {
                        json.member("name", parameters.text("view"));
                        view.write(shown, parameters, json);
                    });
                }
            }
        });
        return json.toString();
    }

    /** The one with this name; else the one with the most tasks, which is the one that matters. */
    private static @Nullable Observed shown(List<Observed> all, String name) {
        Observed most = null;
        for (Observed one : all) {
            if (one.watch().runtime().toString().equals(name)) {
                return one;
            }
            if (most == null
                    || one.watch().pulse().live() > most.watch().pulse().live()) {
                most = one;
            }
        }
        return most;
    }

    private void program(Json json) {
        json.member("command", command);
        json.member("pid", pid);
        json.member("java", java.lang.Runtime.version().feature());
        json.member("uptime", (System.currentTimeMillis() - begun) * 1_000_000);
    }

    private static void overview(Observed observed, Json json) {
        RuntimeWatch watch = observed.watch();
        Pulse pulse = watch.pulse();
        json.member("runtime", watch.runtime().toString());
        json.member("ended", observed.hasEnded());
        json.member("oneOf", watch.tasks().oneOf());
        json.member("watched", watch.tasks().live().size());
        json.member("live", pulse.live());
        json.member("polls", pulse.polls());
        json.member("spawns", pulse.spawns());
        json.member("busy", pulse.busy());
        json.member("workers", pulse.posts());
        json.member("blocked", pulse.blocked());
        json.member("warnings", observed.inspector().found().size());
        json.member("injected", watch.metrics().injectionQueueDepth());
        json.member("blockingActive", watch.metrics().blockingActive());
        json.member("blockingQueued", watch.metrics().blockingQueued());
        json.object("history", () -> {
            json.member("live", watch.liveHistory());
            json.member("polls", watch.pollHistory());
            json.member("spawns", watch.spawnHistory());
            json.member("busy", watch.busyHistory());
        });
    }
}
