package dev.kyoto.dump;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.join;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.kyoto.Runtime;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.sync.Mutex;
import dev.kyoto.time.VirtualClock;
import java.io.StringReader;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The JSON of a dump, read back by somebody else's parser. */
class DumpJsonTest {
    private static final String HOSTILE =
            "quote \" backslash \\ line\n tab\t nul\0 half \ud800 whole \ud83d\ude00 \u2028 …";

    private static JsonObject parse(String json) {
        JsonReader reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
        return JsonParser.parseReader(reader).getAsJsonObject();
    }

    @Test
    void everythingOfADumpComesBack() throws Exception {
        try (Runtime runtime = Runtime.builder()
                .name(HOSTILE)
                .currentThread()
                .clock(new VirtualClock())
                .build()) {
            Mutex mutex = new Mutex();
            runtime.spawn("holder", async(() -> {
                try (var guard = mutex.lock().await()) {
                    pending().await();
                }
            }));
            runtime.blockOn(yieldNow());
            runtime.spawn("waiting", async(() -> join(mutex.lock(), pending()).await()));
            runtime.spawn("twice", async(() -> {
                Mutex own = new Mutex();
                try (var outer = own.lock().await();
                        var inner = own.lock().await()) {
                    yieldNow().await();
                }
            }));
            for (int i = 0; i < 5; i++) {
                runtime.blockOn(yieldNow());
            }
            RuntimeDump dump = runtime.dump();
            assertEquals(1, dump.deadlocks().size());

            JsonObject json = parse(dump.toJson());

            assertEquals(HOSTILE, json.get("runtime").getAsString());
            assertEquals(dump.takenAt().toString(), json.get("takenAt").getAsString());
            assertEquals(dump.closing(), json.get("closing").getAsBoolean());
            assertEquals(dump.liveTasks(), json.get("liveTasks").getAsInt());
            assertEquals(dump.omitted(), json.get("omitted").getAsInt());
            all(dump.tasks(), json.get("tasks"), DumpJsonTest::assertTask);
            all(dump.workers(), json.get("workers"), DumpJsonTest::assertWorker);
            all(
                    dump.deadlocks().get(0).waits(),
                    json.getAsJsonArray("deadlocks").get(0).getAsJsonObject().get("waits"),
                    (wait, of) -> {
                        assertEquals(wait.task(), of.get("task").getAsLong());
                        assertEquals(wait.name(), of.get("name").getAsString());
                        assertResource(wait.resource(), of.get("resource"));
                        assertPosition(wait.at(), of.get("at"));
                        assertPosition(wait.heldAt(), of.get("heldAt"));
                    });
        }
    }

    private static <E> void all(List<E> elements, JsonElement json, BiConsumer<E, JsonObject> same) {
        JsonArray array = json.getAsJsonArray();
        assertEquals(elements.size(), array.size());
        for (int i = 0; i < elements.size(); i++) {
            same.accept(elements.get(i), array.get(i).getAsJsonObject());
        }
    }

    private static void assertTask(TaskDump task, JsonObject json) {
        assertEquals(task.id(), json.get("id").getAsLong());
        assertEquals(task.name(), json.get("name").getAsString());
        assertEquals(task.spawnSite(), json.get("spawnSite").getAsString());
        assertEquals(task.state().name(), json.get("state").getAsString());
        assertEquals(task.worker(), json.get("worker").getAsInt());
        assertEquals(task.age().toNanos(), json.get("age").getAsLong());
        assertEquals(task.polls(), json.get("polls").getAsLong());
        assertTree(task.awaits(), json.getAsJsonObject("awaits"));
    }

    private static void assertTree(AwaitTree tree, JsonObject json) {
        assertEquals(tree.what(), json.get("what").getAsString());
        assertEquals(tree.state().name(), json.get("state").getAsString());
        assertEquals(tree.needs().name(), json.get("needs").getAsString());
        assertPosition(tree.position(), json.get("position"));
        assertEquals(tree.resource() == null, json.get("resource") == null);
        if (tree.resource() != null) {
            assertResource(tree.resource(), json.get("resource"));
        }
        all(tree.held(), json.get("held"), (held, of) -> assertResource(held, of));
        all(tree.awaited(), json.get("awaited"), DumpJsonTest::assertTree);
    }

    private static void assertResource(Resource resource, JsonElement element) {
        JsonObject json = element.getAsJsonObject();
        assertEquals(resource.kind(), json.get("kind").getAsString());
        assertEquals(resource.id(), json.get("id").getAsLong());
        assertEquals(resource.details(), json.get("details").getAsString());
        assertEquals(resource.needsHolders(), json.get("needsHolders").getAsBoolean());
        all(resource.holders(), json.get("holders"), (holder, of) -> {
            assertEquals(holder.task(), of.get("task").getAsLong());
            assertEquals(holder.name(), of.get("name").getAsString());
        });
    }

    private static void assertPosition(@Nullable StackTraceElement position, @Nullable JsonElement json) {
        assertEquals(position == null, json == null);
        if (position != null) {
            JsonObject of = json.getAsJsonObject();
            assertEquals(position.getClassName(), of.get("class").getAsString());
            assertEquals(position.getMethodName(), of.get("method").getAsString());
            assertEquals(position.getLineNumber(), of.get("line").getAsInt());
            assertEquals(position.getFileName(), of.get("file").getAsString());
        }
    }

    private static void assertWorker(WorkerDump worker, JsonObject json) {
        assertEquals(worker.index(), json.get("index").getAsInt());
        assertEquals(worker.state().name(), json.get("state").getAsString());
        assertEquals(worker.task(), json.get("task").getAsLong());
        assertEquals(worker.polls(), json.get("polls").getAsLong());
        assertEquals(worker.thread() != null, json.has("thread"));
    }

    @Test
    void halfASurrogateIsEscaped() {
        String json = new Json().value("\ud800").toString();

        assertEquals("\"\\ud800\"", json);
        assertFalse(new Json().value("\ud83d\ude00").toString().contains("\\"));
        assertTrue(new Json().value("a\u2028b").toString().contains("\\u2028"));
    }
}
