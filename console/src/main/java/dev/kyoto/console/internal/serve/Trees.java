package dev.kyoto.console.internal.serve;

import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Resource;
import org.jspecify.annotations.Nullable;

/** Await trees, resources and lines of the program, as a page gets them. */
final class Trees {
    private Trees() {}

    static void write(AwaitTree tree, Json json) {
        json.member("what", tree.what());
        position("position", tree.position(), json);
        json.member("state", tree.state().name());
        Resource resource = tree.resource();
        if (resource != null) {
            json.object("resource", () -> write(resource, json));
        }
        if (!tree.held().isEmpty()) {
            json.array("held", tree.held(), held -> json.object(() -> write(held, json)));
        }
        if (!tree.awaited().isEmpty()) {
            json.array("awaited", tree.awaited(), child -> json.object(() -> write(child, json)));
        }
    }

    private static void write(Resource resource, Json json) {
        json.member("kind", resource.kind());
        json.member("id", resource.id());
        json.member("details", resource.details());
        json.array(
                "holders",
                resource.holders(),
                holder -> json.object(() -> {
                    json.member("task", holder.task());
                    json.member("name", holder.name());
                }));
    }

    static void position(String name, @Nullable StackTraceElement position, Json json) {
        if (position != null) {
            json.object(name, () -> position(position, json));
        }
    }

    static void position(StackTraceElement position, Json json) {
        json.member("class", position.getClassName());
        json.member("method", position.getMethodName());
        json.member("file", position.getFileName());
        json.member("line", position.getLineNumber());
    }
}
