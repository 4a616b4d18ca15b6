import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of Java in a document.
 *
 * @param line where it begins
 * @param words what is said of it after {@code ```java}
 * @param result the {@code ```text} block that follows before any other piece of Java, or else nothing
 */
record Snippet(int line, List<String> words, String text, String result) {
    private static final String FENCE = "```";

    static List<Snippet> of(Path document) throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        List<String> block = null;
        String info = "";
        int start = 0;
        int line = 0;
        for (String each : Files.readAllLines(document)) {
            line++;
            if (!each.startsWith(FENCE)) {
                if (block != null) {
                    block.add(each);
                }
            } else if (block == null) {
                block = new ArrayList<>();
                info = each.substring(FENCE.length());
                start = line + 1;
            } else {
                add(snippets, info, start, String.join("\n", block) + "\n");
                block = null;
            }
        }
        return snippets;
    }

    private static void add(List<Snippet> snippets, String info, int line, String text) {
        List<String> words = List.of(info.split(" "));
        int last = snippets.size() - 1;
        if (words.get(0).equals("java")) {
            snippets.add(new Snippet(line, words.subList(1, words.size()), text, ""));
        } else if (info.equals("text") && last >= 0 && snippets.get(last).result.isEmpty()) {
            Snippet before = snippets.get(last);
            snippets.set(last, new Snippet(before.line, before.words, before.text, text));
        }
    }

    boolean is(String word) {
        return words.contains(word);
    }

    /** The newest number among the words: the release of Java that this needs. */
    int release() {
        return words.stream()
                .filter(word -> word.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(17);
    }
}
