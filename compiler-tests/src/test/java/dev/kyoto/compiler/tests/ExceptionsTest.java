package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.futures.Future;
import java.io.FileNotFoundException;
import java.io.IOException;

class ExceptionsTest {
    @ReadyAndPending
    void awaitInTryCatchAndFinally(Script script) throws Exception {
        Future<String> block = async(() -> {
            String local = script.later("local").await();
            try {
                script.note(script.later("try").await());
                script.failing(new IOException("lost")).await();
                return "unreachable";
            } catch (IOException e) {
                script.note(script.later("catch").await() + e.getMessage());
                return local;
            } finally {
                script.note(script.later("finally").await());
            }
        });
        assertEquals("local", script.run(block));
        script.assertJournal("try", "catchlost", "finally");
    }

    @ReadyAndPending
    void failureIsTheVeryExceptionAndPassesByOtherHandlers(Script script) {
        IOException failure = new FileNotFoundException();
        Future<String> block = async(() -> {
            try {
                return script.<String>failing(failure).await();
            } catch (InterruptedException | IllegalStateException e) {
                return "wrong handler";
            } finally {
                script.note(script.later("finally").await());
            }
        });
        assertSame(failure, assertThrows(FileNotFoundException.class, () -> script.run(block)));
        script.assertJournal("finally");
    }

    @ReadyAndPending
    @SuppressWarnings("finally") // is what is tested
    void finallyOverridesReturn(Script script) throws Exception {
        Future<Integer> block = async(() -> {
            int i = 1;
            while (true) {
                try {
                    return script.later(i).await();
                } finally {
                    if (script.later(i++).await() < 3) {
                        continue;
                    }
                    script.note(i);
                }
            }
        });
        assertEquals(3, script.run(block));
        script.assertJournal("4");
    }

    static final class Resource implements AutoCloseable {
        private final Script script;
        private final String name;

        Resource(Script script, String name) {
            this.script = script;
            this.name = script.note(name);
        }

        @Override
        public void close() throws IOException {
            script.note("-" + name);
            throw new IOException(name);
        }
    }

    @ReadyAndPending
    void tryWithResourcesClosesInReverseAndSuppresses(Script script) {
        Future<String> block = async(() -> {
            try (var a = new Resource(script, script.later("a").await());
                    var b = new Resource(script, script.later("b").await())) {
                script.note(a.name + b.name);
                return script.<String>failing(new IllegalStateException("body")).await();
            }
        });
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> script.run(block));
        script.assertJournal("a", "b", "ab", "-b", "-a");
        assertEquals("b", thrown.getSuppressed()[0].getMessage());
        assertEquals("a", thrown.getSuppressed()[1].getMessage());
    }

    @ReadyAndPending
    void localAssignedInTryAndReadInHandler(Script script) throws Exception {
        Future<String> block = async(() -> {
            String stage = "start";
            try {
                stage = script.later("first").await();
                stage = script.<String>failing(new IOException()).await();
            } catch (IOException e) {
                return stage + script.later("!").await();
            }
            return "unreachable";
        });
        assertEquals("first!", script.run(block));
    }
}
