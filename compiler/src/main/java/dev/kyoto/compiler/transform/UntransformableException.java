package dev.kyoto.compiler.transform;

import dev.kyoto.compiler.diagnosis.Diagnosis;

/** An async block that cannot be turned into a state machine. The message is for the user and names the cure. */
public final class UntransformableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Diagnosis diagnosis;
    private final int line;

    UntransformableException(Diagnosis diagnosis, String message, int line) {
        super(message);
        this.diagnosis = diagnosis;
        this.line = line;
    }

    public Diagnosis diagnosis() {
        return diagnosis;
    }

    /** The source line that the message is about; -1 when the class file has no line numbers. */
    public int line() {
        return line;
    }
}
