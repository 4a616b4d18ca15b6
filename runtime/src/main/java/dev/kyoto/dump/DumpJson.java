package dev.kyoto.dump;

import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Resource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link RuntimeDump#toJson}, where the form is described. */
final class DumpJson {
    private final Json json = new Json();

    String write(RuntimeDump dump) {
        json.beginObject();
        json.name("runtime").value(dump.runtime());
        json.name("takenAt").value(dump.takenAt().toString());
        json.name("closing").value(dump.closing());
        json.name("liveTasks").value(dump.liveTasks());
        json.name("omitted").value(dump.omitted());
        array("deadlocks", dump.deadlocks(), this::deadlock);
        array("workers", dump.workers(), this::worker);
        array("blockingJobs", dump.blockingJobs(), this::job);
        array("tasks", dump.tasks(), this::task);
        json.endObject();
        return json.toString();
    }

    private void deadlock(Deadlock deadlock) {
        json.beginObject();
        array("waits", deadlock.waits(), this::waiting);
        json.endObject();
    }

    private void waiting(Deadlock.Wait wait) {
        json.beginObject();
        json.name("task").value(wait.task());
        json.name("name").value(wait.name());
        json.name("resource");
        resource(wait.resource());
        position("at", wait.at());
        position("heldAt", wait.heldAt());
        json.endObject();
    }

    private void worker(WorkerDump worker) {
        json.beginObject();
        json.name("index").value(worker.index());
        json.name("state").value(worker.state().name());
        text("thread", worker.thread());
        json.name("task").value(worker.task());
        json.name("inPoll").value(worker.inPoll().toNanos());
        json.name("queued").value(worker.queued());
        json.name("polls").value(worker.polls());
        thread(worker.threadState(), worker.lock(), worker.stack());
        json.endObject();
    }

    private void job(BlockingJobDump job) {
        json.beginObject();
        json.name("id").value(job.id());
        json.name("name").value(job.name());
        json.name("thread").value(job.thread());
        json.name("runsFor").value(job.runsFor().toNanos());
        thread(job.threadState(), job.lock(), job.stack());
        json.endObject();
    }

    private void thread(Thread.@Nullable State state, @Nullable String lock, List<StackTraceElement> stack) {
        text("threadState", state == null ? null : state.name());
        text("lock", lock);
        array("stack", stack, this::position);
    }

    private void task(TaskDump task) {
        json.beginObject();
        json.name("id").value(task.id());
        json.name("name").value(task.name());
        json.name("spawnSite").value(task.spawnSite());
        json.name("state").value(task.state().name());
        json.name("worker").value(task.worker());
        json.name("age").value(task.age().toNanos());
        json.name("polls").value(task.polls());
        json.name("awaits");
        tree(task.awaits());
        json.endObject();
    }

    private void tree(AwaitTree tree) {
        json.beginObject();
        json.name("what").value(tree.what());
        position("position", tree.position());
        json.name("state").value(tree.state().name());
        json.name("needs").value(tree.needs().name());
        Resource resource = tree.resource();
        if (resource != null) {
            json.name("resource");
            resource(resource);
        }
        array("held", tree.held(), this::resource);
        array("awaited", tree.awaited(), this::tree);
        json.endObject();
    }

    private void resource(Resource resource) {
        json.beginObject();
        json.name("kind").value(resource.kind());
        json.name("id").value(resource.id());
        json.name("details").value(resource.details());
        json.name("needsHolders").value(resource.needsHolders());
        array("holders", resource.holders(), holder -> {
            json.beginObject();
            json.name("task").value(holder.task());
            json.name("name").value(holder.name());
            json.endObject();
        });
        json.endObject();
    }

    private void position(String name, @Nullable StackTraceElement position) {
        if (position != null) {
            json.name(name);
            position(position);
        }
    }

    private void position(StackTraceElement position) {
        json.beginObject();
        json.name("class").value(position.getClassName());
        json.name("method").value(position.getMethodName());
        text("file", position.getFileName());
        json.name("line").value(position.getLineNumber());
        json.endObject();
    }

    private void text(String name, @Nullable String text) {
        if (text != null) {
            json.name(name).value(text);
        }
    }

    private <E> void array(String name, List<E> elements, Consumer<E> each) {
        json.name(name).beginArray();
        elements.forEach(each);
        json.endArray();
    }
}
