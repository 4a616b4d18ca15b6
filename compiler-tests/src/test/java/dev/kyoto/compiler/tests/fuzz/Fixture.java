package dev.kyoto.compiler.tests.fuzz;

import dev.kyoto.futures.Future;

/** What a generated class extends: fields to assign to, methods to call, and its body in two forms. */
public abstract class Fixture {
    protected final Steps s;
    public int number = 3;
    public long wide = 5;
    public double real = 0.5;
    public String words = "w";
    public int[] ints = {1, 2, 3, 4};

    protected Fixture(Steps s) {
        this.s = s;
    }

    public abstract Object plain() throws Exception;

    public abstract Future<Object> async();

    String state() {
        return number + " " + wide + " " + real + " " + Steps.text(words) + " " + Steps.text(ints);
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

    /** Made with awaited arguments. */
    public static final class Pair {
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
}
