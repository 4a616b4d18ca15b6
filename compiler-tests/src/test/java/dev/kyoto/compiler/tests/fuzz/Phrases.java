package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ways to write an expression, as a table. A line begins with the type of the expression, at times with the version of Java
 * that it takes; in the phrase after it stand for
 *
 * <ul>
 *   <li>{@code $int} and the like: an operand, which is any expression of that type;
 *   <li>{@code $scalar}: an operand of any type that can be made part of a string;
 *   <li>{@code $place}: a number of its own;
 *   <li>{@code $self}: the fixture; {@code $a}, {@code $b}: new names.
 * </ul>
 */
final class Phrases {
    private static final String TABLE = """
            int     ($int + $int)
            int     ($int - $int)
            int     ($int * $int)
            int     ($int / $int)
            int     ($int % $int)
            int     ($int & $int)
            int     ($int | $int)
            int     ($int << $int)
            int     ($int >>> $long)
            int     (-($int))
            int     (~($int))
            int     ($byte + $int)
            int     ($char - $short)
            int     ((int) ($long))
            int     ((int) ($double))
            int     ((int) ($float))
            int     ((int) $object)
            int     $ints[($int) & 3]
            int     $ints[$byte & 3]
            int     $ints[$int]
            int     $grid[$int & 1][$int & 3]
            int     choose($boolean, $ints, null)[$int & 3]
            int     new int[$int & 3][$short & 3].length
            int     mix($int, $long, $string)
            int     sum($int, $byte, $int)
            int     sum()
            int     sum($ints)
            int     new Pair(new Pair($int, $long), $int).left
            int     new Pair($int, $long) { int more = number; int more() { return left + more; } }.more()
            int     new Picky($int).number
            int     ((int) choose($boolean, $integer, $int))
            int     ($boolean ? $integer : $int)
            int     ((int) $integer)
            int     ((int) new Box<>($integer).value)
            int     ((int) (new Box<>($int).value += $int))
            int     ((int) (new Box<>($integer).value++))
            int     ((Box<? extends Number>) new Box<>($int)).value.intValue()
            int     ((int) ((Box) new Box($int)).value)
            int     ((int) $list.get($int & 1))
            int     $string.length()
            int     choose($boolean, $string, null).length()
            int     ((int) $string.charAt($int))
            int     $colour.ordinal()
            int     ((IntSupplier) $string::length).getAsInt()
            int     ((IntUnaryOperator) $a -> $a + 1).applyAsInt($int)
            int     ($object instanceof String $a ? $a.length() : $int)
            int     ($object instanceof Integer $a && $a > 2 ? $a : $int)
            int     (($object) instanceof Dot $a ? $a.x() + $int : 3)
            int/21  ($object instanceof Dot(int $a, var $b) ? $a + (int) $b : $int)
            int/21  ($shape instanceof Tag(var $a, Integer $b) && $a.length() > $int ? $b : 4)
            int/25  ($object instanceof Line(Dot(int $a, _), _) ? $a : $int)
            long    ($long + $long)
            long    ($long - $int)
            long    ($int * $long)
            long    ($long % $long)
            long    ($long ^ $byte)
            long    ($long << $int)
            long    ((long) ($double))
            long    ((long) ($float))
            long    ((long) ($int))
            long    $longs[($int) & 3]
            long    mix($long, $int, $double)
            long    new Pair($int, $long).right
            long    new Pair(new Pair($int, $int), $char).right
            long    ((long) new Box<>($long).value)
            long    ((long) choose($boolean, $long, $long))
            long/21 ($shape instanceof Dot(var $a, long $b) ? $b * $a : $long)
            double  ($double + $double)
            double  ($double * $long)
            double  ($float / $double)
            double  ($int - $double)
            double  mix($double, $boolean, $ints)
            double  ((double) new Box<>($double).value)
            double  ((double) ($float))
            float   ($float + $float)
            float   ($float * $int)
            float   ($long - $float)
            float   ((float) ($double))
            float   ((float) ($int))
            float   ((float) choose($boolean, $float, 0.5f))
            byte    ((byte) ($int))
            byte    ((byte) ($char))
            byte    ((byte) ($byte >> $byte))
            short   ((short) ($int))
            short   ((short) ($double))
            char    ((char) ($int))
            char    ((char) ($char + $byte))
            char    ($string + "c").charAt(0)
            boolean !($boolean)
            boolean ($boolean && $boolean)
            boolean ($boolean || $boolean)
            boolean ($boolean ^ $boolean)
            boolean ($boolean == $boolean)
            boolean ($int < $int)
            boolean ($int <= $long)
            boolean ($float > $double)
            boolean ($char != $byte)
            boolean ($integer == null)
            boolean ($object == $object)
            boolean ($string).equals($string)
            boolean ($object instanceof int[])
            boolean ($object instanceof String $a && $a.isEmpty())
            boolean (!($object instanceof Integer $a) || $a > $int)
            boolean/21 ($object instanceof Tag(String $a, var $b) && $a.length() == $int)
            string  cut($string + $scalar)
            string  cut($string + $scalar + $scalar)
            string  cut("<" + $scalar + ", " + $string + $scalar + ">")
            string  cut($char + $string)
            string  mix($string, $byte, $long)
            string  other(null, $string)
            string  joined($string, $scalar, $object)
            string  joined($string)
            string  $strings[$int & 3]
            string  cut(new StringBuilder($string).append($int).append($long).insert(0, $char).toString())
            string  $self.new Inner($string, $double).text
            string  new Box<>(new Box<>($string)).value.value
            string  new Box<String>($string) { String all() { return value + s.count(); } }.all()
            string  choose($boolean, $string, $string)
            string  String.valueOf($colour)
            string  Steps.text($object)
            string  ($string).substring($int & 1)
            string  ((String) $object)
            string  ($object instanceof String $a && $boolean ? cut($a) : $string)
            integer Integer.valueOf($int)
            integer ((Integer) ($int))
            integer ($boolean ? $integer : null)
            integer ((Integer) $object)
            integer choose($boolean, $integer, $integer)
            integer new Box<>($integer).value
            ints    new int[] {$int, $int, 5, $int}
            ints    new int[] {$byte, 6, 7, $char}
            ints    $grid[$int & 1]
            ints    $ints.clone()
            ints    choose($boolean, $ints, $ints)
            longs   new long[] {$long, 5, $int, $long}
            longs   (new long[4 + ($int & 1)])
            grid    new int[][] {$ints, $ints}
            grid    new int[][] {{1, $int, 2, 3}, {4, 5, 6, $int}}
            grid    (new int[2][4 + ($int & 1)])
            strings new String[] {$string, "b", $string, "d"}
            strings choose($boolean, $strings, $strings)
            list    List.of($int, $int, $int)
            list    Arrays.asList($integer, $integer)
            list    new ArrayList<>($list)
            list    $list.subList(0, $int & 1)
            colour  Colour.of($int)
            colour  Colour.valueOf($boolean ? "RED" : $string)
            shape   ((Shape) new Dot($int, $long))
            shape   ((Shape) new Line($shape, $shape))
            shape   ((Shape) new Tag($string, $integer))
            object  ((Object) ($scalar))
            object  ((Object) ($ints))
            object  ((Object) ($shape))
            object  ((Object) ($colour))
            object  ((Object) null)
            """;

