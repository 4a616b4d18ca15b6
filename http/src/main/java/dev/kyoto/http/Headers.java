package dev.kyoto.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's or a response's head, in their order. A name may occur several times, and is the same in capital and
 * small letters.
 *
 * <p>Immutable: {@link #with} and its kin return others. What could not be sent, or would be read as something else (a line
 * feed in a value), is refused when it is put in.
 */
public final class Headers implements Iterable<Headers.Field> {
    /** One field, as it was written. */
    public record Field(String name, String value) {}

    private static final Headers EMPTY = new Headers(new String[0]);

    /** A name, its value, the next name, and so on. There are few, so looking through them is faster than a map. */
    private final String[] fields;

    /** @param fields checked, and not changed from now on */
    private Headers(String[] fields) {
        this.fields = fields;
    }

    /** No fields. */
    public static Headers empty() {
        return EMPTY;
    }

    /**
     * The fields with these names and values, which take turns.
     *
     * @throws IllegalArgumentException if a name is no token, a value has control characters, characters beyond ISO 8859-1 or
     *     space around it, or the last name has no value
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Headers.of takes names and values in turns; the last name, "
                    + namesAndValues[namesAndValues.length - 1] + ", has no value.");
        }
        String[] fields = namesAndValues.clone();
        for (int i = 0; i < fields.length; i += 2) {
            require(fields[i], fields[i + 1]);
        }
        return new Headers(fields);
    }

    /** Those that a parser has read, and so has checked. */
    static Headers checked(String[] fields) {
        return fields.length == 0 ? EMPTY : new Headers(fields);
    }

    /** The value of the first field of this name, or null if there is none. */
    public @Nullable String get(String name) {
        int i = find(name, 0);
        return i < 0 ? null : fields[i + 1];
    }

    /** The values of all fields of this name, in their order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (int i = find(name, 0); i >= 0; i = find(name, i + 2)) {
            values.add(fields[i + 1]);
        }
        return List.copyOf(values);
    }

    public boolean contains(String name) {
        return find(name, 0) >= 0;
    }

    /** How many fields there are. */
    public int size() {
        return fields.length / 2;
    }

    public boolean isEmpty() {
        return fields.length == 0;
    }

    /**
     * These fields with this one in place of all others of its name.
     *
     * @throws IllegalArgumentException as in {@link #of}
     */
    public Headers with(String name, String value) {
        require(name, value);
        int first = find(name, 0);
        if (first < 0) {
            return append(name, value);
        }
        String[] changed = fields.clone();
        changed[first] = name;
        changed[first + 1] = value;
        return new Headers(withoutFrom(changed, name, first + 2));
    }

    /**
     * These fields and this one, behind all others.
     *
     * @throws IllegalArgumentException as in {@link #of}
     */
    public Headers withAdded(String name, String value) {
        require(name, value);
        return append(name, value);
    }

    /** These fields except those of this name. */
    public Headers without(String name) {
        return contains(name) ? checked(withoutFrom(fields, name, 0)) : this;
    }

    private Headers append(String name, String value) {
        String[] longer = Arrays.copyOf(fields, fields.length + 2);
        longer[fields.length] = name;
        longer[fields.length + 1] = value;
        return new Headers(longer);
    }

    private static String[] withoutFrom(String[] fields, String name, int start) {
        String[] left = new String[fields.length];
        System.arraycopy(fields, 0, left, 0, start);
        int count = start;
        for (int i = start; i < fields.length; i += 2) {
            if (!fields[i].equalsIgnoreCase(name)) {
                left[count++] = fields[i];
                left[count++] = fields[i + 1];
            }
        }
        return Arrays.copyOf(left, count);
    }

    /** Whether a field of this name lists {@code token}, as Connection lists {@code close}. Capital and small letters are the same. */
    boolean lists(String name, String token) {
        for (int i = find(name, 0); i >= 0; i = find(name, i + 2)) {
            if (hasElement(fields[i + 1], token)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasElement(String list, String token) {
        if (list.indexOf(',') < 0) {
            return list.equalsIgnoreCase(token); // without space around it
        }
        for (String element : list.split(",")) {
            if (element.strip().equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    /** How many fields have this name. */
    int count(String name) {
        int count = 0;
        for (int i = find(name, 0); i >= 0; i = find(name, i + 2)) {
            count++;
        }
        return count;
    }

    String nameAt(int index) {
        return fields[2 * index];
    }

    String valueAt(int index) {
        return fields[2 * index + 1];
    }

    private int find(String name, int start) {
        for (int i = start; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static void require(String name, String value) {
        if (!Syntax.isToken(name)) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is no name of a field: it takes letters, digits and !#$%&'*+-.^_`|~.");
        }
        if (!Syntax.isValue(Objects.requireNonNull(value, "value"))) {
            throw new IllegalArgumentException("The value of the field " + name + " has control characters, characters"
                    + " beyond ISO 8859-1, or space around it. Strip it, and encode what is no plain text.");
        }
    }

    @Override
    public Iterator<Field> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Field next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("There are " + size() + " fields.");
                }
                Field field = new Field(nameAt(next), valueAt(next));
                next++;
                return field;
            }
        };
    }

    /** Whether the same fields are there in the same order; their names may differ in capital and small letters. */
    @Override
    public boolean equals(@Nullable Object object) {
        if (!(object instanceof Headers other) || other.fields.length != fields.length) {
            return false;
        }
        for (int i = 0; i < fields.length; i += 2) {
            if (!fields[i].equalsIgnoreCase(other.fields[i]) || !fields[i + 1].equals(other.fields[i + 1])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 1; i < fields.length; i += 2) {
            hash = 31 * hash + fields[i].hashCode(); // of the values alone: names may be written otherwise
        }
        return hash;
    }

    /** The names and the number of their values' characters: values may be secrets, and this may go into a log. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Headers[");
        for (int i = 0; i < fields.length; i += 2) {
            text.append(i == 0 ? "" : ", ").append(fields[i]).append(": ").append(fields[i + 1].length());
        }
        return text.append(']').toString();
    }
}
