package dev.kyoto;

/** The runtimes that every test of their common contract runs on. */
public enum Flavor {
    CURRENT_THREAD,
    ONE_WORKER,
    FOUR_WORKERS;

    public Runtime.Builder builder() {
        return switch (this) {
            case CURRENT_THREAD -> Runtime.builder().currentThread();
            case ONE_WORKER -> Runtime.builder().workers(1);
            case FOUR_WORKERS -> Runtime.builder().workers(4);
        };
    }
}
