package dev.kyoto.internal.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which frames of a stack trace are left when its exception leaves a task. */
class TaskFramesTest {
    private static final String ROOT = "dev.kyoto.internal.scheduler.Task.poll";

    private static List<String> trimmed(String... frames) {
        StackTraceElement[] whole = Arrays.stream(frames)
                .map(frame -> new StackTraceElement(
                        frame.substring(0, frame.lastIndexOf('.')), frame.substring(frame.lastIndexOf('.') + 1), "", 1))
                .toArray(StackTraceElement[]::new);
        return Arrays.stream(TaskFrames.trimmed(whole))
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .toList();
    }

    @Test
    void betweenTwoAwaitsNothingOfKyotosIsLeft() {
        assertEquals(
                List.of("app.Shop.lambda$price$1", "app.Shop.lambda$order$0"),
                trimmed(
                        "app.Shop.lambda$price$1",
                        "app.Shop$async$1.poll",
                        "dev.kyoto.futures.AbstractFuture.poll",
                        "app.Shop.lambda$order$0",
                        "app.Shop$async$0.poll",
                        ROOT,
                        "java.lang.Thread.run"));
    }

    @Test
    void framesAboveTheProgramSayWhereItWasThrown() {
        assertEquals(
                List.of("java.util.List.get", "dev.kyoto.futures.Shared.copy", "app.Shop.order"),
                trimmed("java.util.List.get", "dev.kyoto.futures.Shared.copy", "app.Shop.order", ROOT));
    }

    @Test
    void whoDrivesTheRuntimeIsNoCallerOfTheTask() {
        assertEquals(List.of("app.Shop.order"), trimmed("app.Shop.order", ROOT, "app.Main.main"));
    }

    @Test
    void programsOfKyotosOwnArePrograms() {
        assertEquals(
                List.of("dev.kyoto.redis.Server.serve", "java.util.List.forEach", "dev.kyoto.redis.Server.accept"),
                trimmed(
                        "dev.kyoto.redis.Server.serve",
                        "dev.kyoto.net.TcpStream.poll",
                        "java.util.List.forEach",
                        "dev.kyoto.redis.Server.accept",
                        "dev.kyoto.Kyoto.run"));
    }
}
