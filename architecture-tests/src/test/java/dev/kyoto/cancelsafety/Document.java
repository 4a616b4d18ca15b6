package dev.kyoto.cancelsafety;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** docs/cancel-safety.md. */
final class Document {
    private static final String HEAD = """
            # What dropping does

            A future that loses a `select`, runs into its `timeout` or belongs to a task that is aborted is *dropped*: it ends where
            it stands. Often it would have been ready at its next poll: the permit is granted, the message is in the queue, the
            time has come. This is what becomes of it then, for whatever in Kyoto gives a future or a stream.

            The second column is about a `select` in a loop. A future that is *safe* can be made anew in each turn: to drop it and to
            make it again equals doing nothing. One that is not is made before the loop and `pin`ned, or loses what is said there; the
            compiler warns of it. What is made of futures or blocks is as safe as these; a block that was begun begins anew. Of a
            stream it is a dropped `next()` that is safe; closed, the stream loses what it holds.

            Each line is shown by tests, which `architecture-tests/src/test/resources/cancel-safety.txt` names; this document is
            made of it. A method without a line there fails the build.
            """;

    private Document() {}

    static String of(List<Drops> rows, List<FutureMethod> methods) {
        StringBuilder document = new StringBuilder(HEAD);
        String section = "";
        for (Drops row : rows) {
            if (!row.section().equals(section)) {
                section = row.section();
                document.append("\n## ")
                        .append(section)
                        .append("\n\n| Method | In a loop of `select` | Dropped though ready |\n|---|---|---|\n");
            }
            document.append(line(row, methods));
        }
        return document.toString();
    }

    private static String line(Drops row, List<FutureMethod> methods) {
        Set<String> inALoop = methods.stream()
                .filter(row::names)
                .map(Document::inALoop)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (inALoop.size() != 1) {
            throw new IllegalArgumentException(
                    "The methods of a row are alike in a loop; these are not: " + row.methods() + " are " + inALoop);
        }
        String names = row.methods().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return "| " + names + " | " + inALoop.iterator().next() + " | " + row.effect() + " |\n";
    }

    private static String inALoop(FutureMethod method) {
        if (method.isUnsafe()) {
            return "`pin`, or lose " + method.whatIsLost();
        } else if (method.isSafe() || method.givesStream()) {
            return "safe";
        }
        return method.isEager() ? "`pin`, for a handle is used once" : "as what it is made of";
    }
}
