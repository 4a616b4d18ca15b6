package dev.kyoto.compiler.tests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short run of the {@link Fuzzer}, always of the same bodies. Long ones are started by hand. */
class FuzzTest {
    @Test
    void blocksDoWhatPlainCodeDoes() {
        Fuzzer fuzzer = new Fuzzer(new PrintStream(OutputStream.nullOutputStream()));
        assertEquals(List.of(), fuzzer.run(64, 1024));
        assertTrue(fuzzer.comparisons() > 1000, fuzzer.summary());
    }

    /** What the fuzzer found first: with a try in a switch expression javac keeps even a raw object in a local. */
    @Test
    void objectUnderConstructionInALocal() {
        Node statements = Node.fixed(
                "int v = new Pair(1, switch (number) { case 3 -> { try { s.poke(1); use(",
                new Node.Twin("s.at(2, \"a\")", "s.later(2, \"a\").await()"),
                "); } finally { s.note(3, 4); } long y = ",
                new Node.Twin("s.at(5, 6L)", "s.later(5, 6L).await()"),
                "; yield y; } default -> 8L; }).left;\nreturn \"s\" + v;\n");
        Verdict verdict = new Laboratory().judge(Specimen.of(new Body(1, Node.fixed(), statements), 0));
        assertEquals(Verdict.Kind.AGREES, verdict.kind(), verdict.details());
    }

    @Test
    void differenceIsFoundAndReduced() {
        Node wrong =
                Node.statement("use(", Node.expression(Type.STRING, new Node.Twin("\"plain\"", "\"async\"")), ");\n");
        Node noted = Node.statement("s.note(1, ", Node.expression(Type.INT, new Node.Twin("1", "2")), ");\n");
        Body body = new Body(1, Node.fixed(), Node.fixed(wrong, noted, "return \"s\";\n"));
        Laboratory laboratory = new Laboratory();

        Verdict verdict = laboratory.judge(Specimen.of(body, 0));
        assertEquals(Verdict.Kind.DIFFERS, verdict.kind());
        assertTrue(verdict.details().contains("note 1 1"), verdict.details());

        new Reducer(laboratory, 50).reduce(body, verdict);
        assertEquals("s.note(1, 2);\nreturn \"s\";\n", body.statements().write(true));
    }
}
