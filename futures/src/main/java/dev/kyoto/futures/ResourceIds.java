package dev.kyoto.futures;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for things that are seen in an {@link AwaitTree}, given when they are seen for the first time: what nobody looks at
 * costs nothing, not even a field. Things are kept weakly and told apart by identity.
 */
final class ResourceIds {
    private static final Map<Object, Long> IDS = new HashMap<>();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();
    private static long last;

    private ResourceIds() {}

    static long of(Object thing) {
        synchronized (IDS) {
            for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
                IDS.remove(gone);
            }
            Long known = IDS.get(new Probe(thing));
            if (known != null) {
                return known;
            }
            last++;
            IDS.put(new Key(thing), last);
            return last;
        }
    }

    /** Equal to itself, so that it is found when its thing is gone. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object thing) {
            super(thing, GONE);
            this.hash = System.identityHashCode(thing);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    /** Equal to the key of its thing; a map asks what it looks for, not what is in it. */
    private record Probe(Object thing) {
        @Override
        public int hashCode() {
            return System.identityHashCode(thing);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.refersTo(thing);
        }
    }
}
