package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Futures;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of a lock's operations. */
@Tag("model-checking")
class RwLockLincheckTest {
    public static class Operations {
        private final RwLock lock = new RwLock(2);
        private final Seat<RwLock.WriteGuard> write = Seat.ofMany(lock::write, this::keep);
        private final Seat<RwLock.ReadGuard> read = Seat.ofMany(lock::read, guard -> "reading");
        private @Nullable AutoCloseable writing;
        private @Nullable AutoCloseable reading;

        private String keep(RwLock.WriteGuard guard) {
            writing = guard;
            return "writing";
        }

        @Operation(nonParallelGroup = "writer")
        public String pollWrite() throws Exception {
            return writing == null ? write.poll() : "writing already";
        }

        @Operation(nonParallelGroup = "writer")
        public void cancelWrite() {
            write.cancel();
        }

        @Operation(nonParallelGroup = "writer")
        public void closeWriting() throws Exception {
            if (writing != null) {
                writing.close();
                writing = null;
            }
        }

        @Operation(nonParallelGroup = "writer")
        public void downgrade() {
            if (writing instanceof RwLock.WriteGuard guard) {
                writing = guard.downgrade();
            }
        }

        @Operation(nonParallelGroup = "reader")
        public String pollRead() throws Exception {
            return read.poll();
        }

        @Operation(nonParallelGroup = "reader")
        public void cancelRead() {
            read.cancel();
        }

        @Operation(nonParallelGroup = "other")
        public boolean tryRead() {
            reading = lock.tryRead();
            return reading != null;
        }

        @Operation(nonParallelGroup = "other")
        public void closeReading() throws Exception {
            if (reading != null) {
                reading.close();
                reading = null;
            }
        }
    }

    @Test
    void operationsTakeEffectAtOnePoint() {
        Bounds.check(Operations.class);
    }

    @Test
    void writersAndReadersLetEachOtherIn() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var lock = new RwLock(2);
            var written = new int[1];
            Bounds.run(
                    () -> {
                        try (var guard = Futures.blockOn(lock.write())) {
                            written[0]++;
                            guard.downgrade().close();
                        }
                    },
                    () -> {
                        try (var guard = Futures.blockOn(lock.write())) {
                            written[0]++;
                        }
                    },
                    () -> Futures.blockOn(lock.read()).close());
            assertEquals(2, written[0]);
        });
    }
}
