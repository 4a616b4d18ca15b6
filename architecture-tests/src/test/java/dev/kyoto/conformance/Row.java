package dev.kyoto.conformance;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One behaviour: the tests of the peer that ask for it, the behaviour in our own words, and what Kyoto says to it. */
record Row(List<String> asked, String behaviour, Verdict verdict) {
    static Row parse(String line) {
        String[] cells = line.split(" \\| ");
        if (cells.length != 3) {
            throw new IllegalArgumentException(
                    "A row is \"test of the peer | behaviour | tests of ours\", not: " + line);
        }
        return new Row(
                Stream.of(cells[0].split(",")).map(String::strip).toList(),
                cells[1].strip(),
                Verdict.parse(cells[2].strip()));
    }

    String describe() {
        String tests = asked.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return "| " + behaviour + " | " + tests + " | " + verdict.describe() + " |\n";
    }
}
