package dev.kyoto.redis.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.store.SetOptions.When;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DbTest {
    private static final Bytes KEY = Bytes.of("key");
    private static final Bytes OTHER = Bytes.of("other");
    private static final Bytes ONE = Bytes.of("1");
    private static final Bytes TWO = Bytes.of("2");

    private final AtomicLong now = new AtomicLong(1000);
    private int earlierDeadlines;
    private final Db db = new Db(now::get, () -> earlierDeadlines++);

    @Test
    void keyEndsAtItsDeadlineAndNotBefore() {
        setUntil(KEY, 2000);

        now.set(1999);
        assertEquals(ONE, db.get(KEY));
        now.set(2000);
        assertNull(db.get(KEY));
    }

    @Test
    void askingForAnEndedKeyFreesIt() {
        setUntil(KEY, 2000);
        now.set(2000);

        db.get(KEY);

        assertEquals(0, db.size());
        assertEquals(Db.NO_DEADLINE, db.nextDeadline());
        assertEquals(1, db.statistics().expired());
    }

    @Test
    void setTakesTheDeadlineAway() {
        setUntil(KEY, 2000);

        db.set(KEY, TWO);

        now.set(5000);
        assertEquals(TWO, db.get(KEY));
        assertEquals(Db.NO_DEADLINE, db.nextDeadline());
    }

    @Test
    void setKeepsTheDeadlineWhenAskedTo() {
        setUntil(KEY, 2000);

        db.set(KEY, TWO, new SetOptions(When.ALWAYS, true, Db.NO_DEADLINE));

        assertEquals(TWO, db.get(KEY));
        assertEquals(2000, db.deadline(KEY));
    }

    @Test
    void conditionalSetTellsWhetherItStoredAndWhatWasThere() {
        SetOptions ifAbsent = new SetOptions(When.IF_ABSENT, false, Db.NO_DEADLINE);
        SetOptions ifPresent = new SetOptions(When.IF_PRESENT, false, Db.NO_DEADLINE);

        assertEquals(new Db.SetResult(false, null), db.set(KEY, ONE, ifPresent));
        assertEquals(new Db.SetResult(true, null), db.set(KEY, ONE, ifAbsent));
        assertEquals(new Db.SetResult(false, ONE), db.set(KEY, TWO, ifAbsent));
        assertEquals(new Db.SetResult(true, ONE), db.set(KEY, TWO, ifPresent));
        assertEquals(TWO, db.get(KEY));
    }

    @Test
    void endedKeyCountsAsAbsent() {
        setUntil(KEY, 2000);
        now.set(2000);

        assertTrue(db.set(KEY, TWO, new SetOptions(When.IF_ABSENT, false, Db.NO_DEADLINE))
                .stored());
    }

    @Test
    void deadlineInThePastDeletesTheKey() {
        db.set(KEY, ONE);

        assertTrue(db.expireAt(KEY, 1000, ExpireCondition.ALWAYS));

        assertEquals(0, db.size());
    }

    @Test
    void expireConditionsHoldOrNot() {
        ExpireCondition ifNone = new ExpireCondition(true, false, false, false);
        ExpireCondition ifAny = new ExpireCondition(false, true, false, false);
        ExpireCondition ifLater = new ExpireCondition(false, false, true, false);
        ExpireCondition ifEarlier = new ExpireCondition(false, false, false, true);
        db.set(KEY, ONE);

        assertFalse(db.expireAt(KEY, 3000, ifAny));
        assertFalse(db.expireAt(KEY, 3000, ifLater)); // no deadline is the latest of all
        assertTrue(db.expireAt(KEY, 3000, ifEarlier));
        assertFalse(db.expireAt(KEY, 4000, ifNone));
        assertFalse(db.expireAt(KEY, 4000, ifEarlier));
        assertTrue(db.expireAt(KEY, 4000, ifLater));
        assertTrue(db.expireAt(KEY, 3500, ifAny));
        assertEquals(3500, db.deadline(KEY));
        assertFalse(db.expireAt(OTHER, 3500, ExpireCondition.ALWAYS));
    }

    @Test
    void persistTakesTheDeadlineBack() {
        setUntil(KEY, 2000);

        assertTrue(db.persist(KEY));
        assertFalse(db.persist(KEY));

        now.set(3000);
        assertEquals(ONE, db.get(KEY));
    }

    @Test
    void onlyAnEarlierDeadlineIsTold() {
        setUntil(KEY, 3000);
        assertEquals(1, earlierDeadlines);
        setUntil(OTHER, 4000);
        assertEquals(1, earlierDeadlines);
        db.expireAt(OTHER, 2000, ExpireCondition.ALWAYS);
        assertEquals(2, earlierDeadlines);
        db.expireAt(OTHER, 2500, ExpireCondition.ALWAYS);
        assertEquals(2, earlierDeadlines);
        assertEquals(2500, db.nextDeadline());
    }

    @Test
    void purgeFreesWhatHasEndedInBoundedSteps() {
        for (int i = 0; i < 10; i++) {
            setUntil(Bytes.of("k" + i), 2000 + i);
        }
        now.set(2007);

        assertEquals(5, db.purge(5));
        assertEquals(3, db.purge(5));
        assertEquals(0, db.purge(5));

        assertEquals(2, db.size());
        assertEquals(2008, db.nextDeadline());
    }

    @Test
    void addCountsFromZeroAndKeepsTheDeadline() throws Exception {
        assertEquals(5, db.add(KEY, 5));
        db.expireAt(KEY, 2000, ExpireCondition.ALWAYS);
        assertEquals(-2, db.add(KEY, -7));

        assertEquals(Bytes.of("-2"), db.get(KEY));
        assertEquals(2000, db.deadline(KEY));
    }

    @Test
    void addRefusesOverflowAndWhatIsNoNumber() {
        db.set(KEY, Bytes.of(Long.toString(Long.MAX_VALUE)));
        db.set(OTHER, Bytes.of("ten"));

        assertThrows(ErrorReply.class, () -> db.add(KEY, 1));
        assertThrows(ErrorReply.class, () -> db.add(OTHER, 1));

        assertEquals(Bytes.of(Long.toString(Long.MAX_VALUE)), db.get(KEY));
        assertEquals(Bytes.of("ten"), db.get(OTHER));
    }

    @Test
    void appendingLeavesEarlierValuesAlone() throws Exception {
        StringBuilder expected = new StringBuilder();
        Bytes snapshot = Bytes.EMPTY;
        for (int i = 0; i < 1000; i++) {
            db.append(KEY, Bytes.of("part" + i), 1 << 20);
            expected.append("part").append(i);
            if (i == 500) {
                snapshot = db.get(KEY);
            }
        }

        assertEquals(Bytes.of(expected.toString()), db.get(KEY));
        assertEquals(Bytes.of(expected.substring(0, expected.indexOf("part501"))), snapshot);
    }

    @Test
    void appendAfterSetDoesNotWriteIntoTheOldValue() throws Exception {
        db.append(KEY, Bytes.of("a"), 100);
        db.append(KEY, Bytes.of("b"), 100);
        Bytes before = db.get(KEY);
        db.set(KEY, Bytes.of("x"));
        db.append(KEY, Bytes.of("y"), 100);

        assertEquals(Bytes.of("ab"), before);
        assertEquals(Bytes.of("xy"), db.get(KEY));
    }

    @Test
    void appendRefusesWhatGrowsTooLong() {
        db.set(KEY, Bytes.of("12345"));

        assertThrows(ErrorReply.class, () -> db.append(KEY, Bytes.of("67"), 6));

        assertEquals(Bytes.of("12345"), db.get(KEY));
    }

    @Test
    void manyKeysAreReadSetAndDeletedAtOnce() {
        db.setAll(new Bytes[] {KEY, ONE, OTHER, TWO, KEY, TWO});

        assertArrayEquals(new Bytes[] {TWO, null, TWO}, db.getAll(new Bytes[] {KEY, ONE, OTHER}));
        assertEquals(3, db.count(new Bytes[] {KEY, KEY, OTHER, ONE}));
        assertEquals(1, db.deleteAll(new Bytes[] {KEY, KEY, ONE}));
        assertEquals(TWO, db.getAndDelete(OTHER));
        assertNull(db.getAndDelete(OTHER));
        assertEquals(0, db.size());
    }

    @Test
    void scanReturnsEachKeyOnceAndNoEndedOnes() {
        Set<Bytes> living = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Bytes key = Bytes.of("k" + i);
            if (i % 3 == 0) {
                setUntil(key, 2000);
            } else {
                db.set(key, ONE);
                living.add(key);
            }
        }
        now.set(2000);

        Set<Bytes> found = new HashSet<>();
        long cursor = 0;
        do {
            Db.ScanPage page = db.scan(cursor, 10);
            page.keys().forEach(key -> assertTrue(found.add(key)));
            cursor = page.cursor();
        } while (cursor != 0);

        assertEquals(living, found);
    }

    @Test
    void scanWithANumberThatIsNoCursorEnds() {
        db.set(KEY, ONE);

        assertEquals(0, db.scan(-1, 10).cursor());
        assertEquals(0, db.scan(1L << 40, 10).cursor());
    }

    @Test
    void clearForgetsKeysAndDeadlines() {
        setUntil(KEY, 2000);

        db.clear();

        assertEquals(0, db.size());
        assertEquals(Db.NO_DEADLINE, db.nextDeadline());
    }

    private void setUntil(Bytes key, long deadline) {
        db.set(key, ONE, new SetOptions(When.ALWAYS, false, deadline));
    }
}
