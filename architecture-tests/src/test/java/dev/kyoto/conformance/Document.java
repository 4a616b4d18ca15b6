package dev.kyoto.conformance;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** docs/conformance.md. */
final class Document {
    private static final String HEAD = """
            # What Tokio's tests ask of Kyoto

            Tokio is the runtime that Kyoto learns from, and its integration tests are the sharpest list there is of what such a
            runtime has to do. Here is that list, behaviour by behaviour in our own words: which of Tokio's tests asks for it, and
            which test of Kyoto's shows it; or why the question does not arise in Java; or where Kyoto decided otherwise; or that
            it is missing.

            The list was drawn up against Tokio 1.24.2: it has every test of that version's files `sync_*`, `time_*`, `task_*`,
            `rt_*` and `macros_*`, and of a few smaller files. Tests that were added since, up to 2026, are listed where they could be
            read: those of channels, `SetOnce`, `Notify`, intervals, `JoinSet`, task hooks, runtime handles and `join!`. Of
            `tokio-stream` and `tokio-util` (`sync`, `task`, `time`) it has the files named below, as they were in 2025 and 2026. So it
            is not the state of one commit, and newer tests of Tokio may not be on it. I/O, processes and signals are left out.

            Behaviours that several tests of Tokio ask in variants (bounded and unbounded, one runtime and the other) share a line;
            the totals count Tokio's tests. That the tests named here exist and are not switched off is checked by
            `ConformanceTest`; that they pass, by the build that runs them.

            To edit: the rows are `architecture-tests/src/test/resources/conformance/*.txt`. This document is made of them:
            `mvn -pl architecture-tests -am test -Dtest=ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false` writes
            `architecture-tests/target/conformance.md`, which is copied here.

            """;

    private Document() {}

    static String of(List<Group> groups) {
        StringBuilder document = new StringBuilder(HEAD);
        document.append(totals(groups));
        for (Group group : groups) {
            document.append("\n## ").append(group.title()).append('\n');
            for (Map.Entry<String, List<Row>> file : group.files().entrySet()) {
                document.append("\n### `")
                        .append(file.getKey())
                        .append("`\n\n| Behaviour | Tokio's tests | Kyoto |\n|---|---|---|\n");
                file.getValue().forEach(row -> document.append(row.describe()));
            }
        }
        return document.toString();
    }

    private static String totals(List<Group> groups) {
        StringBuilder table = new StringBuilder(
                        "| Tokio's tests | All | Not in Java | Otherwise | Covered | Missing | Covered of what applies |\n")
                .append("|---|--:|--:|--:|--:|--:|--:|\n");
        for (Group group : groups) {
            table.append(line(group.title(), List.of(group)));
        }
        return table.append(line("**Together**", groups)).toString();
    }

    private static String line(String title, List<Group> groups) {
        int covered = sum(groups, Verdict.Covered.class);
        int missing = sum(groups, Verdict.Missing.class);
        return String.format(
                        Locale.ROOT,
                        "| %s | %d | %d | %d | %d | %d | %.1f %% |%n",
                        title,
                        sum(groups, Verdict.class),
                        sum(groups, Verdict.Inapplicable.class),
                        sum(groups, Verdict.Otherwise.class),
                        covered,
                        missing,
                        Group.coverage(covered, missing))
                .replace("\r\n", "\n");
    }

    private static int sum(List<Group> groups, Class<? extends Verdict> kind) {
        return groups.stream().mapToInt(group -> group.count(kind)).sum();
    }
}
