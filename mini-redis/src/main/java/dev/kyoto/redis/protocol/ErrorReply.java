package dev.kyoto.redis.protocol;

/**
 * A command's answer is an error: thrown while a command is parsed or applied, written to the client as
 * {@code -message}. The connection goes on.
 */
public final class ErrorReply extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message code and text, such as {@code ERR syntax error} */
    public ErrorReply(String message) {
        super(message, null, false, false);
    }

    public static ErrorReply syntax() {
        return new ErrorReply("ERR syntax error");
    }

    public static ErrorReply notAnInteger() {
        return new ErrorReply("ERR value is not an integer or out of range");
    }

    /** @param command in lower case; a subcommand as {@code client|id} */
    public static ErrorReply wrongNumberOfArguments(String command) {
        return new ErrorReply("ERR wrong number of arguments for '" + command + "' command");
    }
}
