package dev.kyoto.compiler.tests.fuzz;

import dev.kyoto.futures.AsyncCode;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Future;
import java.util.Arrays;
import java.util.List;

/** What a generated class extends: fields to assign to, methods to call, and its body in two forms. */
public abstract class Fixture {
    protected final Steps s;
    public int number = 3;
    public long wide = 5;
    public double real = 0.5;
    public String words = "w";
    public float light = 1.25f;
    public byte tiny = 2;
    public short half = 300;
    public char letter = 'w';
    public boolean flag;
    public Integer boxed = 12;
    public int[] ints = {1, 2, 3, 4};
    public long[] longs = {6, 7, 8, 9};
    public int[][] grid = {{1, 2, 3, 4}, {5, 6, 7, 8}};
    public String[] names = {"a", "x", "b", "two"};
    public List<Integer> list = Arrays.asList(5, null, 7);
    public Colour colour = Colour.GREEN;
    public Shape shape = new Line(new Dot(1, 2), new Tag("t", 3));
    public Object thing = "thing";

    /** The field of a type. */
    static String fieldOf(Type type) {
        return switch (type) {
            case INT -> "number";
            case LONG -> "wide";
            case DOUBLE -> "real";
            case FLOAT -> "light";
            case BYTE -> "tiny";
            case SHORT -> "half";
            case CHAR -> "letter";
            case BOOLEAN -> "flag";
            case STRING -> "words";
            case INTEGER -> "boxed";
            case STRINGS -> "names";
            case OBJECT -> "thing";
            case INTS, LONGS, GRID, LIST, COLOUR, SHAPE -> type.phraseName();
            case NOTHING -> throw new IllegalArgumentException("no field is void");
        };
    }

    protected Fixture(Steps s) {
        this.s = s;
    }

    public abstract Object plain() throws Exception;

    public abstract Future<Object> async();

    /** The values of the static fields. */
    public abstract Object[] statics();

    String state() {
        return Steps.text(new Object[] {
            number,
            wide,
            real,
            light,
            tiny,
            half,
            (int) letter,
            flag,
            boxed,
            ints,
            longs,
            grid,
            names,
            list,
            colour,
            shape,
            thing,
            words,
            statics()
        });
    }

    @Override
    public String toString() {
        return "self";
    }

    /** Keeps a string from growing without bounds in loops. */
    public static String cut(String text) {
        return text.length() <= 20 ? text : text.substring(text.length() - 20);
    }

    public static void use(Object value) {}

    public static int mix(int a, long b, String c) {
        return a * 31 + (int) b + c.length();
    }

    public static long mix(long a, int b, double c) {
        return a + b * 7L + (long) c;
    }

    public static double mix(double a, boolean b, int[] c) {
        return a + (b ? c[0] : c[1]);
    }

    public static String mix(String a, byte b, long c) {
        return cut(a) + b + c;
    }

    public static int sum(int... numbers) {
        int sum = 0;
        for (int number : numbers) {
            sum = sum * 3 + number;
        }
        return sum;
    }

    public static String joined(String separator, Object... values) {
        StringBuilder all = new StringBuilder();
        for (Object value : values) {
            all.append(Steps.text(value)).append(cut(separator));
        }
        return all.toString();
    }

    public static <T> T choose(boolean first, T one, T other) {
        return first ? one : other;
    }

    public static String other(Object unused, String text) {
        return text;
    }

    /** The plain form of {@link AsyncTaking}. */
    public interface Taking {
        Object take(int number, long wide, String words) throws Exception;
    }

    /** An async block of the user's own making, with parameters. */
    public interface AsyncTaking extends AsyncCode {
        Object take(int number, long wide, String words) throws Exception;
    }

    public static Object start(Steps s, Taking block, int number, long wide, String words) throws Exception {
        return s.call(() -> block.take(number, wide, words));
    }

    public static Future<Object> start(AsyncTaking block, int number, long wide, String words) {
        return CompiledBlock.start(block, number, wide, words);
    }

    /** Made with awaited arguments. */
    public static class Pair {
        public final int left;
        public final long right;

        public Pair(int left, long right) {
            this.left = left;
            this.right = right;
        }

        public Pair(Pair inner, int left) {
            this(inner.left + left, inner.right);
        }
    }

    /** Made with awaited arguments, not with all of them. */
    public static final class Picky {
        public final int number;

        public Picky(int number) {
            if (number % 3 == 1) {
                throw new IllegalArgumentException("not " + number);
            }
            this.number = number;
        }
    }

    public static class Box<T> {
        public T value;

        public Box(T value) {
            this.value = value;
        }
    }

    /** Made with awaited arguments, and with the fixture around it. */
    public final class Inner {
        public final String text;

        public Inner(String text, double number) {
            this.text = words + cut(text) + number;
        }
    }

    public enum Colour {
        RED,
        GREEN,
        BLUE;

        public static Colour of(int number) {
            return values()[Math.floorMod(number, 3)];
        }
    }

    /** What is taken apart by patterns. */
    public sealed interface Shape {}

    public record Dot(int x, long y) implements Shape {}

    public record Line(Shape from, Shape to) implements Shape {}

    /** Cannot always be taken apart. */
    public record Tag(String text, Integer box) implements Shape {
        @Override
        public String text() {
            if (text.isEmpty()) {
                throw new IllegalStateException("empty");
            }
            return text;
        }
    }
}
