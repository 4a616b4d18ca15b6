package dev.kyoto.console.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** A table of fixed columns, of which one takes what is left of the width. */
final class Columns {
    private record Column(String title, int width, boolean number) {}

    record Cell(AttributedStyle style, String text) {}

    private static final int GAP = 2;
    private static final int LEAST = 12;

    private final List<Column> columns = new ArrayList<>();

    Columns number(String title, int width) {
        columns.add(new Column(title, width, true));
        return this;
    }

    Columns text(String title, int width) {
        columns.add(new Column(title, width, false));
        return this;
    }

    /** The one that takes the rest. */
    Columns rest(String title) {
        return text(title, 0);
    }

    AttributedString head(int width, String sorted) {
        List<Cell> cells = new ArrayList<>();
        for (Column column : columns) {
            cells.add(new Cell(column.title.equals(sorted) ? Styles.STRONG : Styles.QUIET, column.title));
        }
        return row(cells, width);
    }

    AttributedString row(List<Cell> cells, int width) {
        int rest = width + GAP;
        for (Column column : columns) {
            rest -= column.width + GAP;
        }
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            int room = column.width == 0 ? Math.max(LEAST, rest) : column.width;
            AttributedString text = new AttributedString(
                    Words.harmless(cells.get(i).text()), cells.get(i).style());
            if (text.columnLength() > room) {
                text = new AttributedStringBuilder()
                        .append(text.columnSubSequence(0, room - 1))
                        .append("…")
                        .toAttributedString();
            }
            String padding = " ".repeat(Math.max(0, room - text.columnLength()));
            line.append(column.number ? padding : "").append(text).append(column.number ? "" : padding);
            line.append(" ".repeat(GAP));
        }
        return line.toAttributedString().columnSubSequence(0, width);
    }
}
