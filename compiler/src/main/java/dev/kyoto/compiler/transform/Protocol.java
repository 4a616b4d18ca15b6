package dev.kyoto.compiler.transform;

/** Names and descriptors of what compiled code extends and calls in {@code dev.kyoto.futures}. */
final class Protocol {
    static final String FUTURE = "dev/kyoto/futures/Future";
    static final String POLL = "dev/kyoto/futures/Poll";
    static final String CONTEXT = "dev/kyoto/futures/Context";
    static final String COMPILED_BLOCK = "dev/kyoto/futures/CompiledBlock";
    static final String CONSUMER = "java/util/function/Consumer";

    static final String VISIT_KEPT_DESCRIPTOR = "(L" + CONSUMER + ";)V";
    static final String POLL_DESCRIPTOR = "(L" + CONTEXT + ";)L" + POLL + ";";
    static final String SUSPEND_DESCRIPTOR = "(IL" + FUTURE + ";)Ljava/lang/Object;";
    static final String RESUME_DESCRIPTOR = "()L" + FUTURE + ";";
    static final String SETTLE_DESCRIPTOR = "(Ljava/lang/Object;)L" + POLL + ";";
    static final String SPAWNED_AT_DESCRIPTOR = "(L" + FUTURE + ";Ljava/lang/String;)V";
    static final String FRESH_DESCRIPTOR = "()L" + COMPILED_BLOCK + ";";
    static final String FRESH_WITH_ARGUMENTS_DESCRIPTOR = "([Ljava/lang/Object;)L" + COMPILED_BLOCK + ";";
    static final String EXPECT_ARGUMENTS_DESCRIPTOR = "(I[Ljava/lang/Object;)V";

    /**
     * Of a body. It does not name the holder, because whoever asks a class for its methods has all their parameters' classes
     * loaded.
     */
    static final String BODY_DESCRIPTOR = "(L" + COMPILED_BLOCK + ";L" + CONTEXT + ";)Ljava/lang/Object;";

    private Protocol() {}
}
