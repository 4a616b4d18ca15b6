package dev.kyoto.console.terminal;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** The few ways in which text is set: a state is a shape as well as a colour. */
final class Styles {
    static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    static final AttributedStyle STRONG = AttributedStyle.BOLD;
    static final AttributedStyle QUIET = AttributedStyle.DEFAULT.faint();
    static final AttributedStyle ALARM = AttributedStyle.BOLD.foreground(AttributedStyle.RED);
    static final AttributedStyle GOOD = AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
    static final AttributedStyle DUE = AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
    static final AttributedStyle LINK = AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);

    private Styles() {}

    static AttributedString line(Object... stylesAndTexts) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (int i = 0; i < stylesAndTexts.length; i += 2) {
            line.styled((AttributedStyle) stylesAndTexts[i], Words.harmless(String.valueOf(stylesAndTexts[i + 1])));
        }
        return line.toAttributedString();
    }

    static AttributedString empty() {
        return AttributedString.EMPTY;
    }

    static AttributedStyle ofState(String state) {
        return switch (state) {
            case "RUNNING", "AWAKE" -> GOOD;
            case "SCHEDULED" -> DUE;
            case "BLOCKED" -> ALARM;
            default -> QUIET;
        };
    }

    static String shape(String state) {
        return switch (state) {
            case "RUNNING", "AWAKE" -> "●";
            case "SCHEDULED" -> "▶";
            case "BLOCKED" -> "■";
            case "ENDED", "UNUSED" -> "–";
            default -> "○";
        };
    }
}