    private static final Pattern HOLE = Pattern.compile("\\$([a-z]+)");

    private static final Map<Type, List<String>> BY_TYPE = byType(Generator.JAVA);

    private final Generator generator;

    Phrases(Generator generator) {
        this.generator = generator;
    }

    private static Map<Type, List<String>> byType(int java) {
        Map<Type, List<String>> byType = new EnumMap<>(Type.class);
        TABLE.lines().forEach(line -> {
            String[] typeAndPhrase = line.split(" +", 2);
            String[] typeAndVersion = typeAndPhrase[0].split("/");
            if (typeAndVersion.length == 1 || Integer.parseInt(typeAndVersion[1]) <= java) {
                byType.computeIfAbsent(Type.named(typeAndVersion[0]), type -> new ArrayList<>())
                        .add(typeAndPhrase[1]);
            }
        });
        return byType;
    }

    Node any(Type type, Scope scope) {
        return Node.expression(type, written(generator.pick(BY_TYPE.get(type)), scope));
    }

    /** What a phrase becomes in a scope. */
    Node written(String phrase, Scope scope) {
        Node node = Node.fixed();
        Map<String, String> names = new HashMap<>();
        // A conversion can make a narrow operand wide, so one wide type makes all of them suspect.
        Scope later = phrase.matches("(?s).*\\$(long|double|scalar)\\b.*") ? scope.withoutTries() : scope;
        Matcher hole = HOLE.matcher(phrase);
        int written = 0;
        boolean first = true;
        while (hole.find()) {
            node.add(phrase.substring(written, hole.start()));
            written = hole.end();
            Object filled = filled(hole.group(1), first ? scope : later, names);
            boolean isArgument = filled instanceof Node operand
                    && operand.kind == Node.Kind.EXPRESSION
                    && isBetween(phrase, hole.start() - 1, "( ", hole.end(), ",)");
            node.add(isArgument ? generator.expressions.argument((Node) filled) : filled);
            first = false;
        }
        return node.add(phrase.substring(written));
    }

    /** Whether the characters at two positions, if there are any, are among those given. */
    private static boolean isBetween(String phrase, int before, String left, int after, String right) {
        return (before < 0 || left.indexOf(phrase.charAt(before)) >= 0)
                && (after == phrase.length() || right.indexOf(phrase.charAt(after)) >= 0);
    }

    private Object filled(String hole, Scope scope, Map<String, String> names) {
        return switch (hole) {
            case "place" -> Integer.toString(generator.place());
            case "self" -> self(scope);
            case "scalar" -> generator.expressions.of(generator.pick(Type.SCALARS), scope);
            case "a", "b" -> names.computeIfAbsent(hole, generator::name);
            default -> generator.expressions.of(Type.named(hole), scope);
        };
    }

    /** The fixture, at times awaited. */
    private Node self(Scope scope) {
        return switch (generator.below(4)) {
            case 0 -> Node.fixed("s.note(" + generator.place() + ", self)");
            case 1 ->
                scope.awaits()
                        ? Node.fixed(
                                new Node.Twin("s.at(", "s.later("),
                                generator.place() + ", self",
                                new Node.Twin(")", ").await()"))
                        : Node.fixed("self");
            default -> Node.fixed("self");
        };
    }
}
